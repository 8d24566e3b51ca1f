/** A replica that starts from a dump goes on without a row lost or doubled. */

import { buffer } from 'node:stream/consumers';
import { type DumpOptions, dump } from '@dumpstream/core';
import { createConnection } from 'mysql2/promise';
import { expect, test, vi } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { createAccount, dumpGrants } from './connections.ts';
import { failureAndBytes } from './failure.ts';

const schema = `CREATE DATABASE shop; CREATE TABLE shop.orders (id INT PRIMARY KEY AUTO_INCREMENT, x INT);
INSERT INTO shop.orders (x) VALUES (1), (2), (3)`;

/** Seconds: as long as a statement of another suite, or a busy machine, may keep the lock from a dump. */
const lockTimeout = 60;

/** MySQL keeps GTIDs only when told to; MariaDB always does. */
function gtidArguments({ flavor }: DatabaseServer): readonly string[] {
  return flavor === 'mysql' ? ['--gtid-mode=ON', '--enforce-gtid-consistency=ON'] : [];
}

/** Commits on several connections without a pause until told to stop. */
function writeAllTheTime(server: DatabaseServer): { stop(): Promise<void> } {
  let stopped = false;
  const write = async () => {
    const connection = await createConnection(server.url('shop'));
    while (!stopped) await connection.query('INSERT INTO orders (x) VALUES (7)');
    await connection.end();
  };
  const writing = Promise.all([write(), write(), write(), write()]);
  return {
    async stop() {
      stopped = true;
      await writing;
    },
  };
}

/** Words of the server's version for the same things. */
function wordsOf({ flavor, version }: DatabaseServer) {
  const [major = 0] = version.split('.').map(Number);
  return flavor === 'mysql' && major >= 8
    ? { change: 'CHANGE REPLICATION SOURCE TO', source: 'SOURCE', start: 'START REPLICA' }
    : { change: 'CHANGE MASTER TO', source: 'MASTER', start: 'START SLAVE' };
}

/** Whom to follow. MySQL forgets a position when it is told the host after it. */
async function nameSource(replica: DatabaseServer, source: DatabaseServer): Promise<void> {
  const { change, source: word } = wordsOf(replica);
  const settings = [
    `${word}_HOST='127.0.0.1'`,
    `${word}_PORT=${source.port}`,
    `${word}_USER='follower'`,
    `${word}_PASSWORD='s3cret-follower'`,
    ...(word === 'SOURCE' ? ['GET_SOURCE_PUBLIC_KEY=1'] : []),
  ];
  await replica.query(`${change} ${settings.join(', ')}`);
}

/** Starts where the restored dump has said. */
async function follow(
  replica: DatabaseServer,
  options: Pick<DumpOptions, 'setGtidPurged' | 'sourceData'>,
): Promise<void> {
  const { change, source: word, start } = wordsOf(replica);
  if (options.sourceData === undefined) {
    const byGtid =
      replica.flavor === 'mariadb' ? 'MASTER_USE_GTID=slave_pos' : `${word}_AUTO_POSITION=1`;
    await replica.query(`${change} ${byGtid}`);
  }
  await replica.query(start);
}

/** Why the replica stands still, if it does. */
async function replicationError(replica: DatabaseServer): Promise<string> {
  const { start } = wordsOf(replica);
  const [status] = await replica.query(`${start.replace('START', 'SHOW')} STATUS`);
  return `${status?.['Last_IO_Error']}${status?.['Last_SQL_Error']}`;
}

async function rowsOf(server: DatabaseServer): Promise<unknown> {
  const rows = await server.query(
    'SELECT COUNT(*) AS c, SUM(id) AS s, MAX(id) AS m FROM shop.orders',
  );
  return rows[0];
}

describeEachServer('a dump', (kind) => {
  test.for<[string, Pick<DumpOptions, 'parallel' | 'setGtidPurged' | 'sourceData'>]>([
    ['sourceData', { sourceData: 1 }],
    ['setGtidPurged', { setGtidPurged: 'on' }],
    ['both', { sourceData: 1, setGtidPurged: 'auto' }],
    ['both, over several connections,', { sourceData: 1, setGtidPurged: 'auto', parallel: 3 }],
  ])('with %s starts a replica exactly where its rows end', async ([, options]) => {
    const byGtid = options.setGtidPurged !== undefined;
    const extraArguments = byGtid ? gtidArguments(kind) : [];
    const [source, replica] = await Promise.all([
      startPrivateServer(kind, { extraArguments }),
      startPrivateServer(kind, { extraArguments: [...extraArguments, '--server-id=2'] }),
    ]);
    await source.query(
      `${schema}; CREATE USER follower@'%' IDENTIFIED BY 's3cret-follower';
       GRANT REPLICATION SLAVE ON *.* TO follower@'%'`,
    );
    const writers = writeAllTheTime(source);
    try {
      const stream = dump({
        connection: source.url(),
        databases: ['shop'],
        lockTimeout,
        ...options,
      });
      const sql = await buffer(stream);
      expect((await stream.summary).snapshot).toMatchObject({
        position: { exact: true },
        connections: options.parallel ?? 1,
      });
      await nameSource(replica, source);
      await replica.restore(undefined, sql);
      await follow(replica, options);
    } finally {
      await writers.stop();
    }
    const expected = await rowsOf(source);
    await vi.waitFor(
      async () => {
        const state = { error: await replicationError(replica), rows: await rowsOf(replica) };
        expect(state).toEqual({ error: '', rows: expected });
      },
      { timeout: 120_000, interval: 200 },
    );
  });

  test('with the position as a comment changes nothing on the server', async () => {
    const server = await startPrivateServer(kind, { extraArguments: gtidArguments(kind) });
    await server.query(schema);
    const options = { connection: server.url(), databases: ['shop'], skipDumpDate: true };
    const plain = (await buffer(dump(options))).toString();
    const commented = await buffer(
      dump({ ...options, sourceData: 2, setGtidPurged: 'commented' as const }),
    );
    const added = commented
      .toString()
      .split('\n')
      .filter((line) => !plain.includes(`${line}\n`) && line !== '');
    expect(added.length).toBeGreaterThanOrEqual(3);
    for (const line of added) expect(line).toMatch(/^-- /);
    expect(commented.toString()).toMatch(
      /-- CHANGE (REPLICATION SOURCE|MASTER) TO .*_LOG_POS=\d+;/,
    );
    expect(commented.toString()).toMatch(/-- SET (@@GLOBAL.GTID_PURGED|GLOBAL gtid_slave_pos) ?=/);
  });

  test('gives the lock back: writers go on while its rows are read', async (context) => {
    if (kind.flavor === 'mariadb') return context.skip('MariaDB needs no lock');
    const database = await kind.createDatabase('unlocked');
    await kind.restore(
      database,
      `CREATE TABLE a (id INT PRIMARY KEY, filler LONGTEXT);
INSERT INTO a VALUES (1, REPEAT('x', 3000000)), (2, REPEAT('x', 3000000)), (3, REPEAT('x', 3000000));`,
    );
    const stream = dump({ connection: kind.url(database), sourceData: 2, lockTimeout });
    stream.read(0);
    await new Promise((resolve) => stream.once('readable', resolve));
    await kind.query(`SET lock_wait_timeout = 60; INSERT INTO \`${database}\`.a VALUES (9, '')`);
    await buffer(stream);
    expect((await stream.summary).rows).toBe(3);
  });

  test('asks for the privileges that a position needs', async (context) => {
    if (kind.flavor === 'mariadb') return context.skip('MariaDB needs none');
    const database = await kind.createDatabase('unprivileged');
    const account = await createAccount(kind, dumpGrants(database));
    const options = { connection: account.url(database), sourceData: 1 as const, lockTimeout };
    const needed = [
      ['RELOAD', `GRANT RELOAD ON *.* TO '${account.user}'@'%'`],
      ['REPLICATION CLIENT', `GRANT REPLICATION CLIENT ON *.* TO '${account.user}'@'%'`],
    ] as const;
    for (const [privilege, grant] of needed) {
      const { error, bytes } = await failureAndBytes(options);
      expect({ code: error.code, bytes }).toEqual({ code: 'MISSING_PRIVILEGE', bytes: 0 });
      expect(error.message).toContain(grant);
      await kind.query(`GRANT ${privilege} ON *.* TO '${account.user}'@'%'`);
    }
    expect((await buffer(dump(options))).toString()).toContain('_LOG_POS=');
  });

  test('without a position is an error that names what is switched off', async () => {
    const extraArguments =
      kind.flavor === 'mysql'
        ? ['--skip-log-bin', '--gtid-mode=OFF', '--enforce-gtid-consistency=OFF']
        : ['--skip-log-bin'];
    const server = await startPrivateServer(kind, { extraArguments });
    await server.query(schema);
    const attempt = (options: Omit<DumpOptions, 'connection'>) =>
      failureAndBytes({ connection: server.url('shop'), ...options });
    for (const options of [{ sourceData: 2 }, { setGtidPurged: 'on' }] as const) {
      const { error, bytes } = await attempt(options);
      expect({ code: error.code, bytes }).toEqual({ code: 'UNSUPPORTED', bytes: 0 });
      expect(error.message).toMatch(/log_bin|gtid_mode/);
    }
    await buffer(dump({ connection: server.url('shop'), setGtidPurged: 'auto' }));
  });

  test('gives up when a long statement keeps the lock from it', async (context) => {
    if (kind.flavor === 'mariadb') return context.skip('MariaDB needs no lock');
    const server = await startPrivateServer(kind);
    await server.query(schema);
    const writer = await createConnection(server.url('shop'));
    try {
      await writer.query('LOCK TABLES orders WRITE');
      const options = { connection: server.url('shop'), sourceData: 1 as const };
      const { error } = await failureAndBytes(options);
      expect(error).toMatchObject({ code: 'QUERY_FAILED' });
      expect(error.message).toContain('ran for more than 5 seconds');
    } finally {
      await writer.end();
    }
    // The attempt has left nothing behind.
    await server.query('INSERT INTO shop.orders (x) VALUES (1)');
  });
});
