/** What the account may do, read from SHOW GRANTS. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import type { ServerInfo } from '../summary.ts';
import { text } from './tables.ts';

/** ER_OPTION_PREVENTS_STATEMENT: the server runs with --skip-grant-tables, all is allowed. */
const grantTablesSkipped = 1290;

/** One line of SHOW GRANTS. */
interface Grant {
  readonly revoked: boolean;
  /** Upper case, `ALL PRIVILEGES` for all. */
  readonly privileges: ReadonlySet<string>;
  /** `*`, or a pattern with `%` and `_` that backslashes take the meaning from. */
  readonly database: string;
  /** `*` or a name. */
  readonly table: string;
}

/** The privileges of the account, with those of its active roles. */
export class Grants {
  /** `'user'@'host'` as the server knows the account, for GRANT statements in messages. */
  readonly account: string;
  readonly #grants: readonly Grant[];

  constructor(account: string, lines: readonly string[]) {
    this.account = account;
    this.#grants = lines.flatMap((line) => parseGrant(line) ?? []);
  }

  /** Whether a privilege holds for everything in a database. */
  onDatabase(privilege: string, database: string): boolean {
    return (
      this.everywhere(privilege, database) ||
      this.#granted(privilege, (grant) => grant.table === '*' && matches(grant.database, database))
    );
  }

  /** Whether a privilege holds for one table. */
  onTable(privilege: string, database: string, table: string): boolean {
    return (
      this.onDatabase(privilege, database) ||
      this.#granted(
        privilege,
        (grant) => grant.table === table && matches(grant.database, database),
      )
    );
  }

  /** Whether a privilege is granted on `*.*` and not revoked for the database (MySQL 8.0.16). */
  everywhere(privilege: string, database: string): boolean {
    const granted = this.#granted(privilege, (grant) => grant.database === '*');
    return (
      granted &&
      !this.#grants.some(
        (grant) => grant.revoked && grant.database === database && grant.privileges.has(privilege),
      )
    );
  }

  #granted(privilege: string, where: (grant: Grant) => boolean): boolean {
    return this.#grants.some(
      (grant) =>
        !grant.revoked &&
        where(grant) &&
        (grant.privileges.has(privilege) || grant.privileges.has('ALL PRIVILEGES')),
    );
  }
}

export async function readGrants(
  connection: DatabaseConnection,
  server: ServerInfo,
): Promise<Grants> {
  const [row] = await connection.query('SELECT CURRENT_USER()', 'tell the account');
  const account = text(row?.[0]);
  const at = account.lastIndexOf('@');
  const quoted = `'${account.slice(0, at)}'@'${account.slice(at + 1)}'`;
  try {
    const roles = await activeRoles(connection, server);
    const using = roles === undefined ? '' : ` FOR CURRENT_USER() USING ${roles}`;
    const rows = await connection.query(`SHOW GRANTS${using}`, 'show the grants of the account');
    return new Grants(
      quoted,
      rows.map(([line]) => text(line)),
    );
  } catch (error) {
    const { cause } = error instanceof DumpError ? error : {};
    if (cause instanceof Error && 'errno' in cause && cause.errno === grantTablesSkipped) {
      return new Grants(quoted, ['GRANT ALL PRIVILEGES ON *.* TO everybody']);
    }
    throw error;
  }
}

/** MySQL 8 shows the privileges of roles only when they are named; MariaDB always does. */
async function activeRoles(
  connection: DatabaseConnection,
  server: ServerInfo,
): Promise<string | undefined> {
  if (server.flavor === 'mariadb' || Number.parseInt(server.version, 10) < 8) return undefined;
  const [roles] = await connection.query('SELECT CURRENT_ROLE()', 'tell the active roles');
  const names = text(roles?.[0]);
  return names === '' || names === 'NONE' ? undefined : names;
}

const identifier = '\\*|`(?:[^`]|``)*`';
const grantLine = new RegExp(
  `^(?<verb>GRANT|REVOKE) (?<privileges>.+?) ON (?<database>${identifier})\\.(?<table>${identifier}) (?:TO|FROM) `,
  's',
);

/** `undefined` for roles, proxies and routines, which say nothing about tables. */
function parseGrant(line: string): Grant | undefined {
  const { verb, privileges, database, table } = grantLine.exec(line)?.groups ?? {};
  if (privileges === undefined || database === undefined || table === undefined) return undefined;
  return {
    revoked: verb === 'REVOKE',
    privileges: new Set(privileges.split(',').map((name) => name.trim().toUpperCase())),
    database: unquote(database),
    table: unquote(table),
  };
}

function unquote(name: string): string {
  return name.startsWith('`') ? name.slice(1, -1).replaceAll('``', '`') : name;
}

/**
 * `_` and `%` are wildcards, `\_` and `\%` are none; `*` is not a pattern but {@link Grants.everywhere}.
 * https://dev.mysql.com/doc/refman/8.4/en/grant.html
 */
function matches(pattern: string, database: string): boolean {
  if (pattern === '*') return false;
  if (pattern === database) return true;
  const source = pattern.replace(/\\[_%\\]|[_%]|[^\w]/gs, (part) => {
    if (part === '_') return '.';
    if (part === '%') return '.*';
    return `\\${part.length === 2 ? part.slice(1) : part}`.replace(/^\\([\w])$/, '$1');
  });
  return new RegExp(`^${source}$`, 's').test(database);
}
