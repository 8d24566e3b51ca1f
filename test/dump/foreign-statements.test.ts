/** What runs on the server beside a dump, and is none of its business. */

import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { dump } from '@dumpstream/core';
import { createConnection } from 'mysql2/promise';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { listProcesses } from '../services/processes.ts';
import { describeEachServer } from '../services/vitest.ts';
import { createAccount, dumpGrants } from './connections.ts';

describeEachServer("a dump beside somebody's statement with characters of four bytes", (server) => {
  let database = '';
  beforeEach(async () => {
    database = await server.createDatabase('foreign');
    await server.query(
      `CREATE TABLE \`${database}\`.a (id INT PRIMARY KEY); INSERT INTO \`${database}\`.a VALUES (1), (2)`,
    );
    await runStatement(server);
  });

  test('regression: begins at one moment on several connections', async () => {
    const everything = ['RELOAD ON *.*', 'PROCESS ON *.*', `LOCK TABLES ON \`${database}\`.*`];
    const account = await createAccount(server, [...everything, ...dumpGrants(database)]);
    const stream = dump({ connection: account.url(database), parallel: 2 });
    await buffer(stream);
    expect((await stream.summary).snapshot.connections).toBe(2);
  });

  test('regression: stops its own SELECT when it is destroyed', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const stream = dump({ connection: account.url(database), where: 'SLEEP(100) = 1' });
    stream.resume().on('error', () => {});
    const statements = async () =>
      (await listProcesses(server)).filter(({ user }) => user === account.user);
    await vi.waitFor(async () => {
      expect((await statements()).map(({ statement }) => statement).join()).toContain('SLEEP(100)');
    }, 60_000);
    stream.destroy();
    await once(stream, 'close');
    await vi.waitFor(async () => expect(await statements()).toEqual([]), 60_000);
  });
});

/** Runs until the test has finished. */
async function runStatement(server: DatabaseServer): Promise<void> {
  const connection = await createConnection({ uri: server.url(), charset: 'utf8mb4' });
  connection.on('error', () => {});
  onTestFinished(async () => {
    await server.query(`KILL ${connection.threadId}`);
    connection.destroy();
  });
  connection.query("SELECT SLEEP(60), '\u{1F44D}'").catch(() => {});
  await vi.waitFor(async () => {
    const running = await listProcesses(server);
    expect(running.filter(({ id }) => id === String(connection.threadId))[0]?.statement).toContain(
      'SLEEP(60)',
    );
  }, 60_000);
}
