/** What the stock dump program leaves out without a word, and what our dump says in its place. */

import { buffer } from 'node:stream/consumers';
import { type DumpOptions, dump } from '@dumpstream/core';
import { expect, onTestFinished, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { stockDump } from './stock-dump.ts';

describeEachServer('without the privilege for', (server) => {
  test('triggers, the stock program leaves them out in silence, and our dump fails', async (context) => {
    context.skip(server.stockTools.dump === undefined, 'no dump program is installed');
    const database = await server.createDatabase('triggers');
    await server.query(
      `USE \`${database}\`; CREATE TABLE t (id INT);
CREATE TRIGGER precious BEFORE INSERT ON t FOR EACH ROW SET NEW.id = 1`,
    );
    const account = await createAccount(server, `SELECT, SHOW VIEW, EVENT ON \`${database}\`.*`);
    const stock = await stockDump(server, database, { account });
    expect(stock.exitCode).toBe(0);
    // MySQL 9 speaks of masking policies there.
    expect(stock.stderr).not.toMatch(/trigger|routine|procedure|precious/i);
    expect(stock.stdout).toContain('-- Dump completed');
    expect(stock.stdout).not.toContain('precious');

    const withoutRoutines = { routines: false };
    await expect(ourDump(server, database, account, withoutRoutines)).rejects.toMatchObject({
      code: 'MISSING_PRIVILEGE',
      message: expect.stringMatching(/trigger[\s\S]*GRANT TRIGGER/i),
    });
  });

  test('routines, the stock program leaves them out in silence, and our dump fails', async (context) => {
    context.skip(server.stockTools.dump === undefined, 'no dump program is installed');
    const database = await server.createDatabase('routines');
    await server.query(
      `USE \`${database}\`; CREATE TABLE t (id INT);
CREATE PROCEDURE precious() SELECT 1`,
    );
    const rights = `SELECT, SHOW VIEW, EVENT, TRIGGER ON \`${database}\`.*`;
    const account = await createAccount(server, rights);
    const stock = await stockDump(server, database, { account });
    expect(stock.exitCode).toBe(0);
    // MySQL 9 speaks of masking policies there.
    expect(stock.stderr).not.toMatch(/trigger|routine|procedure|precious/i);
    expect(stock.stdout).toContain('-- Dump completed');
    expect(stock.stdout).not.toContain('precious');

    await expect(ourDump(server, database, account)).rejects.toMatchObject({
      code: 'MISSING_PRIVILEGE',
      message: expect.stringMatching(/all routines[\s\S]*GRANT /),
    });
  });
});

interface Account {
  readonly user: string;
  readonly password: string;
}

async function createAccount(server: DatabaseServer, rights: string): Promise<Account> {
  const account = { user: `u${process.pid}_${accounts++}`, password: 'only-Reads-1' };
  await server.query(
    `CREATE USER '${account.user}'@'%' IDENTIFIED BY '${account.password}';
GRANT ${rights} TO '${account.user}'@'%'`,
  );
  onTestFinished(async () => {
    await server.query(`DROP USER '${account.user}'@'%'`);
  });
  return account;
}

let accounts = 0;

function ourDump(
  server: DatabaseServer,
  database: string,
  account: Account,
  options: Omit<DumpOptions, 'connection'> = {},
): Promise<Buffer> {
  const { host, port } = server;
  return buffer(dump({ connection: { host, port, database, ...account }, ...options }));
}
