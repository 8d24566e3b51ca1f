/** Values that a rule can't keep different from all others are found before the first byte of a dump. */

import { buffer } from 'node:stream/consumers';
import { type DumpOptions, dryRun, dump, type MaskPolicy } from '@dumpstream/core';
import { beforeAll, expect, test } from 'vitest';
import { dumpOf, failureOf } from '../restore/restored.ts';
import { describeEachServer } from '../services/vitest.ts';
import { maskKey } from './masked-shop.ts';

const uuid = '6ccd780c-baba-1026-9564-5b8c656024db';
const bare = uuid.replaceAll('-', '').replace('6', '7');

/** The same in lower and upper case. */
const mixed = uuid.replace('d', 'D');

type RuleName = 'redact' | 'uuid' | 'ip';

/** A column, what its rule takes, and what it does not. */
type Case = readonly [rule: RuleName, type: string, taken: readonly string[], stray: string];

const ascii = ["''", "'plain ~ 1'", "'it''s\\\\\\n'", 'NULL'];
const uuids = ["''", 'NULL', `'${uuid}'`, `'${bare.toUpperCase()}'`];
const otherUuids = [`'{${uuid}}'`, `'urn:uuid:${uuid.replace('6', '8')}'`];
const addresses = ["''", 'NULL', "'10.1.2.3'", "'::1'", "'2001:DB8::7'", "'::ffff:9.8.7.6'"];

const japanese = ['cp932', 'sjis', 'ujis', 'eucjpms', 'utf16', 'utf32', 'ucs2', 'utf8'];
const cases: readonly Case[] = [
  ...japanese.map((set): Case => ['redact', `VARCHAR(40) CHARACTER SET ${set}`, ascii, "'x漢'"]),
  ['redact', 'VARCHAR(40) CHARACTER SET utf8mb4', ascii, "'😀'"],
  ['redact', 'CHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', ascii, "'secret é'"],
  ['redact', 'VARCHAR(40) CHARACTER SET latin1', ascii, "'secret é'"],
  ['redact', 'VARCHAR(40) CHARACTER SET latin1 COLLATE latin1_bin', ascii, '0xA0'],
  ...[`'${uuid}\\n'`, `'${uuid.replace('6c', '6g')}'`, "'secret'", `'{${uuid}'`].map(
    (stray): Case => [
      ...(['uuid', 'VARCHAR(50) CHARACTER SET utf8mb4', [...uuids, ...otherUuids], stray] as const),
    ],
  ),
  // Not empty, though it is equal to what is.
  ['uuid', 'VARCHAR(36) CHARACTER SET utf8mb4', ['NULL'], "' '"],
  [
    'uuid',
    'VARCHAR(36) CHARACTER SET utf16',
    [`'${bare}'`],
    "'６ccd780c-baba-1026-9564-5b8c656024db'",
  ],
  ['uuid', 'CHAR(32) CHARACTER SET latin1', ["''", `'${bare}'`], `'${bare.replace('7', 'é')}'`],
  ['uuid', 'VARBINARY(40)', ["''", `0x${bare}`, `'${uuid}'`], '0x0102'],
  // Where case tells values apart, one in both would become what it is in upper case.
  ...['VARCHAR(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', 'VARBINARY(36)'].map(
    (type): Case => ['uuid', type, [`'${uuid}'`, `'${uuid.toUpperCase()}'`], `'${mixed}'`],
  ),
  ['uuid', 'CHAR(32) CHARACTER SET latin1', [`'${mixed.replaceAll('-', '')}'`], "'x'"],
  ...["'1.2.3.4/8'", "'1.2.3.256'", "'1:2:3'", "'::1\\n'", "'fe80::1%lo'", "'secret'"].map(
    (stray): Case => ['ip', 'VARCHAR(45) CHARACTER SET ascii', addresses, stray],
  ),
  // An address in another form may be there in its usual one as well.
  ...["'::0'", "'0:0:0:0:0:0:0:2'", "'::FFFF:102:304'", "'1::2:3:4:5:6:7'", "'::1.2.3.4'"].map(
    (stray): Case => [
      'ip',
      'VARCHAR(45) CHARACTER SET ascii',
      [...addresses, "'1:0:2:3:4:5:6:7'"],
      stray,
    ],
  ),
  ['ip', 'VARCHAR(15) CHARACTER SET ascii', ["'10.1.2.3'"], "'10.01.2.3'"],
  ['ip', 'VARCHAR(45) CHARACTER SET latin1 COLLATE latin1_bin', ["'2001:db8::7'"], "'2001:DB8::7'"],
  ['ip', 'VARCHAR(45) CHARACTER SET utf32', addresses, "'１.2.3.4'"],
  ['ip', 'VARBINARY(16)', ["''", '0x01020304', `0x${bare}`, "'7.7.7.7'"], '0x01'],
  ['ip', 'BIGINT', ['0', '4294967295', 'NULL'], '4294967296'],
  ['ip', 'BIGINT UNSIGNED', ['0', '4294967295', 'NULL'], '18446744073709551615'],
  ['ip', 'BIGINT(15) ZEROFILL', ['0', '4294967295', 'NULL'], '4294967296'],
  ['ip', 'BIGINT', ['1'], '-1'],
];

/** Each case is a column, and its stray the only value of a row. */
const strays = 1000;
const columns = cases.map((_, index) => `c${index}`);
const definitions = cases.map(([, type], index) => `c${index} ${type} NULL UNIQUE`);
const rows = [0, 1, 2, 3, 4, 5, 6].map((row) => cases.map(([, , taken]) => taken[row] ?? 'NULL'));
const strayRows = cases.map(([, , , stray], index) => `(${strays + index}, ${stray})`);

/** `fine` has what no rule refuses, whatever it is. */
const sql = (database: string): string => `USE ${database};
CREATE TABLE t (id INT PRIMARY KEY, ${definitions.join()}) ENGINE=InnoDB;
INSERT INTO t VALUES ${rows.map((values, id) => `(${id}, ${values.join()})`).join()};
${strayRows.map((row, index) => `INSERT INTO t (id, c${index}) VALUES ${row};`).join('\n')}
CREATE TABLE fine (id INT PRIMARY KEY, u BINARY(16) UNIQUE, i4 BINARY(4) UNIQUE, n INT UNSIGNED UNIQUE,
  r VARBINARY(20) UNIQUE) ENGINE=InnoDB;
INSERT INTO fine VALUES (1, 'x', 'y', 4294967295, 'é')`;

const mask: MaskPolicy = {
  version: 1,
  columns: {
    ...Object.fromEntries(cases.map(([rule], index) => [`*.t.c${index}`, rule])),
    ...{ '*.fine.u': 'uuid', '*.fine.i4': 'ip', '*.fine.n': 'ip', '*.fine.r': 'redact' },
  },
};

const others = { t: `id < ${strays} -- without those` };

describeEachServer('values that a rule can not take', (server) => {
  let source = '';
  let options: DumpOptions = { connection: '' };

  beforeAll(async () => {
    source = await server.createDatabase('refused');
    await server.query(sql(source));
    options = { connection: server.url(source), mask, maskKey };
  });

  test('are all told by a dry run, each with its entry of the policy, and none of them is shown', async () => {
    const { problems } = await dryRun(options);
    const told = problems.flatMap(({ message }) => /`(c\d+)`/.exec(message)?.[1] ?? []);
    expect(told).toEqual(columns);
    const entries = problems.map(({ policyPaths }) => policyPaths?.[0]?.[1]);
    expect(entries).toEqual(columns.map((name) => `*.t.${name}`));
    expect(JSON.stringify(problems)).not.toMatch(/secret|ccd780c/);
    expect((await dryRun({ ...options, noData: true })).problems).toEqual([]);
  });

  test('are refused before the first byte', async () => {
    const { problems } = await dryRun(options);
    for (const more of [{}, { parallel: 2, threads: 1 }]) {
      const stream = dump({ ...options, ...more });
      const failure = await failureOf(buffer(stream));
      expect(stream.readableDidRead).toBe(false);
      expect(failure).toMatchObject({ code: 'INVALID_MASK', message: problems[0]?.message });
    }
  });

  test('are no matter where they are not dumped', async () => {
    const chosen = { ...options, where: others };
    expect((await dryRun(chosen)).problems).toEqual([]);
    await dumpOf(server, source, { mask, maskKey, where: others });
    await dumpOf(server, source, { mask, maskKey, noData: true });
    await dumpOf(server, source, { mask, maskKey, subset: { roots: others } });
  });

  test('are found behind many that only look like them', async () => {
    const many = await server.createDatabase('refused_last');
    const taken = Array.from({ length: 250 }, (_, id) => {
      return `(${id}, '{${uuid.slice(0, -3)}${String(id).padStart(3, '0')}}')`;
    });
    await server.query(
      `USE ${many}; CREATE TABLE t (id INT PRIMARY KEY, c VARCHAR(40) CHARACTER SET latin1 UNIQUE);
       INSERT INTO t VALUES ${taken.join()}, (${strays}, 'zz')`,
    );
    const only = { version: 1, columns: { '*.t.c': 'uuid' } } as const;
    const report = await dryRun({ connection: server.url(many), mask: only, maskKey });
    expect(report.problems.map(({ message }) => message)).toEqual([expect.stringContaining('`c`')]);
    await dumpOf(server, many, { mask: only, maskKey, where: others });
  });

  test('are found in the first rows of a table without a key, if a limit takes those alone', async () => {
    const loose = await server.createDatabase('refused_loose');
    // In the order of the index on the codes the rows are the other way round.
    const values = (first: string, last: string): string => {
      const codes = [
        first,
        ...[8, 7, 6, 5, 4, 3].map((digit) => uuid.replace('6', `${digit}`)),
        last,
      ];
      return codes.map((code, index) => `('${code}', ${index})`).join();
    };
    await server.query(
      `USE ${loose}; CREATE TABLE t (c VARCHAR(36) CHARACTER SET latin1 UNIQUE, n INT) ENGINE=InnoDB;
       CREATE TABLE late LIKE t;
       INSERT INTO t VALUES ${values('x', '-')}; INSERT INTO late VALUES ${values(bare, '-')}`,
    );
    const only: MaskPolicy = { version: 1, columns: { '*.*.c': 'uuid' } };
    const wanted = { connection: server.url(loose), mask: only, maskKey };
    const told = async (limit: Readonly<Record<string, number>>): Promise<string[]> => {
      const { problems } = await dryRun({ ...wanted, subset: { limit } });
      return problems.map(
        ({ message }) => /`c` of table `\w+`\.`(\w+)`/.exec(message)?.[1] ?? message,
      );
    };
    expect(await told({ t: 7, late: 7 })).toEqual(['t']);
    expect(await told({ t: 7, late: 8 })).toEqual(['late', 't']);
    const stream = dump({ ...wanted, subset: { limit: { t: 1 } } });
    expect(await failureOf(buffer(stream))).toMatchObject({ code: 'INVALID_MASK' });
    expect(stream.readableDidRead).toBe(false);
    await dumpOf(server, loose, { mask: only, maskKey, tables: ['late'], subset: { limit: 7 } });
  });

  test('are refused before the first byte of a subset that has them', async () => {
    for (const subset of [{ roots: { t: `id = ${strays + 3}` } }, { limit: 10 }]) {
      const stream = dump({ ...options, subset });
      const failure = await failureOf(buffer(stream));
      expect(stream.readableDidRead).toBe(false);
      expect(failure.code).toBe('INVALID_MASK');
      expect(failure.message).toMatch('roots' in subset ? /`c3`/ : /`c0`/);
    }
  });
});
