/** Families of JSON, geometry, vectors and addresses, with the values tried of them. */

import type { DatabaseServer } from '../services/index.ts';
import { each, type TypeCase, type TypeFamily, upTo } from './type-family.ts';

export const documentFamilies: readonly TypeFamily[] = [
  {
    name: '`JSON`',
    tried: '64-bit integers, doubles, nested values, control and 4-byte characters',
    cases: ({ flavor }) =>
      each(['JSON'], [...jsonTexts, ...(flavor === 'mysql' ? [] : jsonAsTyped)]),
  },
  {
    name: '`JSON` that holds SQL values',
    tried:
      '`DECIMAL`, `DATE`, `TIME`, `DATETIME`, `BIT` and bytes within JSON (MySQL alone has them)',
    // MariaDB's JSON is a text: what is put into it is a JSON text's own types by then.
    cases: ({ flavor }) => (flavor === 'mysql' ? [{ type: 'JSON', values: jsonOfValues }] : []),
  },
  {
    name: '`JSON` numbers whose text does not show their type',
    tried: '`DECIMAL` 1.5 beside `DOUBLE` 1.5, `DOUBLE` 1.0',
    typeMayChange: true,
    cases: () => each(['JSON'], ["'1.0'", "'[1.0, 1, 1e22]'", 'JSON_ARRAY(1.5, 1.5e0)']),
  },
  {
    name: '`GEOMETRY`, `POINT` to `GEOMETRYCOLLECTION`',
    tried: 'every kind, with SRID 0, 4326 and 3857, empty collections',
    hexBlob: true,
    cases: () => [
      {
        type: 'GEOMETRY',
        values: [...geometries, 'GEOMETRYCOLLECTION()'].flatMap((text) =>
          [0, 4326, 3857].map((srid) => geometry(text, srid)),
        ),
      },
      ...geometries.map((text) => ({
        type: text.slice(0, text.indexOf('(')),
        values: [geometry(text, 0), geometry(text, 4326)],
      })),
    ],
  },
  {
    name: '`POINT SRID 4326`, `POINT REF_SYSTEM_ID=4326`',
    tried: "the column's own SRID",
    cases: ({ flavor }) => [
      {
        type: flavor === 'mariadb' ? 'POINT REF_SYSTEM_ID=4326' : 'POINT SRID 4326',
        values: [geometry('POINT(1.5 -2.25)', 4326)],
      },
    ],
  },
  {
    name: '`VECTOR`',
    tried: '3 and 1,000 dimensions, large and small numbers, −0',
    hexBlob: true,
    cases: vectors,
  },
  {
    name: '`UUID`',
    tried: 'all zeros, all ones, versions 1, 4 and 7',
    cases: () =>
      each(
        ['UUID'],
        [
          ...["'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"],
          ...["'123e4567-e89b-12d3-a456-426655440000'", "'f47ac10b-58cc-4372-a567-0e02b2c3d479'"],
          "'01890a5d-ac96-774b-bcce-b302099a8057'",
        ],
      ),
  },
  {
    name: '`INET4`',
    tried: 'both ends',
    cases: () => each(['INET4'], ["'0.0.0.0'", "'255.255.255.255'", "'192.0.2.1'", "'39.92.0.10'"]),
  },
  {
    name: '`INET6`',
    tried: 'both ends, embedded IPv4',
    cases: () =>
      each(
        ['INET6'],
        [
          ...["'::'", "'::1'", "'2001:db8::ff00:42:8329'", "'::ffff:192.0.2.1'", "'::192.0.2.1'"],
          "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'",
        ],
      ),
  },
  {
    name: '`COMPRESSED` columns',
    tried: 'texts and bytes, short and long enough to be compressed',
    hexBlob: true,
    cases: () => [
      ...each(
        ['VARCHAR(1000) COMPRESSED', 'TEXT COMPRESSED', 'LONGTEXT COMPRESSED'],
        ["''", "'it''s \\\\ 😀'", "REPEAT('日本', 400)"],
      ),
      ...each(
        ['VARBINARY(1000) COMPRESSED', 'BLOB COMPRESSED'],
        ["''", '0x00275C', 'REPEAT(0x00, 900)'],
      ),
      {
        type: 'TEXT COMPRESSED CHARACTER SET cp932',
        values: ['0xFA54', 'REPEAT(_cp932 0xFA54, 500)'],
      },
    ],
  },
];

const jsonTexts = [
  ...["'null'", "'true'", "'[]'", "'{}'", "'0'", "'-1'", '\'""\'', "'[[[[]]], {}]'", "'-0.0'"],
  ...[
    "'18446744073709551615'",
    "'-9223372036854775808'",
    "'18446744073709551616'",
    "'9007199254740993'",
  ],
  ...["'1e300'", "'5e-324'", "'0.1'", "'[1, -0.5, 1e22, 1e-7, 123456789.12345678]'"],
  ...["'0.30000000000000004'", "'1.7976931348623157e308'", "'2.2250738585072014e-308'"],
  `'{"a": [1, null, true], "日本": "😀\\\\u0001\\\\n\\\\"\\'\\\\\\\\\\\\/"}'`,
  `'{"": "\\\\u0000\\\\u001f\\\\ud83d\\\\ude00", "b": 2, "a": 1}'`,
  `CONCAT('"', REPEAT('x', 100000), '"')`,
  `CONCAT('[', REPEAT('1,', 50000), '2]')`,
];

/** MariaDB keeps the text as it was written. */
const jsonAsTyped = [
  `'{ "b" : 1,  "a": 2, "b": 3 }'`,
  "'1E+05'",
  "'1.000000000000000000000000000001'",
  `' [1 ,2]\\n'`,
];

const jsonOfValues = [
  'CAST(1.10 AS JSON)',
  'CAST(CAST(1 AS DECIMAL(20,10)) AS JSON)',
  "CAST(CAST('12345678901234567890123456789012345.123456789012345678901234567890' AS DECIMAL(65,30)) AS JSON)",
  "CAST(CAST('2024-02-29' AS DATE) AS JSON)",
  "CAST(CAST('-12:34:56.123456' AS TIME(6)) AS JSON)",
  "CAST(CAST('2024-02-29 12:34:56.000001' AS DATETIME(6)) AS JSON)",
  "JSON_OBJECT('date', CAST('2024-02-29' AS DATE), 'list', JSON_ARRAY(CAST('01:02:03' AS TIME)))",
  'CAST(_binary 0x00FF275C AS JSON)',
  "JSON_ARRAY(b'1010')",
];

const geometries = [
  'POINT(1.5 -2.25)',
  'LINESTRING(0 0,1 1,2 0.1)',
  'POLYGON((0 0,10 0,10 10,0 10,0 0),(1 1,2 1,2 2,1 1))',
  'MULTIPOINT(0 0,1 1)',
  'MULTILINESTRING((0 0,1 1),(2 2,3 3))',
  'MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))',
  'GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,0.3333333333333333 1))',
] as const;

function geometry(text: string, srid: number): string {
  return `ST_GeomFromText('${text}', ${srid})`;
}

function vectors({ flavor }: DatabaseServer): TypeCase[] {
  const make = flavor === 'mariadb' ? 'VEC_FromText' : 'STRING_TO_VECTOR';
  const vector = (numbers: readonly (number | string)[]) => `${make}('[${numbers.join(',')}]')`;
  return [
    {
      type: 'VECTOR(3)',
      values: [
        vector([1, 2.5, -3]),
        vector([0, '-0.0', 0]),
        vector(['1e18', '-1e18', '1.17549435e-38']),
        vector([39, 92, 0.14285714924335]),
      ],
    },
    { type: 'VECTOR(1000)', values: [vector(upTo(999).map((index) => index / 7))] },
  ];
}
