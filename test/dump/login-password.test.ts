/** A password that comes from a function: asked for before each login, in the main thread alone. */

import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { type ConnectionSettings, DumpError, dump } from '@dumpstream/core';
import { describe, expect, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { listProcesses } from '../services/processes.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { openRelay } from './connecting-relay.ts';

const secret = 'hunter2-hunter2';

function access(server: DatabaseServer, password: ConnectionSettings['password']) {
  return { host: '127.0.0.1', port: server.port, user: server.user, password };
}

describeEachFlavor('a password from a function', (server) => {
  test.each([0, 2])('is asked for once for each connection (%i threads)', async (threads) => {
    const database = await server.createDatabase('token');
    await server.restore(database, 'CREATE TABLE items (id INT PRIMARY KEY)');
    let calls = 0;
    const password = async (): Promise<string> => {
      expect(isMainThread).toBe(true);
      calls++;
      return server.password;
    };
    const stream = dump({
      connection: { ...access(server, password), database },
      parallel: 3,
      threads,
      parallelFallback: 'error',
      // One that is waited for in vain is given up over one more connection.
      lockTimeout: 60,
    });
    stream.resume();
    expect((await stream.summary).snapshot.connections).toBe(3);
    // The coordinator, three readers, and the holder of the lock.
    expect(calls).toBe(5);
  });

  test('is asked for again for each attempt, as a token may be over by then', async () => {
    const relay = await openRelay({
      port: () => server.port,
      treat: (number) => (number <= 2 ? 'reset' : 'pass'),
    });
    const passwords = ['first', 'second', server.password];
    const stream = dump({
      connection: {
        ...access(server, () => passwords.shift() ?? 'none is left'),
        port: relay.port,
      },
      databases: [await server.createDatabase('again')],
      waitForServer: 900_000,
    });
    stream.resume();
    await stream.summary;
    expect(passwords).toEqual([]);
  });

  test.each([0, 1])(
    'is asked for again to stop what the server does for a dump that is destroyed (%i threads)',
    async (threads) => {
      const database = await server.createDatabase('slow');
      await server.restore(
        database,
        'CREATE TABLE items (id INT PRIMARY KEY); INSERT INTO items VALUES (1), (2)',
      );
      const marker = `SLEEP(600) /* ${database} */ = 0`;
      const running = async (): Promise<number> => {
        const found = await listProcesses(server);
        return found.filter(({ statement }) => statement.includes(`${database} */`)).length;
      };
      const passwords: string[] = [];
      const stream = dump({
        connection: {
          ...access(server, () => {
            passwords.push('asked');
            return server.password;
          }),
          database,
        },
        where: marker,
        parallel: threads + 1,
        threads,
      });
      stream.resume();
      stream.on('error', () => {});
      await expect.poll(running, { timeout: 60_000 }).toBeGreaterThan(0);
      const before = passwords.length;
      stream.destroy();
      await once(stream, 'close');
      expect(passwords.length).toBeGreaterThan(before);
      await expect.poll(running, { timeout: 60_000 }).toBe(0);
    },
  );

  test('that fails for a reader in a worker thread ends the dump', async () => {
    const database = await server.createDatabase('worker');
    let calls = 0;
    const password = (): string => {
      if (++calls > 1) throw new SyntaxError(`Unexpected token in ${secret}`);
      return server.password;
    };
    const connection = { ...access(server, password), database };
    const stream = dump({ connection, parallel: 2, threads: 2 });
    const error: unknown = await buffer(stream).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'DumpError', code: 'AUTHENTICATION_FAILED' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
  });
});

describe('a function that gives no password', () => {
  const connection = (password: unknown): ConnectionSettings => ({
    host: '127.0.0.1',
    port: 1,
    password: password as () => string,
  });

  test.each([
    [
      () => {
        throw new SyntaxError(`Unexpected token, "${secret}" is not valid JSON`);
      },
      '(SyntaxError)',
    ],
    [
      () => Promise.reject(Object.assign(new Error(secret), { code: 'ECONNREFUSED' })),
      '(Error, ECONNREFUSED)',
    ],
    [() => Promise.reject(secret), 'connection.password failed.'],
  ])('since it fails is named, without a word of what it threw (%#)', async (password, kind) => {
    const stream = dump({
      connection: connection(password),
      databases: ['x'],
      waitForServer: 900_000,
    });
    const error: unknown = await buffer(stream).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'DumpError',
      code: 'AUTHENTICATION_FAILED',
      message: expect.stringContaining(kind),
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
  });

  test('can say more in a DumpError of its own', async () => {
    const own = new DumpError('AUTHENTICATION_FAILED', 'The role may not make tokens.');
    const stream = dump({ connection: connection(() => Promise.reject(own)), databases: ['x'] });
    await expect(buffer(stream)).rejects.toBe(own);
  });

  test.each([undefined, '', 7])('but %j is an invalid option', async (value) => {
    const stream = dump({ connection: connection(() => value), databases: ['x'] });
    await expect(buffer(stream)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  test('and never settles does not keep a dump from being destroyed', async () => {
    const stream = dump({
      connection: connection(() => new Promise(() => {})),
      databases: ['x'],
    });
    stream.resume();
    stream.on('error', () => {});
    stream.destroy();
    await once(stream, 'close');
  });
});
