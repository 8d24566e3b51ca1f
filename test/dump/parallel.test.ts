/** Rows read over several connections: the same dump, whatever their number and the cut of chunks. */

import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { type DumpOptions, type DumpSummary, dump } from '@dumpstream/core';
import { createConnection } from 'mysql2';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { sectionsOf } from '../manifest/sections-of.ts';
import type { DatabaseServer } from '../services/index.ts';
import { listProcesses } from '../services/processes.ts';
import { describeEachServer } from '../services/vitest.ts';
import { type Account, createAccount, dumpGrants } from './connections.ts';

const digits =
  '(SELECT 0 n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)';
/** 3,000 numbers, from 0. */
const numbers = `(SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n AS n FROM ${digits} a, ${digits} b, ${digits} c, (SELECT 0 n UNION SELECT 1 UNION SELECT 2) d) numbers`;

/** Tables by the kinds of their keys, filled so that there are many chunks of each. */
const tables = `
CREATE TABLE dense (id INT PRIMARY KEY, t VARCHAR(50));
INSERT INTO dense SELECT n, REPEAT('d', n % 50) FROM ${numbers};
CREATE TABLE signed_sparse (id BIGINT PRIMARY KEY, t VARCHAR(50));
INSERT INTO signed_sparse SELECT (n - 1500) * 6148914691236517, 's' FROM ${numbers};
INSERT INTO signed_sparse VALUES (-9223372036854775808, 'min'), (9223372036854775807, 'max');
CREATE TABLE unsigned_ends (id BIGINT UNSIGNED PRIMARY KEY, t VARCHAR(50));
INSERT INTO unsigned_ends VALUES (0, 'min'), (1, 'one'), (18446744073709551614, 'nearly'), (18446744073709551615, 'max');
CREATE TABLE two_heaps (id INT UNSIGNED PRIMARY KEY, t VARCHAR(50));
INSERT INTO two_heaps SELECT n, 'low' FROM ${numbers};
INSERT INTO two_heaps SELECT 4294967295 - n, 'high' FROM ${numbers};
CREATE TABLE composite (a INT, b VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, c DATE, PRIMARY KEY (a, b, c));
INSERT INTO composite SELECT n % 3, CONCAT('k', n), '2024-02-29' FROM ${numbers};
CREATE TABLE by_text (id VARCHAR(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PRIMARY KEY, t TEXT);
INSERT INTO by_text SELECT CONCAT(CHAR(65 + n % 26), n), REPEAT('t', n % 100) FROM ${numbers};
CREATE TABLE by_uuid (id BINARY(16) PRIMARY KEY, t INT);
INSERT INTO by_uuid SELECT LEFT(UNHEX(SHA2(n, 256)), 16), n FROM ${numbers};
CREATE TABLE by_decimal (id DECIMAL(20,5) PRIMARY KEY, t INT);
INSERT INTO by_decimal SELECT (n - 1500) / 7, n FROM ${numbers};
CREATE TABLE by_double (id DOUBLE PRIMARY KEY, t INT);
INSERT INTO by_double SELECT (n - 1500) / 7, n FROM ${numbers};
CREATE TABLE without_key (t INT, u VARCHAR(20));
INSERT INTO without_key SELECT 7, n FROM ${numbers};
CREATE TABLE in_myisam (id INT PRIMARY KEY, t INT) ENGINE=MyISAM;
INSERT INTO in_myisam SELECT n, n FROM ${numbers};
CREATE TABLE empty_one (id INT PRIMARY KEY);
CREATE TABLE large_rows (id INT PRIMARY KEY, t LONGTEXT);
INSERT INTO large_rows VALUES (1, 'small'), (2, REPEAT('l', 1500000)), (3, 'small'), (4, REPEAT('m', 900000));
CREATE TABLE generated_only (id INT PRIMARY KEY, g INT GENERATED ALWAYS AS (id + 1) VIRTUAL);
INSERT INTO generated_only (id) SELECT n FROM ${numbers};
CREATE VIEW a_view AS SELECT id FROM dense;
CREATE TRIGGER a_trigger BEFORE INSERT ON dense FOR EACH ROW SET NEW.t = NEW.t;
CREATE PROCEDURE a_procedure() SELECT 1;
${Array.from({ length: 60 }, (_, index) => `CREATE TABLE tiny_${index} (id INT PRIMARY KEY, t INT); INSERT INTO tiny_${index} VALUES (1, ${index}), (2, 0);`).join('\n')}
`;

/** Nothing that differs between two dumps. */
const plain = { skipDumpDate: true } as const;

async function dumped(
  server: DatabaseServer,
  database: string,
  options: Omit<DumpOptions, 'connection'>,
): Promise<{ sql: Buffer; summary: DumpSummary }> {
  const stream = dump({ connection: server.url(database), ...plain, ...options });
  const sql = await buffer(stream);
  return { sql, summary: await stream.summary };
}

async function expectConnections(account: Account, count: number): Promise<void> {
  await vi.waitFor(async () => expect(await account.connections()).toBe(count), {
    timeout: 60_000,
    interval: 50,
  });
}

async function expectNoConnections(account: Account): Promise<void> {
  await expectConnections(account, 0);
}

describeEachServer('a dump over several connections', (server) => {
  let database = '';
  let expected: Awaited<ReturnType<typeof dumped>>;
  beforeAll(async () => {
    database = await server.createDatabase('parallel');
    await server.restore(database, tables);
    expected = await dumped(server, database, {});
  });

  test.each([
    { parallel: 2 },
    { parallel: 3, threads: 0, chunkBytes: 20_000 },
    { parallel: 2, threads: 2, chunkBytes: 2_000 },
    { parallel: 9, threads: 2, chunkBytes: 5_000 },
    { parallel: 4, threads: 1, chunkBytes: 1_000_000, netBufferLength: 5_000 },
  ])('is the same bytes as over one: %o', async ({ netBufferLength, ...options }) => {
    const one =
      netBufferLength === undefined
        ? expected
        : await dumped(server, database, { netBufferLength });
    const several = await dumped(server, database, {
      ...options,
      ...(netBufferLength === undefined ? {} : { netBufferLength }),
    });
    expect(several.sql.equals(one.sql)).toBe(true);
    expect(several.summary.warnings).toEqual([]);
    expect(several.summary.snapshot.connections).toBe(options.parallel);
    expect(several.summary.tables).toEqual(one.summary.tables);
    expect(several.summary.rows).toBe(one.summary.rows);
  });

  test('is the same bytes with chunks of one row over one connection', async () => {
    const chosen = { tables: ['composite', 'by_double', 'large_rows', 'two_heaps'] };
    const whole = await dumped(server, database, chosen);
    const cut = await dumped(server, database, { ...chosen, chunkBytes: 1 });
    expect(cut.sql.equals(whole.sql)).toBe(true);
  });

  test('is the same bytes where the server knows nothing of how many rows there are', async () => {
    const unknown = await server.createDatabase('unknown');
    await server.restore(
      unknown,
      `CREATE TABLE t (id INT PRIMARY KEY, x VARCHAR(40)) STATS_PERSISTENT=1, STATS_AUTO_RECALC=0;
       INSERT INTO t SELECT n, 'row' FROM ${numbers};
       INSERT INTO t SELECT n + 1000000, 'row' FROM ${numbers};
       CREATE TABLE u (id VARCHAR(20) PRIMARY KEY) STATS_PERSISTENT=1, STATS_AUTO_RECALC=0;
       INSERT INTO u SELECT n FROM ${numbers};`,
    );
    const options = { chunkBytes: 4_000 };
    const one = await dumped(server, unknown, options);
    const several = await dumped(server, unknown, { ...options, parallel: 3 });
    expect(several.sql.equals(one.sql)).toBe(true);
    expect(several.summary.rows).toBe(9_000);
  });

  test('holds the rows that the condition is for, also where it reads the own database', async () => {
    const where = { dense: 'id % 3 = 0', by_uuid: 't IN (SELECT id FROM dense WHERE id < 500)' };
    const one = await dumped(server, database, { where });
    const several = await dumped(server, database, { where, parallel: 3, chunkBytes: 3_000 });
    expect(several.sql.equals(one.sql)).toBe(true);
    expect(several.summary.tables.find(({ table }) => table === 'by_uuid')?.rows).toBe(500);
  });

  test('is the same bytes over connections that a function opens', async () => {
    const { host, port } = server;
    const url = new URL(server.url(database));
    const connection = () =>
      createConnection({
        host,
        port,
        database,
        user: url.username,
        password: decodeURIComponent(url.password),
      });
    const stream = dump({ ...plain, connection, parallel: 3, chunkBytes: 10_000 });
    expect((await buffer(stream)).equals(expected.sql)).toBe(true);
    expect((await stream.summary).snapshot.connections).toBe(3);
  });

  test.each(['gzip', 'zstd'] as const)('is the same bytes through %s', async (compress) => {
    const zlib = await import('node:zlib');
    const stream = dump({
      ...plain,
      connection: server.url(database),
      parallel: 2,
      threads: 1,
      compress,
    });
    const unpack = compress === 'gzip' ? zlib.createGunzip() : zlib.createZstdDecompress();
    const text = sectionsOf(await buffer(stream.pipe(unpack)));
    expect(text.equals(sectionsOf(expected.sql))).toBe(true);
  });

  test('reads over one connection, with a warning, where the account may hold no lock', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const stream = dump({
      ...plain,
      connection: account.url(database),
      parallel: 2,
      routines: false,
    });
    expect((await buffer(stream)).length).toBeGreaterThan(100_000);
    const { warnings, snapshot } = await stream.summary;
    expect(warnings).toMatchObject([{ code: 'FEWER_CONNECTIONS' }]);
    expect(warnings[0]?.message).toContain('GRANT');
    expect(snapshot.connections).toBe(1);
    await expectNoConnections(account);
  });

  test('is refused where it is not to read over one connection', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const stream = dump({
      connection: account.url(database),
      parallel: 2,
      parallelFallback: 'error',
      routines: false,
    });
    await expect(buffer(stream)).rejects.toMatchObject({ code: 'MISSING_PRIVILEGE' });
    await expectNoConnections(account);
  });

  describe('closes all its connections', () => {
    const grants = () => [...dumpGrants(database), `LOCK TABLES ON \`${database}\`.*`];
    const options = (account: Account) => ({
      connection: account.url(database),
      parallel: 3,
      threads: 2,
      chunkBytes: 2_000,
      routines: false,
    });

    test('at its end', async () => {
      const account = await createAccount(server, grants());
      const stream = dump(options(account));
      await buffer(stream);
      expect((await stream.summary).snapshot.connections).toBe(3);
      await expectNoConnections(account);
    });

    test('when it is destroyed in the middle', async () => {
      const account = await createAccount(server, grants());
      const stream = dump(options(account));
      await once(stream, 'readable');
      await expectConnections(account, 4);
      stream.destroy();
      await once(stream, 'close');
      await expectNoConnections(account);
    });

    test('when its signal is triggered while they are opened', async () => {
      const account = await createAccount(server, grants());
      const controller = new AbortController();
      const stream = dump({ ...options(account), signal: controller.signal });
      // It begins, and can't end before it is looked at.
      stream.read(0);
      await vi.waitFor(async () => expect(await account.connections()).toBeGreaterThan(1), {
        timeout: 60_000,
        interval: 1,
      });
      controller.abort();
      await expect(buffer(stream)).rejects.toMatchObject({ code: 'ABORTED' });
      await expectNoConnections(account);
    });

    test('when one of them is killed', async () => {
      const account = await createAccount(server, grants());
      const stream = dump(options(account));
      await once(stream, 'readable');
      // That of the lock is gone by then.
      await expectConnections(account, 4);
      stream.on('error', () => {});
      const own = (await listProcesses(server)).filter(({ user }) => user === account.user);
      await server.query(`KILL ${Math.max(...own.map(({ id }) => Number(id)))}`);
      await expect(buffer(stream)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
      await expectNoConnections(account);
    });

    test('when a value can not be dumped', async () => {
      const account = await createAccount(server, grants());
      const stream = dump({ ...options(account), where: { by_uuid: 'no_such_column = 1' } });
      await expect(buffer(stream)).rejects.toMatchObject({
        code: 'QUERY_FAILED',
        message: expect.stringContaining('by_uuid'),
      });
      await expectNoConnections(account);
    });
  });

  test.each([
    { definitions: 'few enough to be kept', wide: 0 },
    { definitions: 'too many to be kept', wide: 90 },
  ])(
    'never has rows of one definition under another, where definitions are $definitions',
    async ({ wide }) => {
      const changed = await server.createDatabase('changed');
      const columns = Array.from(
        { length: 60 },
        (_, index) => `c${index} INT COMMENT '${'x'.repeat(1000)}'`,
      );
      await server.restore(
        changed,
        `CREATE TABLE a (id INT PRIMARY KEY, t LONGTEXT);
       INSERT INTO a SELECT n, REPEAT('x', 20000) FROM ${numbers} WHERE n < 1000;
       ${Array.from({ length: wide }, (_, index) => `CREATE TABLE aa${index} (${columns.join(', ')}) ENGINE=MyISAM;`).join('\n')}
       CREATE TABLE z (id INT PRIMARY KEY, x INT, y INT); INSERT INTO z VALUES (1, 2, 3);`,
      );
      const stream = dump({
        connection: server.url(changed),
        parallel: 2,
        chunkBytes: 200_000,
        completeInsert: true,
      });
      await once(stream, 'readable');
      await server.query(`ALTER TABLE \`${changed}\`.z CHANGE x y INT, CHANGE y x INT`);
      const ended = await buffer(stream).catch((error: unknown) => error);
      // Whether it was read before is chance; where its definition is asked for later, it matters.
      if (wide > 0 || ended instanceof Error) {
        expect(ended).toMatchObject({ code: 'SCHEMA_CHANGED' });
      } else {
        const sql = String(ended);
        expect(sql.slice(sql.indexOf('CREATE TABLE `z`'))).toMatch(/`x` int.*\n.*`y` int/);
        expect(
          sql.endsWith('VALUES\n(1,2,3);\n') || sql.includes('(`id`,`x`,`y`) VALUES\n(1,2,3);'),
        ).toBe(true);
      }
    },
  );

  test('does not keep others from altering a table that it has read', async () => {
    const read = await server.createDatabase('read');
    await server.restore(
      read,
      `CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1);
       CREATE TABLE b (id INT PRIMARY KEY, t LONGTEXT);
       INSERT INTO b SELECT n, REPEAT('x', 20000) FROM ${numbers} WHERE n < 1000;`,
    );
    const stream = dump({ connection: server.url(read), parallel: 2, chunkBytes: 200_000 });
    await once(stream, 'readable');
    await server.query(`SET lock_wait_timeout = 60; ALTER TABLE \`${read}\`.a ADD x INT`);
    expect((await buffer(stream)).length).toBeGreaterThan(20_000_000);
  });

  // By the statistics `a` is empty, so it is cut further only when its first chunk has been read.
  test.each([{ threads: 0 }, { threads: 2 }])(
    'goes on with a table while rows of the next one wait that alone are more than may wait: %o',
    async ({ threads }) => {
      const waiting = await server.createDatabase('waiting');
      await server.restore(
        waiting,
        `CREATE TABLE a (id INT PRIMARY KEY, t TEXT) STATS_PERSISTENT=1 STATS_AUTO_RECALC=0;
         INSERT INTO a SELECT n, REPEAT('a', 1000) FROM ${numbers};
         CREATE TABLE b (id INT PRIMARY KEY, t LONGTEXT);
         INSERT INTO b VALUES (1, REPEAT('b', 200000));`,
      );
      const { summary } = await dumped(server, waiting, {
        parallel: 2,
        threads,
        chunkBytes: 10_000,
        // The first chunk takes so long.
        where: { a: 'id > 2 OR SLEEP(0.2) = 0' },
        signal: AbortSignal.timeout(100_000),
      });
      expect(summary.rows).toBe(3001);
      expect(summary.snapshot.connections).toBe(2);
    },
  );
});
