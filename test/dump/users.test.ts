/** Accounts and grants come back: the old passwords log in, and everybody may do what they could. */

import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { dump } from '@dumpstream/core';
import { createConnection } from 'mysql2/promise';
import { expect, test } from 'vitest';
import { readAccounts } from '../../packages/core/src/catalog/accounts.ts';
import { Grants } from '../../packages/core/src/catalog/grants.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { createAccount } from './connections.ts';
import { failureAndBytes } from './failure.ts';
import { openSession } from './snapshot-sessions.ts';

const strange = "'it''s\\\\ a \"`x'@'127.0.0.%'";

const accounts = `CREATE DATABASE shop; CREATE DATABASE other;
CREATE TABLE shop.items (id INT, \`a), SELECT (b\` INT); CREATE VIEW shop.v AS SELECT id FROM shop.items;
CREATE TABLE other.t (id INT); CREATE PROCEDURE shop.p() SELECT 1; CREATE PROCEDURE other.p() SELECT 1;
CREATE USER app@'%' IDENTIFIED BY 's3cret-app';
CREATE USER ${strange} IDENTIFIED BY 's3cret-strange' REQUIRE NONE WITH MAX_QUERIES_PER_HOUR 500;
CREATE USER locked@localhost IDENTIFIED BY 's3cret-locked' ACCOUNT LOCK;
CREATE USER expired@'%' IDENTIFIED BY 's3cret-expired' PASSWORD EXPIRE; CREATE USER ''@'anonymous.host';
GRANT SELECT (id), UPDATE (\`a), SELECT (b\`), DELETE ON shop.items TO app@'%';
GRANT INSERT ON shop.v TO app@'%' WITH GRANT OPTION; GRANT SELECT ON other.t TO app@'%';
GRANT EXECUTE ON PROCEDURE shop.p TO app@'%'; GRANT EXECUTE ON PROCEDURE other.p TO app@'%';
GRANT ALL ON \`pat\\_%\`.* TO ${strange} WITH GRANT OPTION; GRANT PROCESS ON *.* TO ${strange};
GRANT SELECT (User), UPDATE ON mysql.user TO app@'%'; GRANT PROXY ON locked@localhost TO app@'%';`;

const roles = `CREATE ROLE reader, writer; GRANT SELECT ON shop.* TO reader; GRANT INSERT ON shop.* TO writer;
GRANT reader TO writer; GRANT writer TO app@'%' WITH ADMIN OPTION; GRANT reader TO ${strange};`;

function hasRoles(server: DatabaseServer): boolean {
  return !server.version.startsWith('5.');
}

async function prepare(server: DatabaseServer): Promise<void> {
  await server.query(accounts);
  if (!hasRoles(server)) return;
  const preposition = server.flavor === 'mariadb' ? 'FOR' : 'TO';
  await server.query(`${roles} SET DEFAULT ROLE writer ${preposition} app@'%'`);
  if (server.flavor === 'mariadb' && !server.version.startsWith('10.6')) {
    await server.query('GRANT SELECT ON shop.v TO PUBLIC');
  }
}

/** All that the server says of its accounts, but the account of the tests. */
async function everythingOf(server: DatabaseServer): Promise<Record<string, readonly string[]>> {
  const role = server.flavor === 'mariadb' ? 'is_role' : "'N'";
  const names = await server.query(
    `SELECT User AS user, Host AS host, ${role} AS role FROM mysql.user WHERE User <> 'root'`,
  );
  const all: Record<string, readonly string[]> = {};
  for (const { user, host, role: isRole } of names) {
    const quote = (name: unknown) => `\`${String(name).replaceAll('`', '``')}\``;
    const name =
      isRole === 'Y' ? (user === 'PUBLIC' ? user : quote(user)) : `${quote(user)}@${quote(host)}`;
    const shown = await server.query(`SHOW GRANTS FOR ${name}`);
    const created = isRole === 'Y' ? [] : await server.query(`SHOW CREATE USER ${name}`);
    all[String(name)] = [...shown, ...created].map((row) => String(Object.values(row)[0])).sort();
  }
  return all;
}

async function login(server: DatabaseServer, user: string, password: string): Promise<unknown> {
  const { host, port } = server;
  const connection = await createConnection({ host, port, user, password });
  try {
    const [rows] = await connection.query('SELECT CURRENT_USER() AS account');
    return rows;
  } finally {
    connection.destroy();
  }
}

describeEachServer('a dump with users', (kind) => {
  test('brings accounts, hashes, grants and roles to another server', async () => {
    const source = await startPrivateServer(kind);
    const target = await startPrivateServer(kind);
    await prepare(source);
    const stream = dump({ connection: source.url(), allDatabases: true, users: true });
    const sql = await buffer(stream);
    const before = await everythingOf(source);
    await target.restore(undefined, sql);
    expect(await everythingOf(target)).toEqual(before);
    expect(await login(target, 'app', 's3cret-app')).toEqual([{ account: 'app@%' }]);
    expect(await login(target, `it's\\ a "\`x`, 's3cret-strange')).toHaveLength(1);
    await expect(login(target, 'app', 'wrong')).rejects.toMatchObject({ errno: 1045 });
    const summary = await stream.summary;
    expect(summary.accounts).toContainEqual({ account: '`app`@`%`', grantsLeftOut: 0 });
    expect(sql.toString()).not.toMatch(/mysql\.(sys|session|infoschema)|mariadb\.sys/);
    // A second time it changes nothing.
    await target.restore(undefined, sql);
    expect(await everythingOf(target)).toEqual(before);
  });

  test('leaves an account that is there its password', async () => {
    const source = await startPrivateServer(kind);
    const target = await startPrivateServer(kind);
    await prepare(source);
    await target.query(`CREATE USER app@'%' IDENTIFIED BY 's3cret-other'`);
    const options = { connection: source.url(), allDatabases: true, users: true };
    await target.restore(undefined, await buffer(dump(options)));
    expect(await login(target, 'app', 's3cret-other')).toEqual([{ account: 'app@%' }]);
    expect(await login(target, 'root', target.password)).toHaveLength(1);
  });

  test('takes a list, and writes what is not in the dump as comments', async () => {
    const source = await startPrivateServer(kind);
    const target = await startPrivateServer(kind);
    await prepare(source);
    const users = ["'app'@'%'", 'locked@localhost'];
    const stream = dump({ connection: source.url(), databases: ['shop'], users });
    const sql = await buffer(stream);
    await target.restore(undefined, sql);
    expect((await stream.summary).accounts).toEqual([
      {
        account: '`app`@`%`',
        grantsLeftOut: hasRoles(kind) ? (kind.flavor === 'mariadb' ? 4 : 3) : 2,
      },
      { account: '`locked`@`localhost`', grantsLeftOut: 0 },
    ]);
    expect(sql.toString()).toMatch(
      /\n-- Left out, .*: GRANT SELECT ON `other`\.`t` TO `app`@`%`;\n/,
    );
    const names = await target.query(
      "SELECT User AS user FROM mysql.user WHERE User IN ('app', 'expired')",
    );
    expect(names).toEqual([{ user: 'app' }]);
    expect(await login(target, 'app', 's3cret-app')).toEqual([{ account: 'app@%' }]);
  });

  test('names an account that does not exist, and the privilege that it needs', async () => {
    const database = await kind.createDatabase('accounts');
    const users = ["'no_such_user'@'%'"];
    const unknown = { connection: kind.url(), databases: [database], users };
    expect(await failureAndBytes(unknown)).toMatchObject({
      error: { code: 'UNKNOWN_ACCOUNT', message: expect.stringContaining('no_such_user') },
      bytes: 0,
    });
    const account = await createAccount(kind, [`SELECT ON \`${database}\`.*`]);
    const kinds = { events: false, routines: false, triggers: false };
    const options = {
      connection: account.url(),
      databases: [database],
      users: [`'${account.user}'@'%'`],
      ...kinds,
    };
    const { error, bytes } = await failureAndBytes(options);
    expect({ code: error.code, bytes }).toEqual({ code: 'MISSING_PRIVILEGE', bytes: 0 });
    const grant = /Run: (GRANT SELECT ON mysql\.\* TO .*?)\. Or/.exec(error.message)?.[1];
    await kind.query(String(grant));
    // What is left out for want of a privilege would be the hash.
    const limited = (await buffer(dump({ ...options, skipDumpDate: true }))).toString();
    const full = await buffer(dump({ ...options, connection: kind.url(), skipDumpDate: true }));
    expect(limited).toBe(full.toString());
    expect(limited).toMatch(/CREATE USER IF NOT EXISTS .* (AS|PASSWORD) (0x|'\*)/);
  });

  test.for(['SHOW CREATE USER', 'SHOW GRANTS FOR'])(
    'regression: leaves an account out that is dropped before its %s',
    async (statement) => {
      const gone = `gone${randomBytes(6).toString('hex')}`;
      const session = await openSession(kind.url());
      session.before = async (sql) => {
        if (sql.startsWith(`${statement} \`${gone}\``)) await kind.query(`DROP USER ${gone}@'%'`);
      };
      const grants = new Grants("'root'@'localhost'", [
        'GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost`',
      ]);
      const read = async (users: true | readonly string[]) => {
        await kind.query(`CREATE USER ${gone}@'%'`);
        const accounts = await readAccounts(session, kind, grants, users);
        return accounts.map(({ name }) => name.user);
      };
      const names = await read(true);
      expect(names).toContain('root');
      expect(names).not.toContain(gone);
      await expect(read([`'${gone}'@'%'`])).rejects.toThrow(`\`${gone}\``);
    },
  );
});
