/** Checks that the account can see all that belongs to the dump: what it can't see is not listed. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { inDatabase, qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import type { ServerInfo } from '../summary.ts';
import type { Grants } from './grants.ts';
import { text } from './text.ts';

type Kinds = Pick<DumpOptions, 'events' | 'routines' | 'tables'>;

type Named = { readonly name: string };

/**
 * information_schema leaves out, without a word, what the account has no privilege for. So a kind
 * of object that could be invisible is an error, unless the caller leaves it out.
 *
 * @throws DumpError `MISSING_PRIVILEGE` that names the kind and the GRANT that helps
 */
export function checkVisibility(
  grants: Grants,
  server: ServerInfo,
  database: string,
  kinds: Kinds,
): void {
  const wholeDatabase = kinds.tables === undefined;
  const on = `${quoteIdentifier(database)}.*`;
  const missing = (kind: string, grant: string, option: string): DumpError =>
    missingPrivilege(grants, `all ${kind} of database "${database}"`, grant, option);
  if (wholeDatabase && !grants.onDatabase('SELECT', database)) {
    throw missing('tables', `SELECT ON ${on}`, 'name the tables with the option tables');
  }
  if ((kinds.events ?? wholeDatabase) && !grants.onDatabase('EVENT', database)) {
    throw missing('events', `EVENT ON ${on}`, 'leave them out with events: false');
  }
  if ((kinds.routines ?? wholeDatabase) && !seesRoutines(grants, database)) {
    throw missing(
      'routines',
      routinePrivilege(server, database),
      'leave them out with routines: false',
    );
  }
}

/**
 * Every column is listed only to an account that may SELECT from the whole table, and not just from
 * some of its columns.
 *
 * @throws DumpError `MISSING_PRIVILEGE`
 */
export function checkTablesVisible(
  grants: Grants,
  database: string,
  tables: readonly Named[],
): void {
  const table = tables.find(({ name }) => !grants.onTable('SELECT', database, name));
  if (table === undefined) return;
  const qualified = qualifiedName({ database, name: table.name });
  throw missingPrivilege(
    grants,
    `all columns of table ${qualified}`,
    `SELECT ON ${qualified}`,
    'leave it out with ignoreTables',
  );
}

/**
 * A privilege on each of the tables is enough.
 *
 * @throws DumpError `MISSING_PRIVILEGE`
 */
export function checkTriggersVisible(
  grants: Grants,
  database: string,
  tables: readonly Named[],
): void {
  const table = tables.find(({ name }) => !grants.onTable('TRIGGER', database, name));
  if (table === undefined) return;
  const qualified = qualifiedName({ database, name: table.name });
  throw missingPrivilege(
    grants,
    `the triggers of table ${qualified}`,
    `TRIGGER ON ${qualified}`,
    'leave them out with triggers: false',
  );
}

/** @throws DumpError `MISSING_PRIVILEGE` */
export function checkViewsVisible(grants: Grants, database: string, views: readonly Named[]): void {
  for (const { name } of views) {
    const missing = ['SELECT', 'SHOW VIEW'].filter(
      (privilege) => !grants.onTable(privilege, database, name),
    );
    if (missing.length === 0) continue;
    const qualified = qualifiedName({ database, name });
    throw missingPrivilege(
      grants,
      `the definition of view ${qualified}`,
      `${missing.join(', ')} ON ${qualified}`,
      'leave the views out with views: false',
    );
  }
}

/**
 * The names of routines are visible to more accounts than their bodies are.
 *
 * @throws DumpError `MISSING_PRIVILEGE` that names the first routine whose body is not
 */
export async function checkRoutineBodies(
  connection: DatabaseConnection,
  grants: Grants,
  server: ServerInfo,
  database: string,
): Promise<void> {
  const [hidden] = await connection.query(
    'SELECT ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES ' +
      `WHERE ${inDatabase('ROUTINE_SCHEMA', database)} AND ROUTINE_DEFINITION IS NULL ` +
      'ORDER BY ROUTINE_TYPE, ROUTINE_NAME LIMIT 1',
    `look at the bodies of the routines of ${quoteIdentifier(database)}`,
  );
  if (hidden === undefined) return;
  const [type, name] = hidden;
  throw missingPrivilege(
    grants,
    `the body of ${text(type).toLowerCase()} ${qualifiedName({ database, name: text(name) })}`,
    routinePrivilege(server, database),
    'leave the routines out with routines: false',
  );
}

function missingPrivilege(
  grants: Grants,
  what: string,
  privilege: string,
  option: string,
): DumpError {
  return new DumpError(
    'MISSING_PRIVILEGE',
    `The account ${grants.account} can't see ${what}, which would be missing from the dump. ` +
      `Run: GRANT ${privilege} TO ${grants.account}. Or ${option}.`,
  );
}

/**
 * Whether the names of all routines are visible.
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-routines-table.html
 */
function seesRoutines(grants: Grants, database: string): boolean {
  return (
    ['SELECT', 'SHOW_ROUTINE'].some((privilege) => grants.everywhere(privilege, database)) ||
    grants.onTable('SELECT', 'mysql', 'proc') ||
    ['EXECUTE', 'CREATE ROUTINE', 'ALTER ROUTINE', 'SHOW CREATE ROUTINE'].some((privilege) =>
      grants.onDatabase(privilege, database),
    )
  );
}

/** What makes names and bodies of routines visible. */
function routinePrivilege(server: ServerInfo, database: string): string {
  if (server.flavor === 'mariadb') {
    return serverIsAtLeast(server, 11, 3)
      ? `SHOW CREATE ROUTINE ON ${quoteIdentifier(database)}.*`
      : 'SELECT ON mysql.proc';
  }
  if (serverIsAtLeast(server, 8, 0, 20)) return 'SHOW_ROUTINE ON *.*';
  // MySQL 8.0 has no table mysql.proc any more.
  return serverIsAtLeast(server, 8) ? 'SELECT ON *.*' : 'SELECT ON mysql.proc';
}
