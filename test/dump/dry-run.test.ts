/** A dry run tells what a dump then does, and all that it would fail with. */

import { buffer } from 'node:stream/consumers';
import { type DumpOptions, dryRun, dump } from '@dumpstream/core';
import { createConnection } from 'mysql2/promise';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { describeEachServer } from '../services/vitest.ts';
import { createAccount, dumpGrants } from './connections.ts';
import { failureOf } from './failure.ts';

const contents = `CREATE TABLE keyed (id INT PRIMARY KEY, content TEXT) ENGINE=InnoDB;
INSERT INTO keyed VALUES (1, 'one'), (2, 'two');
CREATE TABLE moving (id INT) ENGINE=MyISAM;
CREATE VIEW seen AS SELECT * FROM keyed;
CREATE TRIGGER fires BEFORE INSERT ON keyed FOR EACH ROW SET NEW.content = 'new';
CREATE PROCEDURE does() SELECT 1;
CREATE EVENT happens ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1;`;

describeEachServer('a dry run', (server) => {
  let database = '';
  beforeAll(async () => {
    database = await server.createDatabase('dry');
    await server.restore(database, contents);
  });

  test('tells what the dump then holds', async () => {
    const connection = server.url(database);
    const report = await dryRun({ connection, compress: 'gzip' });
    expect(report).toMatchObject({
      server: { flavor: server.flavor, version: server.version },
      databases: [database],
      tables: [
        { database, table: 'keyed', engine: 'InnoDB', inChunks: true, consistent: true },
        { database, table: 'moving', engine: 'MyISAM', inChunks: false, consistent: false },
      ],
      snapshot: { method: 'transaction', connections: 1, reason: undefined, grants: [] },
      missingGrants: [],
      problems: [],
    });
    const { bytes, outputBytes, seconds } = report.estimate;
    expect(outputBytes).toBeLessThan(bytes);
    expect(seconds).toBeGreaterThan(0);
    const stream = dump({ connection });
    await buffer(stream);
    const { views, triggers, routines, events, accounts } = await stream.summary;
    const counts = { views, triggers, routines, events, accounts: accounts.length };
    expect(report).toMatchObject(counts);
    expect(counts).toEqual({ views: 1, triggers: 1, routines: 1, events: 1, accounts: 0 });
  });

  test('reads no rows and waits for no lock, over one connection', async () => {
    const writer = await createConnection(server.url(database));
    onTestFinished(() => writer.destroy());
    await writer.query('LOCK TABLES keyed WRITE');
    const account = await createAccount(server, [
      ...dumpGrants(database),
      'RELOAD, PROCESS ON *.*',
    ]);
    await server.query(`ALTER USER '${account.user}'@'%' WITH MAX_USER_CONNECTIONS 1`);
    const options: DumpOptions = {
      connection: account.url(database),
      parallel: 4,
      routines: false,
    };
    expect(await dryRun(options)).toMatchObject({
      snapshot: { method: 'flush-tables', connections: 4 },
      problems: [],
    });
    await vi.waitFor(async () => expect(await account.connections()).toBe(0), 60_000);
    await writer.query('UNLOCK TABLES');
  });

  test('lists all grants that the account needs, after which the dump works', async () => {
    const account = await createAccount(server, [`SELECT ON \`${database}\`.keyed`]);
    const options: DumpOptions = {
      connection: account.url(),
      databases: [database],
      parallel: 2,
      parallelFallback: 'error',
      users: ["'root'@'localhost'"],
      sourceData: 2,
      // As long as a long statement of another suite may keep the lock from it.
      lockTimeout: 60,
    };
    const report = await dryRun(options);
    expect(report.problems.length).toBeGreaterThan(5);
    expect(new Set(report.problems.map(({ code }) => code))).toEqual(
      new Set(['MISSING_PRIVILEGE']),
    );
    const { code, message } = await failureOf(options);
    expect(report.problems).toContainEqual({ code, message });
    for (const grant of report.missingGrants) await server.query(grant);
    expect(await dryRun(options)).toMatchObject({ missingGrants: [], problems: [] });
    expect((await buffer(dump(options))).toString()).toContain('-- Dump completed');
  });

  test('foresees how the snapshot is taken, and names what would give a better one', async () => {
    const grants = dumpGrants(database);
    const account = await createAccount(server, grants);
    const options: DumpOptions = {
      connection: account.url(database),
      parallel: 2,
      routines: false,
    };
    const connectionsOf = async () => {
      const stream = dump(options);
      await buffer(stream);
      return (await stream.summary).snapshot.connections;
    };
    const { snapshot } = await dryRun(options);
    expect(snapshot).toMatchObject({
      method: 'transaction',
      connections: await connectionsOf(),
      reason: expect.stringContaining('LOCK TABLES'),
    });
    const flush = snapshot.grants.find((grant) => grant.includes('RELOAD')) ?? '';
    const lock = snapshot.grants.find((grant) => grant.includes('LOCK TABLES')) ?? '';
    expect(snapshot.connections).toBe(1);
    expect(await dryRun({ ...options, parallelFallback: 'error' })).toMatchObject({
      problems: [{ code: 'MISSING_PRIVILEGE' }],
    });
    await server.query(lock);
    expect((await dryRun(options)).snapshot).toMatchObject({
      method: 'lock-tables',
      connections: await connectionsOf(),
      grants: [flush],
    });
    await server.query(flush);
    expect((await dryRun(options)).snapshot).toMatchObject({
      connections: await connectionsOf(),
    });
    // Somebody else's long statement may close that way for a moment.
    if (server.flavor === 'mariadb') {
      expect((await dryRun(options)).snapshot.method).toBe('flush-tables');
    }
  });

  test('finds everything that the dump would fail with', async () => {
    const broken = await server.createDatabase('broken');
    await server.restore(
      broken,
      `CREATE TABLE gone (id INT); CREATE VIEW first AS SELECT * FROM gone;
       CREATE VIEW second AS SELECT * FROM gone; DROP TABLE gone; CREATE TABLE kept (id INT);`,
    );
    // The client program would change the name.
    await server.query(`CREATE TABLE \`${broken}\`.\`cr\r\nlf\` (id INT)`);
    const options: DumpOptions = {
      connection: server.url(broken),
      ignoreTables: ['misspelt', 'misspelt too'],
    };
    const { problems, tables } = await dryRun(options);
    expect(problems.map(({ code }) => code).sort()).toEqual([
      ...['BROKEN_VIEW', 'BROKEN_VIEW', 'UNKNOWN_TABLE', 'UNKNOWN_TABLE', 'UNSUPPORTED'],
    ]);
    expect(tables.map(({ table }) => table)).toContain('kept');
    const { code, message } = await failureOf(options);
    expect(problems).toContainEqual({ code, message });
  });

  test('rejects where there is no answer', async () => {
    await expect(dryRun({ connection: server.url('no_such_database') })).rejects.toMatchObject({
      code: 'UNKNOWN_DATABASE',
    });
    await expect(dryRun({ connection: 'mysql://u@127.0.0.1:1/x' })).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
    });
    const misspelt = { connection: server.url(database), paralel: 2 } as DumpOptions;
    await expect(dryRun(misspelt)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  test('ends when it is aborted', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const connection = account.url(database);
    await expect(dryRun({ connection, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    const aborter = new AbortController();
    const running = expect(dryRun({ connection, signal: aborter.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    setImmediate(() => aborter.abort());
    await running;
    await vi.waitFor(async () => expect(await account.connections()).toBe(0), 60_000);
  });
});
