/** Every column type: what is restored has the bytes and the exact numbers of what was dumped. */

import { expect, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { exactRows, roundTrip } from './round-trip.ts';

/** A column type, and SQL expressions for values of it; NULL is always tried too. */
type TypeCase = readonly [type: string, values: readonly string[]];

const types: readonly TypeCase[] = [
  ['TINYINT', ['-128', '127', '0']],
  ['TINYINT UNSIGNED ZEROFILL', ['0', '7', '255']],
  ['SMALLINT', ['-32768', '32767']],
  ['MEDIUMINT', ['-8388608', '8388607']],
  ['INT', ['-2147483648', '2147483647']],
  ['BIGINT', ['-9223372036854775808', '9223372036854775807']],
  ['BIGINT UNSIGNED', ['0', '18446744073709551615']],
  [
    'DECIMAL(65,30)',
    ["'-12345678901234567890123456789012345.123456789012345678901234567890'", '0'],
  ],
  ['DECIMAL(10,0) UNSIGNED', ['9999999999']],
  ['FLOAT', ['1e0/7', '5592405.5', '3.4028234663852886e38', '1e-45', '-1.5', '-1e-39']],
  ['FLOAT(7,3)', ['1234.567', '-0.001', '9999.999']],
  ['FLOAT(14,14) UNSIGNED', ['1', '0.1', '1e0-1e-9', '1e-14', '0']],
  ['FLOAT(5,1) ZEROFILL', ['1', '9999.9', '99999', '0.05']],
  ['FLOAT(255,30)', ['1e0/7', '-3e38', '1e-30', '123456.789']],
  ['FLOAT UNSIGNED', ['16777216', '0.1', '-0e0']],
  ['FLOAT', ['-1e-60', '-0e0', '1e-60', '0']],
  ['DOUBLE', ['1e0/7', '1.7976931348623157e308', '5e-324', '0.1', '-123456789.123456789', '1e15']],
  ['DOUBLE(12,11)', ['100', '-100', '0.1', '9.99999999999', '1e0/7']],
  ['DOUBLE(30,15) UNSIGNED', ['1e0/7', '123456789.123456789', '1e20', '0.3']],
  ['DOUBLE(20,10)', ['1234567890.1234567891', '-0.0000000001']],
  ['BIT(1)', ["b'0'", "b'1'"]],
  ['BIT(10)', ["b'1111111111'", "b'1'"]],
  ['BIT(64)', ['0xFFFFFFFFFFFFFFFF', '0x27']],
  ['DATE', ["'1000-01-01'", "'9999-12-31'", "'0000-00-00'", "'2020-00-00'", "'2020-02-31'"]],
  ['TIME', ["'-838:59:59'", "'838:59:59'", "'00:00:00'"]],
  ['TIME(6)', ["'-838:59:58.999999'", "'00:00:00.000001'"]],
  ['DATETIME', ["'1000-01-01 00:00:00'", "'0000-00-00 00:00:00'", "'2024-00-00 00:00:00'"]],
  ['DATETIME(6)', ["'9999-12-31 23:59:59.999999'"]],
  ['TIMESTAMP NULL', ["'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'", "'0000-00-00 00:00:00'"]],
  ['TIMESTAMP(6) NULL', ["'2024-03-31 01:30:00.123456'", "'2024-10-27 00:30:00'"]],
  ['YEAR', ['1901', '2155', "'0000'", '2000']],
  ['CHAR(10)', ["'a  '", "'  a'", "''", "'日本語'"]],
  ['VARCHAR(100)', ["'it''s'", `'"'`, "'\\\\'", "'a\\nb\\rc\\td'", "'a  '", "'\\0\\Z'", "'😀'"]],
  ['VARCHAR(100) CHARACTER SET latin1', ['0xE9E8', "'ascii'", '0x80', '0x5C27']],
  ['VARCHAR(100) CHARACTER SET cp932', ['0xFA54', '0x815C', "'a\\\\b'"]],
  ['VARCHAR(100) CHARACTER SET ujis', ['0x8FA2B7', '0xA1C0']],
  ['VARCHAR(100) CHARACTER SET gbk', ['0xBF5C', "'x'"]],
  ['VARCHAR(100) CHARACTER SET utf16', ["'aé😀'", "''"]],
  ['VARCHAR(100) CHARACTER SET ucs2', ["'日本'"]],
  ['VARCHAR(100) CHARACTER SET utf32', ["'日本😀'"]],
  ['VARCHAR(100) CHARACTER SET swe7', ["'[]{}'", "'abc'"]],
  ['VARCHAR(100) CHARACTER SET armscii8', ["'()\\'\\\",.'", '0xA7']],
  ['BINARY(8)', ['0x00FF', "''", "'a\\'\\\\'"]],
  ['VARBINARY(300)', ["''", '0x000A0D1A22275C', '0xFFFEFD80']],
  ['BLOB', ["REPEAT('ab\\'\\0', 5000)", "''"]],
  ['LONGBLOB', ['REPEAT(CHAR(200), 70000)', "REPEAT('\\\\', 300000)"]],
  ['TINYTEXT', ["'x'"]],
  ['LONGTEXT', ["REPEAT('日本語\\'', 30000)"]],
  [`ENUM('a','b''c','d,e','f\\\\g')`, ["'a'", "'b''c'", "'d,e'", "'f\\\\g'", "'no member'"]],
  ["ENUM('','a')", ["''", "'a'", "'no member'"]],
  [`SET('a','b''c','f\\\\g')`, ["'a'", `'a,b''c,f\\\\g'`, "''"]],
  [
    'GEOMETRY',
    ["ST_GeomFromText('POINT(1.5 -2.25)', 4326)", "ST_GeomFromText('LINESTRING(0 0,1 1)')"],
  ],
  ['POLYGON', ["ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))')"]],
  [
    'JSON',
    [`'{"a": [1, -0.5, 1e300, null, true], "日本": "😀\\\\u0001\\\\n\\\\"\\'"}'`, "'[]'", '\'""\''],
  ],
];

const mariadbTypes: readonly TypeCase[] = [
  ['UUID', ["'123e4567-e89b-12d3-a456-426614174000'"]],
  ['INET6', ["'::1'", "'2001:db8::ff00:42:8329'", "'::ffff:192.0.2.1'"]],
  ['INET4', ["'192.0.2.1'"]],
];

const mysql9Types: readonly TypeCase[] = [['VECTOR(3)', ["STRING_TO_VECTOR('[1,2.5,-3]')"]]];

function typesOf(server: DatabaseServer): readonly TypeCase[] {
  if (server.flavor === 'mariadb') return [...types, ...mariadbTypes];
  return server.version.startsWith('9.') ? [...types, ...mysql9Types] : types;
}

function tableOf([type, values]: TypeCase, index: number): string {
  const rows = ['NULL', ...values].map((value, row) => `(${row}, ${value})`);
  return `CREATE TABLE t${index} (id INT PRIMARY KEY, v ${type});
INSERT IGNORE INTO t${index} VALUES ${rows.join(', ')};\n`;
}

/** Values are set up as they are meant, not as a strict server would have them. */
const preamble = "SET NAMES utf8mb4, time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES';\n";

describeEachServer('the values of every column type', (server) => {
  for (const hexBlob of [false, true]) {
    test(`come back exactly with hexBlob ${hexBlob}`, async () => {
      const cases = typesOf(server);
      const { source, target } = await roundTrip(server, preamble + cases.map(tableOf).join(''), {
        hexBlob,
      });
      for (const [index, [type, values]] of cases.entries()) {
        const before = await exactRows(server, source, `t${index}`);
        expect(before, type).toHaveLength(values.length + 1);
        expect(await exactRows(server, target, `t${index}`), type).toEqual(before);
      }
    });
  }

  test('of a table with all types at once come back in one row', async () => {
    const cases = typesOf(server).filter(([type]) => !type.includes('TEXT('));
    const columns = cases.map(([type], index) => `c${index} ${type}`);
    const values = cases.map(([, [value]]) => value);
    const { source, target } = await roundTrip(
      server,
      `${preamble}CREATE TABLE wide (${columns.join(', ')});
INSERT IGNORE INTO wide VALUES (${values.join(', ')}), (${values.map(() => 'NULL').join(', ')});`,
    );
    expect(await exactRows(server, target, 'wide')).toEqual(
      await exactRows(server, source, 'wide'),
    );
  });
});

describeEachServer('ASCII in every character set', (server) => {
  test('is written as text only where the server maps it to the same bytes', async () => {
    const sets = await server.query(
      "SELECT CHARACTER_SET_NAME AS name FROM information_schema.CHARACTER_SETS WHERE CHARACTER_SET_NAME <> 'binary'",
    );
    const ascii = Array.from({ length: 128 }, (_, code) => code.toString(16).padStart(2, '0'));
    const schema = sets.map(
      ({
        name,
      }) => `CREATE TABLE t_${name} (id INT PRIMARY KEY, v VARCHAR(200) CHARACTER SET ${name});
INSERT INTO t_${name} VALUES (1, CONVERT(_utf8mb4 0x${ascii.join('')} USING ${name}));\n`,
    );
    const { source, target } = await roundTrip(server, preamble + schema.join(''));
    for (const { name } of sets) {
      const before = await exactRows(server, source, `t_${name}`);
      expect(await exactRows(server, target, `t_${name}`), String(name)).toEqual(before);
    }
  });
});
