/** Reads accounts and roles with their grants. */

import type { SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { type AccountName, parseAccount, quoteAccount } from '../sql/account.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import type { ServerInfo } from '../summary.ts';
import { createUserStatement, grantStatement } from './account-statements.ts';
import type { Grants } from './grants.ts';
import type { Account } from './model.ts';
import { missingPrivilege } from './needed-grants.ts';
import { readOldGrants } from './old-grants.ts';
import { compareNames, text } from './text.ts';

/** Accounts of the server itself: each server makes them anew. */
const reserved = new Set([
  '`mysql.sys`@`localhost`',
  '`mysql.session`@`localhost`',
  '`mysql.infoschema`@`localhost`',
  '`mariadb.sys`@`localhost`',
]);

/**
 * Accounts sorted by name; roles before users, as users are granted roles.
 *
 * @throws DumpError `MISSING_PRIVILEGE`, `UNKNOWN_ACCOUNT`
 */
export async function readAccounts(
  connection: SqlSession,
  server: ServerInfo,
  grants: Grants,
  users: DumpOptions['users'],
): Promise<readonly Account[]> {
  if (users === undefined || users === false) return [];
  if (!grants.onDatabase('SELECT', 'mysql')) {
    throw missingPrivilege(
      `The account ${grants.account} can't see the accounts of the server, which the option users ` +
        `dumps. Run: GRANT SELECT ON mysql.* TO ${grants.account}. Or leave users out.`,
      [{ privileges: ['SELECT'], on: 'mysql.*' }],
    );
  }
  const all = await readNames(connection, server);
  const names =
    users === true ? all.filter((name) => !reserved.has(quoteAccount(name))) : choose(all, users);
  await showPasswordsAsHex(connection);
  const accounts: Account[] = [];
  for (const name of names) {
    try {
      accounts.push(await readAccount(connection, server, name));
    } catch (error) {
      // All accounts are those that there are: others may be dropped since they were listed.
      if (users !== true || (await isThere(connection, server, name))) throw error;
    }
  }
  return accounts;
}

async function isThere(connection: SqlSession, server: ServerInfo, name: AccountName) {
  const quoted = quoteAccount(name);
  return (await readNames(connection, server)).some((other) => quoteAccount(other) === quoted);
}

async function readNames(
  connection: SqlSession,
  server: ServerInfo,
): Promise<readonly AccountName[]> {
  const role = server.flavor === 'mariadb' ? 'is_role' : "'N'";
  const rows = await connection.query(
    `SELECT User, Host, ${role} FROM mysql.user`,
    'list the accounts',
  );
  return rows
    .map(([user, host, isRole]) => ({
      user: text(user),
      host: text(isRole) === 'Y' ? undefined : text(host),
    }))
    .sort((a, b) => {
      const roles = Number(a.host !== undefined) - Number(b.host !== undefined);
      return roles || compareNames(quoteAccount(a), quoteAccount(b));
    });
}

/** A name without a host is a role, or else one for every host. */
function choose(all: readonly AccountName[], users: readonly string[]): readonly AccountName[] {
  const wanted = users.map((written) => {
    const name = parseAccount(written);
    const found = all.find(
      ({ user, host }) => user === name?.user && host?.toLowerCase() === name.host?.toLowerCase(),
    );
    const everywhere = all.find(
      ({ user, host }) => user === name?.user && name.host === undefined && host === '%',
    );
    const account = found ?? everywhere;
    if (account !== undefined) return account;
    throw new DumpError(
      'UNKNOWN_ACCOUNT',
      `The option users names ${written}, but there is no such account on the server. It is ` +
        "written 'user'@'host', as SELECT User, Host FROM mysql.user lists them.",
    );
  });
  return all.filter((name) => wanted.includes(name));
}

/** MySQL 8.0.17: the bytes of a caching_sha2_password hash are no text. */
async function showPasswordsAsHex(connection: SqlSession): Promise<void> {
  const variable = 'print_identified_with_as_hex';
  const rows = await connection.query(`SHOW VARIABLES LIKE '${variable}'`, 'show its variables');
  if (rows.length > 0) await connection.query(`SET SESSION ${variable} = ON`, 'set up the session');
}

async function readAccount(
  connection: SqlSession,
  server: ServerInfo,
  name: AccountName,
): Promise<Account> {
  const quoted = quoteAccount(name);
  const isPublic = name.host === undefined && name.user === 'PUBLIC';
  let created: readonly string[] = [];
  let defaultRoles: string | undefined;
  if (name.host === undefined) {
    created = isPublic ? [] : [`CREATE ROLE IF NOT EXISTS ${quoted}`];
  } else {
    const rows = await connection.query(`SHOW CREATE USER ${quoted}`, `show the account ${quoted}`);
    const [first, ...more] = rows.map(([statement]) => text(statement));
    const user = createUserStatement(first ?? '', name);
    defaultRoles = user.defaultRoles;
    created = [user.statement, ...more];
  }
  const lines =
    server.flavor === 'mysql' && !serverIsAtLeast(server, 8)
      ? await readOldGrants(connection, name)
      : await readGrantLines(connection, name, isPublic);
  return {
    name,
    created,
    grants: lines.flatMap((line) => grantStatement(line, name) ?? []),
    defaultRoles,
  };
}

async function readGrantLines(
  connection: SqlSession,
  name: AccountName,
  isPublic: boolean,
): Promise<readonly string[]> {
  const quoted = quoteAccount(name);
  const rows = await connection.query(
    `SHOW GRANTS FOR ${isPublic ? 'PUBLIC' : quoted}`,
    `show the grants of ${quoted}`,
  );
  return rows.map(([line]) => text(line));
}
