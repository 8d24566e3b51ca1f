/** A dump of a server that others use: who waits for whom, for how long, and at what rate it reads. */

import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { type DumpOptions, type DumpStream, dump } from '@dumpstream/core';
import { createConnection } from 'mysql2/promise';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { readTableEntries } from '../../packages/core/src/catalog/tables.ts';
import { DatabaseConnection } from '../../packages/core/src/connect/database-connection.ts';
import { queryForLock } from '../../packages/core/src/snapshot/lock-wait.ts';
import { isLockTimeout } from '../../packages/core/src/snapshot/refusal.ts';
import { prepareSession } from '../../packages/core/src/snapshot/session.ts';
import type { DatabaseServer } from '../services/index.ts';
import { listProcesses } from '../services/processes.ts';
import { describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { createAccount, dumpGrants } from './connections.ts';
import { failureOf } from './failure.ts';

/** About 1.5 MB of SQL in two tables. */
const rows = `CREATE TABLE a (id INT PRIMARY KEY AUTO_INCREMENT, content TEXT NOT NULL);
INSERT INTO a (content) VALUES ${Array.from({ length: 750 }, () => `(REPEAT('abcdefghij', 100))`).join(',')};
CREATE TABLE b LIKE a;
INSERT INTO b SELECT * FROM a;`;

/** Somebody else's session, which is gone when the test has finished. */
async function stranger(server: DatabaseServer, database: string, ...statements: string[]) {
  const connection = await createConnection(server.url(database));
  onTestFinished(() => connection.destroy());
  for (const statement of statements) await connection.query(statement);
  return connection;
}

/** A session of the dump's own kind. */
async function openSession(server: DatabaseServer, database: string): Promise<DatabaseConnection> {
  const session = await DatabaseConnection.open(server.url(), new AbortController().signal);
  onTestFinished(() => session.destroy(new Error('the test has finished')));
  await session.query(`USE \`${database}\``, 'use a database');
  return session;
}

/**
 * Makes two tables and renames them both, which waits for a reader of the second one while it holds
 * the first. Returns what lets it go on.
 */
async function beginRenaming(
  server: DatabaseServer,
  database: string,
): Promise<() => Promise<void>> {
  await server.restore(database, 'CREATE TABLE first (id INT); CREATE TABLE held (id INT);');
  const holder = await stranger(server, database, 'BEGIN', 'SELECT * FROM held');
  const renaming = await stranger(server, database);
  const renamed = renaming.query('RENAME TABLE first TO later_first, held TO later_held');
  renamed.catch(() => {});
  await vi.waitFor(async () => {
    const waiting = (await listProcesses(server)).filter(
      (process) =>
        process.database === database &&
        process.statement.startsWith('RENAME TABLE first TO') &&
        process.state.includes('metadata lock'),
    );
    expect(waiting).not.toEqual([]);
  }, 60_000);
  return async () => {
    await holder.rollback();
    await renamed;
  };
}

describeEachServer('a gentle dump', (server) => {
  let database = '';
  beforeAll(async () => {
    database = await server.createDatabase('gentle');
    await server.restore(database, rows);
  });
  const parallelAccount = () =>
    createAccount(server, [...dumpGrants(database), `LOCK TABLES ON \`${database}\`.*`]);
  /** Statements of the account that run or wait on the server. */
  const statementsOf = async (user: string) => {
    const own = (await listProcesses(server)).filter((process) => process.user === user);
    return own.map(({ statement }) => statement).filter((statement) => statement !== '');
  };

  test('gives its lock up behind an open transaction, and writers go on', async () => {
    const writer = await stranger(server, database, 'BEGIN', 'UPDATE a SET content = id');
    const account = await parallelAccount();
    const waiting = await stranger(server, database, 'SET lock_wait_timeout = 100');
    let isSeen = false;
    // On a busy machine a second may be over before anybody looks.
    for (const lockTimeout of [1, 10, 60]) {
      const stream = dump({ connection: account.url(database), parallel: 2, lockTimeout });
      let isRead = false;
      const reading = buffer(stream).finally(() => {
        isRead = true;
      });
      // As soon as the lock is waited for, others who write wait behind it.
      while (!isSeen && !isRead) {
        const statements = await statementsOf(account.user);
        isSeen = statements.some((statement) => statement.includes('LOCK TABLES'));
      }
      await waiting.query('UPDATE b SET id = id WHERE id = 1');
      await reading;
      const { snapshot, warnings } = await stream.summary;
      expect(snapshot.connections).toBe(1);
      expect(warnings).toMatchObject([
        { message: expect.stringContaining(`LOCK TABLES waited ${lockTimeout} seconds in vain`) },
      ]);
      if (isSeen) break;
    }
    expect(isSeen).toBe(true);
    await writer.rollback();
  });

  test('ends a wait that takes too long altogether, whatever the limit of the server is', async () => {
    const holder = await stranger(server, database, 'LOCK TABLES a WRITE');
    const session = await openSession(server, database);
    await session.query('SET SESSION lock_wait_timeout = 1000', 'wait for long');
    const error = await queryForLock(session, 1, 'LOCK TABLES b READ, a READ', 'lock').catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'QUERY_FAILED' });
    expect(isLockTimeout(error)).toBe(true);
    // The session is as good as before, and holds nothing.
    expect(await session.query('SELECT 1', 'answer')).toHaveLength(1);
    await server.query(`SET lock_wait_timeout = 60; UPDATE \`${database}\`.b SET id = id`);
    await holder.query('UNLOCK TABLES');
  });

  test('leaves nothing that waits when it is aborted while it waits for a lock', async () => {
    const holder = await stranger(server, database, 'LOCK TABLES a WRITE');
    const account = await parallelAccount();
    const aborter = new AbortController();
    const options: DumpOptions = {
      connection: account.url(database),
      parallel: 2,
      lockTimeout: 1000,
      signal: aborter.signal,
    };
    const failure = failureOf(options);
    await vi.waitFor(async () => {
      expect(await statementsOf(account.user)).toEqual([expect.stringContaining('LOCK TABLES')]);
    }, 60_000);
    aborter.abort();
    expect((await failure).code).toBe('ABORTED');
    await vi.waitFor(async () => expect(await account.connections()).toBe(0), 60_000);
    await holder.query('UNLOCK TABLES');
  });

  test('leaves nothing that waits when it is aborted behind a table that somebody has locked', async () => {
    const holder = await stranger(server, database, 'LOCK TABLES a WRITE');
    const account = await createAccount(server, dumpGrants(database));
    const aborter = new AbortController();
    const failure = failureOf({ connection: account.url(database), signal: aborter.signal });
    await vi.waitFor(async () => {
      expect(await statementsOf(account.user)).toEqual([expect.stringContaining('SELECT')]);
    }, 60_000);
    aborter.abort();
    expect((await failure).code).toBe('ABORTED');
    await vi.waitFor(async () => expect(await account.connections()).toBe(0), 60_000);
    await holder.query('UNLOCK TABLES');
  });

  test('says who keeps it waiting, and does so for a minute or for lockTimeout', async () => {
    const session = await openSession(server, database);
    const limit = async (lockTimeout?: number) => {
      await prepareSession(session, server, lockTimeout);
      const [row] = await session.query('SELECT @@SESSION.lock_wait_timeout', 'tell its limit');
      return String(row?.[0]);
    };
    expect([await limit(), await limit(1), await limit(90)]).toEqual(['60', '60', '90']);
    await session.query('SET SESSION lock_wait_timeout = 1', 'wait for a second');
    const holder = await stranger(server, database, 'LOCK TABLES a WRITE');
    await expect(session.query('SELECT * FROM a', 'read table `a`')).rejects.toMatchObject({
      code: 'QUERY_FAILED',
      message: expect.stringMatching(/read table `a`.*LOCK TABLES … WRITE.*SHOW FULL PROCESSLIST/),
    });
    await holder.query('UNLOCK TABLES');
  });

  // MySQL 5.7 and MariaDB leave such a table out of the list, with a warning.
  test('does not leave out a table that is being renamed', async () => {
    const own = await server.createDatabase('renamed');
    const finish = await beginRenaming(server, own);
    const session = await openSession(server, own);
    await session.query('SET SESSION lock_wait_timeout = 1', 'wait for a second');
    const listed = readTableEntries(session, own);
    if (server.flavor === 'mysql' && !server.version.startsWith('5.7')) {
      expect((await listed).map(({ name }) => name)).toEqual(['first', 'held']);
    } else {
      await expect(listed).rejects.toMatchObject({ code: 'SCHEMA_CHANGED' });
    }
    await finish();
  });

  test('regression: is not disturbed by a table of another database that is being renamed', async () => {
    const finish = await beginRenaming(server, await server.createDatabase('renamed'));
    const own = await server.createDatabase('quiet');
    await server.query(
      `USE \`${own}\`; CREATE TABLE items (id INT); CREATE TRIGGER made BEFORE INSERT ON items FOR EACH ROW SET NEW.id = 1`,
    );
    const stream = dump({ connection: server.url(own) });
    await buffer(stream);
    expect((await stream.summary).triggers).toBe(1);
    await finish();
  });

  describe.each([1, 2])('with maxRate, over %i connections', (parallel) => {
    test('takes its time, and is the same bytes', async () => {
      const account = await parallelAccount();
      const options: DumpOptions = {
        connection: account.url(database),
        parallel,
        parallelFallback: 'error',
        skipDumpDate: true,
      };
      const maxRate = 1_500_000;
      const whole = await buffer(dump(options));
      const stream = dump({ ...options, maxRate });
      // As they come: whoever asks gets all that has come since he asked last.
      const pieces: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => pieces.push(chunk));
      await once(stream, 'end');
      expect(Buffer.concat(pieces).equals(whole)).toBe(true);
      // Nothing makes it faster than that, however busy the machine is.
      const { durationMs } = await stream.summary;
      expect(durationMs).toBeGreaterThan((0.7 * whole.length * 1000) / maxRate);
      // A tenth of a second's, and the block that goes beyond it.
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(0.3 * maxRate);
    });

    test('does not read ahead, and ends at once when it is aborted', async () => {
      const account = await parallelAccount();
      const aborter = new AbortController();
      const stream = dump({
        connection: account.url(database),
        parallel,
        parallelFallback: 'error',
        maxRate: 1,
        signal: aborter.signal,
      });
      let read = 0;
      stream.on('progress', (progress) => {
        read = Math.max(read, progress.rows);
      });
      const failed = expect(buffer(stream)).rejects.toMatchObject({ code: 'ABORTED' });
      await vi.waitFor(async () => expect(await account.connections()).toBeGreaterThan(0), 60_000);
      await wait(500);
      aborter.abort();
      await failed;
      expect(read).toBeLessThan(100);
      await vi.waitFor(async () => expect(await account.connections()).toBe(0), 60_000);
    });
  });
});

describeEachServer('a server with short time limits', (kind) => {
  test('does not cut a dump whose reader pauses, and whose statements take long', async () => {
    const limits = ['wait', 'interactive', 'net_write', 'net_read', 'lock_wait'].map(
      (name) => `${name}_timeout = 2`,
    );
    const own =
      kind.flavor === 'mysql'
        ? ['max_execution_time = 2000']
        : [
            'max_statement_time = 2',
            'idle_transaction_timeout = 2',
            'idle_readonly_transaction_timeout = 2',
          ];
    const server = await startPrivateServer(kind);
    const database = await server.createDatabase('limits');
    await server.restore(database, rows);
    // Now that the rows are there: a busy machine takes longer than that for them.
    const settings = [...limits, ...own].map((setting) => `GLOBAL ${setting}`);
    await server.query(`SET ${settings.join(', ')}`);
    const streams: DumpStream[] = [];
    // Both wait for the same seconds. The lock of the first one is gone when it has begun to write.
    for (const parallel of [2, 1]) {
      const stream = dump({
        connection: server.url(database),
        parallel,
        parallelFallback: 'error',
        where: 'SLEEP(0.004) = 0',
      });
      stream.read(0);
      await once(stream, 'readable');
      streams.push(stream);
    }
    await wait(4_500);
    await Promise.all(
      streams.map(async (stream) => {
        expect((await buffer(stream)).toString()).toMatch(/-- Dump completed.*\n$/);
        expect((await stream.summary).rows).toBe(1500);
      }),
    );
  });
});
