/** A restore that is ended in its middle leaves nothing open, and can be gone on with. */

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { expect, onTestFinished, test } from 'vitest';
import { type Account, createAccount } from '../dump/connections.ts';
import { compareDatabases } from '../sample/index.ts';
import type { DatabaseServer } from '../services/index.ts';
import { listProcesses, listTransactions } from '../services/processes.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpstream, startDumpstream } from './command.ts';
import { dumpShop, emptyCopy } from './shop-dumps.ts';

/**
 * Keeps a table of a database in use until it is released: who wants to drop it waits. The first
 * tables of the shop are restored by then.
 */
async function keepInUse(server: DatabaseServer, database: string, table: string) {
  const { host, port, user, password } = server;
  await server.query(`CREATE TABLE ${database}.${table} (id INT) ENGINE = InnoDB`);
  const connection = await createConnection({ host, port, user, password, database });
  await connection.beginTransaction();
  await connection.query(`SELECT * FROM ${table}`);
  onTestFinished(() => connection.destroy());
  return { release: () => connection.end() };
}

async function statementsOf(server: DatabaseServer, account: Account) {
  const processes = await listProcesses(server);
  return processes.filter(({ user }) => user === account.user);
}

/**
 * One that the server takes back was ended by its client: how long that takes is the server's affair, and
 * MySQL 9 was seen at it for a minute. Its table shows what was 0.1 seconds ago.
 */
async function expectNoTransaction(server: DatabaseServer, ids: readonly string[]): Promise<void> {
  const open = async () =>
    (await listTransactions(server)).filter(
      ({ connection, state }) => ids.includes(connection) && state !== 'ROLLING BACK',
    );
  await expect.poll(open, { timeout: 60_000, interval: 200 }).toEqual([]);
}

describeEachFlavor('a restore that is interrupted', (server) => {
  const dumps = dumpShop(server);

  /** MySQL's ALTER DATABASE would wait for the table that is in use, before anything is restored. */
  async function dumpWithoutAttributes(): Promise<string> {
    const file = join(dumps.folder, 'without-attributes.sql.gz');
    const args = ['dump', server.url(dumps.shop), '-o', file, '--no-create-db'];
    expect(await dumpstream(args)).toMatchObject({ exitCode: 0, stderr: '' });
    return file;
  }

  test.each([
    ['SIGINT', 130, '1'],
    ['SIGTERM', 143, '2'],
    ['SIGHUP', 129, '1'],
  ] as const)(
    'by %s exits with %i, leaves no connection and can be resumed (--parallel %s)',
    async (signal, expected, parallel) => {
      const copy = await emptyCopy(server);
      const account = await createAccount(server, ['ALL ON *.*']);
      const { release } = await keepInUse(server, copy, 'payments');
      const file = await dumpWithoutAttributes();
      const args = ['restore', file, account.url(copy), '--parallel', parallel];
      const running = startDumpstream([...args, '--force']);
      await expect
        .poll(async () => (await statementsOf(server, account)).map(({ statement }) => statement), {
          timeout: 90_000,
          interval: 100,
        })
        .toContainEqual(expect.stringMatching(/DROP TABLE.*payments/));
      const ids = (await statementsOf(server, account)).map(({ id }) => id);
      running.child.kill(signal);
      const { exitCode, stderr } = await running.ended;
      expect(exitCode).toBe(expected);
      expect(stderr).toMatch(new RegExp(`^dumpstream: interrupted by ${signal}: .*--resume.*\\n$`));
      expect(stderr).not.toContain(account.password);
      await expect.poll(() => account.connections(), { timeout: 60_000 }).toBe(0);
      await expectNoTransaction(server, ids);
      await release();
      const resumed = await dumpstream([...args, '--resume', '--verbose']);
      expect(resumed).toMatchObject({ exitCode: 0, stdout: '' });
      expect(resumed.stderr).toMatch(/together with the restore before/);
      expect(await compareDatabases(server, dumps.shop, copy)).toEqual([]);
      await expect.poll(() => account.connections(), { timeout: 60_000 }).toBe(0);
    },
  );

  test('while it waits for more of the dump leaves no transaction open', async () => {
    const copy = await emptyCopy(server);
    const account = await createAccount(server, ['ALL ON *.*']);
    const { size } = await stat(dumps.file('.sql'));
    const running = startDumpstream(['restore', '-', account.url(copy)]);
    createReadStream(dumps.file('.sql'), { end: Math.floor(size * 0.6) }).pipe(
      running.child.stdin,
      { end: false },
    );
    await expect
      .poll(async () => await server.query(`SHOW TABLES FROM ${copy} LIKE 'order_items'`), {
        timeout: 60_000,
        interval: 100,
      })
      .toHaveLength(1);
    const ids = (await statementsOf(server, account)).map(({ id }) => id);
    running.child.kill('SIGTERM');
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(143);
    expect(stderr).toMatch(/^dumpstream: interrupted by SIGTERM.*\n$/);
    await expect.poll(() => account.connections(), { timeout: 60_000 }).toBe(0);
    await expectNoTransaction(server, ids);
  });
});
