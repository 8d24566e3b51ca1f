/** A server that is not there yet is waited for with every connection of a dump; nothing else is. */

import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { type DumpOptions, dump } from '@dumpstream/core';
import mysql2 from 'mysql2';
import { createConnection } from 'mysql2/promise';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachFlavor, describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { openRelay, type Treatment } from './connecting-relay.ts';
import { createAccount, dumpGrants } from './connections.ts';

/** Longer than any test may take: what waits for all of it fails. */
const longWait = 900_000;

const bothRows = /INSERT INTO `items` VALUES\s*\(1\),\s*\(2\)/;

interface Access {
  readonly database: string;
  readonly connection: { user: string; password: string; database: string; host: string };
}

async function oneTable(server: DatabaseServer): Promise<Access> {
  const database = await server.createDatabase('late');
  await server.restore(
    database,
    'CREATE TABLE items (id INT PRIMARY KEY); INSERT INTO items VALUES (1), (2)',
  );
  const { user, password } = server;
  return { database, connection: { host: '127.0.0.1', user, password, database } };
}

async function dumpText(options: DumpOptions): Promise<string> {
  return (await buffer(dump({ skipDumpDate: true, ...options }))).toString();
}

describeEachServer('a server that is away', (server) => {
  const ways: [string, Treatment][] = [
    ['resets connections', 'reset'],
    ['takes connections and says nothing', 'silence'],
    ['loses the connection at the first statement', { cutAt: 'UNION ALL SELECT' }],
  ];
  test.each(ways)('is waited for while it %s', async (_way, treatment) => {
    const { connection } = await oneTable(server);
    const relay = await openRelay({
      port: () => server.port,
      treat: (number) => (number <= 3 ? treatment : 'pass'),
    });
    const sql = await dumpText({
      connection: { ...connection, port: relay.port, connectTimeout: 1_000 },
      waitForServer: longWait,
    });
    expect(sql).toMatch(bothRows);
    // On a busy machine a good connection may take longer than its timeout, too.
    expect(relay.arrived).toBeGreaterThanOrEqual(4);
  });

  test.each([0, 2])(
    'is waited for by each of the parallel connections (%i threads)',
    async (threads) => {
      const { connection } = await oneTable(server);
      const relay = await openRelay({
        port: () => server.port,
        // The coordinator, two readers, and the holder of the lock after them.
        treat: (number) => (number === 1 || number % 2 === 1 ? 'pass' : 'reset'),
      });
      const stream = dump({
        connection: { ...connection, port: relay.port },
        waitForServer: longWait,
        parallel: 2,
        threads,
        parallelFallback: 'error',
      });
      expect((await buffer(stream)).toString()).toMatch(bothRows);
      expect((await stream.summary).snapshot.connections).toBe(2);
      expect(relay.arrived).toBeGreaterThan(5);
    },
  );

  test('is waited for while it has too many connections', async () => {
    const { connection, database } = await oneTable(server);
    const account = await createAccount(server, dumpGrants(database));
    await server.query(`ALTER USER '${account.user}'@'%' WITH MAX_USER_CONNECTIONS 1`);
    const relay = await openRelay({ port: () => server.port });
    const first = await createConnection({ uri: account.url(database) });
    onTestFinished(() => first.destroy());
    const { user, password } = account;
    const dumping = dumpText({
      connection: { ...connection, user, password, port: relay.port },
      routines: false,
      waitForServer: longWait,
    });
    await Promise.race([relay.arrival(3), dumping]);
    await first.end();
    expect(await dumping).toMatch(bothRows);
  });

  test('with too many connections is read from over one, soon, where that will do', async () => {
    const { connection, database } = await oneTable(server);
    // Without threads and with one, at the same time: both wait for the same seconds.
    const dumps = [0, 1].map(async (threads) => {
      const account = await createAccount(server, dumpGrants(database));
      await server.query(`ALTER USER '${account.user}'@'%' WITH MAX_USER_CONNECTIONS 1`);
      const { user, password } = account;
      const stream = dump({
        connection: { ...connection, user, password, port: server.port },
        routines: false,
        waitForServer: longWait,
        parallel: 2,
        threads,
      });
      stream.resume();
      const { warnings } = await stream.summary;
      expect(warnings, `${threads} threads`).toMatchObject([{ code: 'FEWER_CONNECTIONS' }]);
      expect(warnings[0]?.message).toMatch(
        /Tried \d+ times in \d{1,2}\.\d seconds .*max_user_connections/,
      );
    });
    await Promise.all(dumps);
  });

  test('is not waited for where it refuses the password', async () => {
    const connection = {
      host: '127.0.0.1',
      port: server.port,
      user: server.user,
      password: 'wrong',
    };
    const dumping = dumpText({ connection, databases: ['x'], waitForServer: longWait });
    await expect(dumping).rejects.toMatchObject({
      code: 'AUTHENTICATION_FAILED',
      message: expect.not.stringContaining('waitForServer'),
    });
  });

  test('is not waited for where TLS fails', async () => {
    const { user, password, port } = server;
    const connection = { host: '127.0.0.1', port, user, password, ssl: true };
    const dumping = dumpText({ connection, databases: ['x'], waitForServer: longWait });
    await expect(dumping).rejects.toMatchObject({ code: 'TLS_FAILED' });
  });

  test('is not waited for once the dump has begun', async () => {
    const { connection } = await oneTable(server);
    const relay = await openRelay({
      port: () => server.port,
      treat: () => ({ cutAt: 'SHOW CREATE TABLE' }),
    });
    const dumping = dumpText({
      connection: { ...connection, port: relay.port },
      waitForServer: longWait,
    });
    await expect(dumping).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(relay.arrived).toBe(1);
  });
});

describeEachFlavor('a server that takes the login and no statement', (server) => {
  test('is left for another attempt when half of the time is over', async () => {
    const { connection } = await oneTable(server);
    const relay = await openRelay({
      port: () => server.port,
      treat: (number) => (number === 1 ? { muteAt: 'UNION ALL SELECT' } : 'pass'),
    });
    const sql = await dumpText({
      connection: { ...connection, port: relay.port, connectTimeout: 2_000 },
      waitForServer: 16_000,
    });
    expect(sql).toMatch(bothRows);
    // On a busy machine a good connection may take longer than its timeout, too.
    expect(relay.arrived).toBeGreaterThanOrEqual(2);
  });
});

describeEachFlavor('a server that runs', (shared) => {
  test('only after the dump has begun is waited for', async () => {
    let port = 0;
    const relay = await openRelay({ port: () => port, closed: true });
    const url = (password: string) => `mysql://root:${password}@127.0.0.1:${relay.port}/`;
    let calls = 0;
    let password = 'not known yet';
    // A function is called anew for each attempt.
    const stream = dump({
      connection: () => {
        calls++;
        return mysql2.createConnection({ uri: url(password) });
      },
      databases: ['late'],
      waitForServer: longWait,
    });
    const dumping = buffer(stream);
    const server = await startPrivateServer(shared);
    await server.query('CREATE DATABASE late');
    await server.restore('late', 'CREATE TABLE items (id INT)');
    ({ port, password } = server);
    await relay.listen();
    expect((await dumping).toString()).toContain('CREATE TABLE `items`');
    expect(calls).toBeGreaterThan(1);
  });

  test('no more is given up after the time, with the last reason', async () => {
    const server = await startPrivateServer(shared);
    await server.kill();
    const connection = { host: '127.0.0.1', port: server.port, user: 'root' };
    const dumping = dumpText({ connection, databases: ['x'], waitForServer: 700 });
    await expect(dumping).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      message: expect.stringMatching(
        /^Tried \d+ times in \d+\.\d seconds \(the option waitForServer\), at last: .*ECONNREFUSED/,
      ),
    });
  });
});

describe('while a server is waited for', () => {
  test.each([0, 10_000])(
    'the signal ends the dump at once (connect timeout %i)',
    async (connectTimeout) => {
      const relay = await openRelay({
        port: () => 0,
        treat: (number) => (number < 3 ? 'reset' : 'silence'),
      });
      const abort = new AbortController();
      const stream = dump({
        connection: { host: '127.0.0.1', port: relay.port, user: 'root', connectTimeout },
        databases: ['x'],
        waitForServer: longWait,
        signal: abort.signal,
      });
      const dumping = buffer(stream);
      await relay.arrival(3);
      abort.abort();
      await expect(dumping).rejects.toMatchObject({ code: 'ABORTED' });
    },
  );

  test('the pause between two attempts is ended by the signal', async () => {
    const relay = await openRelay({ port: () => 0, treat: () => 'reset' });
    const stream = dump({
      connection: { host: '127.0.0.1', port: relay.port, user: 'root' },
      databases: ['x'],
      waitForServer: longWait,
    });
    stream.resume();
    stream.on('error', () => {});
    await relay.arrival(6);
    stream.destroy();
    await once(stream, 'close');
    await expect(stream.summary).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('without the option one attempt is made', async () => {
    const relay = await openRelay({ port: () => 0, treat: () => 'reset' });
    const connection = { host: '127.0.0.1', port: relay.port, user: 'root' };
    await expect(dumpText({ connection, databases: ['x'] })).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      message: expect.not.stringContaining('Tried'),
    });
    expect(relay.arrived).toBe(1);
  });
});
