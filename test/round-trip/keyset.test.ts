/** Keyset chunks: whatever the key, no row is read twice and none is missed. */

import { buffer } from 'node:stream/consumers';
import { type DumpOptions, dump } from '@dumpstream/core';
import { beforeAll, expect, test } from 'vitest';
import { sectionsOf } from '../manifest/sections-of.ts';
import { describeEachServer } from '../services/vitest.ts';
import { exactRows, type RoundTrip, roundTrip } from './round-trip.ts';

/** Columns with a key, and SQL for the key values, in any order. */
interface KeyCase {
  readonly title: string;
  readonly columns: string;
  readonly values: readonly string[];
}

const integers = [-3, -2, -1, 0, 1, 2, 3, 10, 11, 100];

const keys: readonly KeyCase[] = [
  { title: 'integers', columns: 'a INT, PRIMARY KEY (a)', values: integers.map(String) },
  {
    title: 'unsigned 64-bit integers',
    columns: 'a BIGINT UNSIGNED, PRIMARY KEY (a)',
    values: ['0', '9223372036854775807', '9223372036854775808', '18446744073709551615'],
  },
  {
    title: 'decimals',
    columns: 'a DECIMAL(40,20), PRIMARY KEY (a)',
    values: integers.map((value) => `${value}.00000000000000000001`),
  },
  {
    title: 'floating point numbers',
    columns: 'a FLOAT, PRIMARY KEY (a)',
    values: integers.map((value) => `${value}e0/7`),
  },
  {
    title: 'floating point numbers that are rounded to the largest of their type',
    columns: 'a FLOAT(14,14) UNSIGNED, b INT, PRIMARY KEY (a, b)',
    values: ['0, 1', '0.1, 1', '0.1, 2', '1e0-1e-9, 1', '1e0-1e-9, 2', '1e0-1e-9, 3'],
  },
  {
    title: 'doubles of all sizes and signs, with a negative zero',
    columns: 'a DOUBLE, b FLOAT, PRIMARY KEY (a, b)',
    values: [
      ...['-1.7976931348623157e308, 1', '-1e0/3, -1e0/3', '-5e-324, 1', '-0e0, 1', '1e-5, -1e-60'],
      ...['5e-324, 1e-45', '1e0/3, 1e0/3', '1e0/3, 2e0/3', '123456789012345680000, 16777216'],
    ],
  },
  {
    title: 'a SET behind another column',
    columns: "a INT, b SET('z','m','a'), PRIMARY KEY (a, b)",
    values: ['1, 0', '1, 1', '1, 2', '1, 3', '1, 7', '2, 0', '2, 4'],
  },
  {
    title: 'an ENUM with its error value behind another column',
    columns: "a BIT(3), b ENUM('z','','a'), PRIMARY KEY (a, b)",
    values: ['1, 0', '1, 1', '1, 2', '1, 3', '7, 0', '7, 3'],
  },
  {
    title: 'composite keys with years and times',
    columns: 'a YEAR, b TIME(6), PRIMARY KEY (a, b)',
    values: ["'0000', '-838:59:59'", "'0000', '00:00:00'", "2155, '0.000001'", "2155, '1:00:00'"],
  },
  {
    title: 'composite keys',
    columns: 'a INT, b VARCHAR(10), c DATE, PRIMARY KEY (a, b, c)',
    values: integers.flatMap((value) => [
      `${value}, 'x', '2024-01-01'`,
      `${value}, 'x', '2024-01-02'`,
      `${value}, 'y', '2024-01-01'`,
      `${value}, '', '0000-00-00'`,
    ]),
  },
  {
    title: 'case-insensitive texts',
    columns: 'a VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, PRIMARY KEY (a)',
    values: [
      "'a'",
      "'B'",
      "'c'",
      "'é'",
      "'ß'",
      "'日本'",
      "'😀'",
      "''",
      "'it''s'",
      "'x\\\\'",
      "'a b'",
    ],
  },
  {
    title: 'latin1 texts',
    columns: 'a VARCHAR(20) CHARACTER SET latin1, PRIMARY KEY (a)',
    values: ["'a'", "'é'", "'ÿ'", "'z'", "''"],
  },
  {
    title: 'fixed texts of the default collation, with characters below a space',
    columns: 'a CHAR(5), b INT, PRIMARY KEY (a, b)',
    values: [
      "'a', 1",
      "'a\\t', 1",
      "'', 1",
      "'\\t', 1",
      "'a ', 2",
      "'b', 1",
      "'b!', 1",
      "'b\\t!', 1",
    ],
  },
  {
    title: 'utf16 texts',
    columns: 'a CHAR(5) CHARACTER SET utf16, PRIMARY KEY (a)',
    values: ["'a'", "'é'", "'日'", "''"],
  },
  {
    title: 'sjis texts',
    columns: 'a VARCHAR(20) CHARACTER SET sjis, PRIMARY KEY (a)',
    values: ['0x8140', '0x815C', "'a'", '0x955C'],
  },
  {
    title: 'binary texts with trailing zeros',
    columns: 'a VARBINARY(10), PRIMARY KEY (a)',
    values: ["''", '0x00', '0x0000', '0x61', '0x6100', '0xFF', '0x27'],
  },
  {
    title: 'fixed binary',
    columns: 'a BINARY(4), PRIMARY KEY (a)',
    values: ['0x00', '0x01', '0x0100FF', '0xFFFFFFFF'],
  },
  {
    title: 'datetimes with fractions and zeros',
    columns: 'a DATETIME(6), PRIMARY KEY (a)',
    values: [
      "'0000-00-00'",
      "'2024-01-01 00:00:00.000001'",
      "'2024-01-01 00:00:00.000002'",
      "'9999-12-31 23:59:59'",
    ],
  },
  {
    title: 'timestamps around a change to summer time',
    columns: 'a TIMESTAMP(3), PRIMARY KEY (a)',
    values: [
      "'2024-03-31 00:59:59.999'",
      "'2024-03-31 01:00:00'",
      "'2024-10-27 00:30:00'",
      "'2024-10-27 01:30:00'",
    ],
  },
  {
    title: 'times',
    columns: 'a TIME(3), PRIMARY KEY (a)',
    values: ["'-838:59:59'", "'-00:00:00.001'", "'00:00:00'", "'838:59:59'"],
  },
  {
    title: 'years',
    columns: 'a YEAR, PRIMARY KEY (a)',
    values: ["'0000'", '1901', '2024', '2155'],
  },
  {
    title: 'bits',
    columns: 'a BIT(64), PRIMARY KEY (a)',
    values: ['0x00', '0x01', '0x7FFFFFFFFFFFFFFF', '0xFFFFFFFFFFFFFFFF'],
  },
  {
    title: 'members of an ENUM in the order of their index',
    columns: "a ENUM('z','m','a'), b INT, PRIMARY KEY (a, b)",
    values: ["'z', 1", "'z', 2", "'m', 1", "'a', 1", "'a', 2"],
  },
  {
    title: 'a unique key in place of a primary key',
    columns: 'a INT NOT NULL, b INT, UNIQUE KEY (b), UNIQUE KEY u (a)',
    values: integers.map((value) => `${value}, ${value === 0 ? 'NULL' : value}`),
  },
  {
    title: 'a nullable unique key alone',
    columns: 'a INT, UNIQUE KEY (a)',
    values: [...integers.map(String), 'NULL', 'NULL'],
  },
  {
    title: 'a key on a prefix',
    columns: 'a VARCHAR(20) NOT NULL, UNIQUE KEY (a(2))',
    values: ["'aa1'", "'ab1'", "'ba1'", "''"],
  },
  {
    title: 'a key on a generated column',
    columns: 'a INT, g INT AS (a + 1) STORED, UNIQUE KEY (g)',
    values: integers.map((value) => `${value}, DEFAULT`),
  },
  {
    title: 'a unique key that is too long for an index',
    columns: 'a VARCHAR(700) NOT NULL, b INT, UNIQUE KEY (a)',
    values: integers.map((value) => `CONCAT(REPEAT('x', 690), ${value}), ${value}`),
  },
  { title: 'no key at all', columns: 'a INT', values: ['1', '1', '2', 'NULL', '1'] },
];

/** A table of each, with its rows in any order. */
const schema = [
  "SET NAMES utf8mb4, time_zone = '+00:00', sql_mode = '';",
  ...keys.map(
    ({ columns, values }, index) =>
      `CREATE TABLE t${index} (${columns});\nINSERT INTO t${index} VALUES (${values.join('), (')});`,
  ),
].join('\n');

describeEachServer('rows read in chunks', (server) => {
  let made: RoundTrip;

  beforeAll(async () => {
    // One byte: each row is a chunk of its own, so each row is at a border.
    made = await roundTrip(server, schema, { chunkBytes: 1 });
  });

  for (const [index, { title, values }] of keys.entries()) {
    test(`by ${title} are the same rows, each once`, async () => {
      const { source, target, summary } = made;
      const table = `t${index}`;
      expect(summary.tables.find((told) => told.table === table)?.rows).toBe(values.length);
      const before = await exactRows(server, source, table);
      expect(before).toHaveLength(values.length);
      expect(await exactRows(server, target, table)).toEqual(before);
    });
  }

  test.each<Pick<DumpOptions, 'chunkBytes' | 'parallel' | 'threads'>>([
    { chunkBytes: 40 },
    { chunkBytes: 100_000_000 },
    { chunkBytes: 1, parallel: 2, threads: 1 },
  ])('by all of these keys are the same bytes with %o', async (options) => {
    const { source, sql } = made;
    const again = dump({ connection: server.url(source), skipDumpDate: true, ...options });
    expect(sectionsOf(await buffer(again)).toString()).toBe(sectionsOf(sql).toString());
    expect((await again.summary).warnings).toEqual(made.summary.warnings);
  });
});
