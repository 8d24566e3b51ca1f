/** Families of texts, bytes and lists of members, with the values tried of them. */

import { seededRandom } from '../sample/random.ts';
import { each, type TypeFamily, upTo } from './type-family.ts';

/** Every byte once, as a hexadecimal literal. */
const allBytes = `0x${Buffer.from(upTo(255)).toString('hex')}`;
const controlCharacters = `0x${Buffer.from(upTo(127)).toString('hex')}`;

const texts = [
  ...[
    "''",
    "' '",
    "'a  '",
    "'  a'",
    "'it''s'",
    `'"'`,
    "'\\\\'",
    "'\\\\\\''",
    "'a\\nb\\rc\\r\\nd\\te'",
  ],
  ...["'\\0\\Z'", "'-- '", "'/*! x */'", "'日本語'", "'😀'", "'e\\u0301'", controlCharacters],
];

const bytes = [
  "''",
  '0x00',
  '0x0000',
  '0x20',
  '0x27',
  '0x5C',
  '0x5C27',
  '0xFF',
  '0x000A0D1A22275C',
];

export const textFamilies: readonly TypeFamily[] = [
  {
    name: '`CHAR(0)` to `CHAR(255)`, `VARCHAR` up to 65,532 bytes',
    tried:
      'quotes, backslashes, control characters, 4-byte characters, spaces at both ends, full length',
    lenient: true,
    cases: () => [
      { type: 'CHAR(0)', values: ["''"] },
      ...each(
        ['CHAR(255)', 'VARCHAR(255)'],
        [...texts, "REPEAT('😀', 255)", "REPEAT('\\\\', 255)"],
      ),
      { type: 'VARCHAR(16382)', values: ["REPEAT('😀', 16382)", "REPEAT('\\'', 16382)"] },
      { type: 'VARCHAR(65500) CHARACTER SET latin1', values: ['REPEAT(CHAR(0xE9), 65500)'] },
    ],
  },
  {
    name: '`TINYTEXT`, `TEXT`, `MEDIUMTEXT`, `LONGTEXT`',
    tried: 'the same, full length, 1 MiB',
    cases: () => [
      { type: 'TINYTEXT', values: [...texts, "REPEAT('x', 255)"] },
      { type: 'TEXT', values: [...texts, "REPEAT('\\n', 65535)"] },
      ...each(
        ['MEDIUMTEXT', 'LONGTEXT'],
        [...texts, "REPEAT('日', 349526)", "REPEAT('\\'', 70000)"],
      ),
    ],
  },
  {
    name: '`BINARY(0)` to `BINARY(255)`, `VARBINARY` up to 65,532 bytes',
    tried: 'every byte, zeros and spaces at the end, full length, random bytes',
    hexBlob: true,
    cases: () => [
      { type: 'BINARY(0)', values: ["''"] },
      { type: 'BINARY(255)', values: [...bytes, ...randomBytes(255)] },
      { type: 'BINARY(16)', values: [...bytes, ...randomBytes(16)] },
      { type: 'VARBINARY(300)', values: [...bytes, allBytes, ...randomBytes(300)] },
      { type: 'VARBINARY(65500)', values: ['REPEAT(0x00, 65500)', 'REPEAT(0x27, 65500)'] },
    ],
  },
  {
    name: '`TINYBLOB`, `BLOB`, `MEDIUMBLOB`, `LONGBLOB`',
    tried: 'the same, 1 MiB',
    hexBlob: true,
    cases: () => [
      { type: 'TINYBLOB', values: [...bytes, ...randomBytes(255)] },
      { type: 'BLOB', values: [...bytes, allBytes, 'REPEAT(0xFE, 65535)'] },
      ...each(
        ['MEDIUMBLOB', 'LONGBLOB'],
        [allBytes, 'REPEAT(0xFFFEFD, 349525)', 'REPEAT(0x00, 300000)'],
      ),
    ],
  },
  {
    name: '`ENUM`',
    tried: "quotes, commas, backslashes and `''` in members, error value 0, 300 members",
    lenient: true,
    cases: () => [
      {
        type: `ENUM('a','b''c','d,e','f\\\\g','"','(',')','日','')`,
        values: [
          "''",
          '0',
          "'a'",
          "'b''c'",
          "'d,e'",
          "'f\\\\g'",
          `'"'`,
          "'日'",
          "'no member'",
          '6',
        ],
      },
      {
        type: "ENUM('1','0','2')",
        values: ['0', '1', '2', '3', "'1'", "'0'", "'2'", "'no member'"],
      },
      { type: "ENUM('x',' y','z ')", values: ["'x'", "' y'", "'z'", "''"] },
      { type: `ENUM(${members(300)})`, values: ['1', '2', '255', '256', '300', '0'] },
      { type: "ENUM('ä','日')", values: ["'ä'", "'日'", '0'] },
      { type: "ENUM('ä','ÿ','a') CHARACTER SET latin1", values: ["'ä'", "'ÿ'", "'a'", '0'] },
      { type: "ENUM('表','ソ','a') CHARACTER SET cp932", values: ["'表'", "'ソ'", "'a'", '0'] },
      { type: "ENUM('表','a') CHARACTER SET ucs2", values: ["'表'", "'a'", '0'] },
    ],
  },
  {
    name: '`SET`',
    tried: "quotes, backslashes and `''` in members, no member, all of 64 members",
    lenient: true,
    cases: () => [
      { type: `SET('a','b''c','f\\\\g','"','日')`, values: upTo(31).map(String) },
      { type: "SET('','a')", values: ['0', '1', '2', '3', "''", "'a'"] },
      { type: "SET('a','','b')", values: upTo(7).map(String) },
      {
        type: `SET(${members(64)})`,
        values: ['0', '1', '9223372036854775808', '18446744073709551615'],
      },
      { type: "SET('ä','ÿ') CHARACTER SET latin1", values: upTo(3).map(String) },
      { type: "SET('表','ソ') CHARACTER SET sjis", values: upTo(3).map(String) },
    ],
  },
];

function members(count: number): string {
  return upTo(count - 1)
    .map((index) => `'m${index}'`)
    .join(',');
}

function randomBytes(length: number): string[] {
  const random = seededRandom(length);
  return upTo(30).map(() => `0x${random.bytes(length).toString('hex')}`);
}
