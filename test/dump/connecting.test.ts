/** Connections that are slow, odd or never come about: the dump ends all the same. */

import { once } from 'node:events';
import { type AddressInfo, createServer, connect as openSocket, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { type ConnectionSource, type DumpOptions, dump } from '@dumpstream/core';
import mysql2 from 'mysql2';
import promiseMysql2 from 'mysql2/promise';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { describeEachFlavor, describeEachServer } from '../services/vitest.ts';
import { createAccount, dumpGrants } from './connections.ts';

/**
 * A proxy that passes everything on until the client sends something that contains `text`.
 *
 * @returns its port, and what resolves when that has come
 */
async function stallingProxy(port: number, text: string) {
  const sockets = new Set<Socket>();
  const stalled = Promise.withResolvers<void>();
  const proxy = createServer((client) => {
    const server = openSocket(port, '127.0.0.1');
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    server.pipe(client);
    client.on('data', (bytes) => {
      if (bytes.includes(text)) stalled.resolve();
      else server.write(bytes);
    });
    client.on('close', () => server.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  return { port: (proxy.address() as AddressInfo).port, stalled: stalled.promise };
}

describeEachServer('a dump', (server) => {
  test.each(["it''s", 'SET SESSION', 'SHOW CREATE TABLE'])(
    'can be destroyed while the server does not answer %s',
    async (statement) => {
      const database = await server.createDatabase('stalled');
      await server.restore(database, 'CREATE TABLE items (id INT)');
      const { port, stalled } = await stallingProxy(server.port, statement);
      const { user, password } = server;
      const stream = dump({ connection: { host: '127.0.0.1', port, user, password, database } });
      stream.resume();
      stream.on('error', () => {});
      await stalled;
      stream.destroy();
      await once(stream, 'close');
      await expect(stream.summary).rejects.toMatchObject({ code: 'ABORTED' });
    },
  );

  test('takes a connection of mysql2/promise, and of a pool', async () => {
    const database = await server.createDatabase('sources');
    await server.restore(database, 'CREATE TABLE items (id INT)');
    const account = await createAccount(server, dumpGrants(database));
    const uri = account.url(database);
    const expected = await buffer(dump({ connection: uri, skipDumpDate: true }));
    const pool = mysql2.createPool({ uri });
    onTestFinished(() => pool.end());
    const fromPool = () =>
      new Promise<mysql2.Connection>((resolve, reject) => {
        pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection)));
      });
    const sources = [() => promiseMysql2.createConnection({ uri }), fromPool];
    for (const connection of sources as unknown as ConnectionSource[]) {
      const sql = await buffer(dump({ connection, skipDumpDate: true }));
      expect(sql.equals(expected)).toBe(true);
      await vi.waitFor(async () => expect(await account.connections()).toBe(0), 60_000);
    }
  });

  test('with compression does not connect before it is read', async () => {
    const database = await server.createDatabase('lazy');
    const account = await createAccount(server, dumpGrants(database));
    const stream = dump({ connection: account.url(database), compress: 'gzip' });
    await wait(300);
    expect(await account.connections()).toBe(0);
    stream.destroy();
    await once(stream, 'close');
  });
});

describe('a dump from a function', () => {
  test('that never settles can be destroyed', async () => {
    const stream = dump({ connection: () => new Promise(() => {}) });
    stream.resume();
    await wait(50);
    stream.destroy();
    await once(stream, 'close');
  });

  test.each([
    [() => Promise.reject(new Error('no such luck')), 'CONNECT_FAILED', 'no such luck'],
    [() => undefined, 'INVALID_OPTION', 'did not return a mysql2 connection'],
  ])('that gives no connection says so (%#)', async (source, code, message) => {
    const connection = source as unknown as ConnectionSource;
    await expect(buffer(dump({ connection }))).rejects.toMatchObject({
      name: 'DumpError',
      code,
      message: expect.stringContaining(message),
    });
  });
});

describeEachFlavor('a function that returns a connection twice', (server) => {
  test.each([1, 2])('is refused by name (parallel %i)', async (parallel) => {
    const database = await server.createDatabase('twice');
    await server.restore(database, 'CREATE TABLE items (id INT)');
    const { user, password, port } = server;
    const options = { host: '127.0.0.1', user, password, port, database };
    const connection = mysql2.createConnection(options);
    const source = () => connection;
    if (parallel === 1) await buffer(dump({ connection: source }));
    await expect(buffer(dump({ connection: source, parallel }))).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringContaining('returned before'),
    });
    const promised = await promiseMysql2.createConnection(options);
    // It and the connection inside it are one.
    const { connection: inner } = promised as unknown as { connection: mysql2.Connection };
    const both = [inner, promised as unknown as mysql2.Connection];
    const next = () => both.shift() ?? connection;
    await expect(buffer(dump({ connection: next, parallel: 2 }))).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });
});

describeEachFlavor('connection options', (server) => {
  test('may hold a URL, before which goes what stands beside it', async () => {
    const database = await server.createDatabase('uri');
    const uri = server
      .url(database)
      .replace(`:${server.port}`, ':1')
      .replace('127.0.0.1', 'localhost');
    const { port } = server;
    const sql = await buffer(dump({ connection: { uri, host: '127.0.0.1', port } }));
    expect(sql.toString()).toContain(`-- Database: ${database}`);
  });

  test('of a host elsewhere mean TLS, also in a URL among them', async () => {
    const stream = () => openSocket(server.port, '127.0.0.1');
    const connection = { uri: server.url('x').replace('127.0.0.1', 'db.example.com'), stream };
    await expect(buffer(dump({ connection }))).rejects.toMatchObject({ code: 'TLS_FAILED' });
  });

  test('with one stream for several connections are refused', () => {
    const stream = openSocket(server.port, '127.0.0.1');
    onTestFinished(() => {
      stream.destroy();
    });
    expect(() => dump({ connection: { stream, database: 'x' } })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });
});

describe('a URL whose password is not encoded', () => {
  test.each(['12?hunter2', '12/hunter2', '12#hunter2', 'a?hunter2=1', '1/x?hunter2'])(
    'is refused without a word of it (%#)',
    (password) => {
      const options: DumpOptions = { connection: `mysql://u:${password}@h/d` };
      expect(() => dump(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
      expect(() => dump(options)).not.toThrow('hunter2');
    },
  );
});
