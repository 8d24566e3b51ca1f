/** The ways in which accounts log in to real servers, with TLS and without. */

import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { type ConnectionSettings, dump } from '@dumpstream/core';
import { createConnection } from 'mysql2/promise';
import { expect, onTestFinished, type TestContext, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { dumpGrants } from './connections.ts';

/** The account's name and password; the test is skipped where the server knows no such way. */
async function accountWith(
  server: DatabaseServer,
  database: string,
  identified: (password: string) => string,
  { skip }: TestContext,
): Promise<{ user: string; password: string }> {
  const user = `u${randomBytes(6).toString('hex')}`;
  const password = `s3cret-${randomBytes(6).toString('hex')}`;
  try {
    await server.query(`CREATE USER '${user}'@'%' IDENTIFIED ${identified(password)}`);
  } catch (error) {
    skip(`the server has no such plugin: ${String(error)}`);
  }
  onTestFinished(async () => {
    await server.query(`DROP USER '${user}'@'%'`);
  });
  for (const grant of dumpGrants(database)) await server.query(`GRANT ${grant} TO '${user}'@'%'`);
  return { user, password };
}

async function completes(connection: ConnectionSettings): Promise<void> {
  const sql = await buffer(dump({ connection, routines: false }));
  expect(sql.toString()).toContain('Dump completed');
}

async function offersTls({ port, user, password }: DatabaseServer): Promise<boolean> {
  const ssl = { rejectUnauthorized: false };
  try {
    const connection = await createConnection({ host: '127.0.0.1', port, user, password, ssl });
    connection.destroy();
    return true;
  } catch {
    return false;
  }
}

describeEachServer('an account that logs in by', (server) => {
  const isMysql = server.flavor === 'mysql';
  const by = (plugin: string) => (password: string) =>
    isMysql ? `WITH ${plugin} BY '${password}'` : `VIA ${plugin} USING PASSWORD('${password}')`;

  for (const plugin of ['mysql_native_password', 'caching_sha2_password', 'sha256_password']) {
    test(`${plugin} dumps, whatever the server remembers of it`, async (context) => {
      const database = await server.createDatabase('login');
      const account = await accountWith(server, database, by(plugin), context);
      const local = { host: '127.0.0.1', port: server.port, database, ...account };
      const [row] = await server.query('SELECT @@socket AS path');
      const ways: ConnectionSettings[] = [
        local,
        { ...account, database, socketPath: String(row?.['path']) },
        ...((await offersTls(server)) ? [{ ...local, ssl: { rejectUnauthorized: false } }] : []),
      ];
      for (const way of ways) {
        // What caching_sha2_password has cached is forgotten: the password itself has to be sent.
        await server.query('FLUSH PRIVILEGES');
        await completes(way);
        await completes(way);
        await server.query('FLUSH PRIVILEGES');
        const wrong = dump({ connection: { ...way, password: 'wrong-one' } });
        await expect(buffer(wrong)).rejects.toMatchObject({
          code: 'AUTHENTICATION_FAILED',
          message: expect.not.stringContaining('wrong-one'),
        });
      }
    });
  }
});

describeEachServer('a way to log in that mysql2 does not know', (shared) => {
  test('is named, with what to do', async (context) => {
    context.skip(shared.flavor !== 'mariadb', 'ed25519 is of MariaDB');
    const server = await startPrivateServer(shared);
    try {
      await server.query("INSTALL SONAME 'auth_ed25519'");
    } catch (error) {
      context.skip(`the plugin is not there: ${String(error)}`);
    }
    const database = await server.createDatabase('login');
    const password = (word: string) => `VIA ed25519 USING PASSWORD('${word}')`;
    const account = await accountWith(server, database, password, context);
    const connection = { host: '127.0.0.1', port: server.port, database, ...account };
    await expect(buffer(dump({ connection, waitForServer: 900_000 }))).rejects.toMatchObject({
      name: 'DumpError',
      code: 'AUTHENTICATION_FAILED',
      message: expect.stringMatching(/ by client_ed25519, .*authPlugins/),
    });
  });
});
