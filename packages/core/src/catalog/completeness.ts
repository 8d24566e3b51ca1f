/** Checks that the account can see all that belongs to the dump: what it can't see is not listed. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { inDatabase, qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import type { ServerInfo } from '../summary.ts';
import type { Grants } from './grants.ts';
import { missingPrivilege, type NeededGrant } from './needed-grants.ts';
import type { Problems } from './problems.ts';
import { text } from './text.ts';

type Kinds = Pick<
  DumpOptions,
  'events' | 'noCreateInfo' | 'routines' | 'tables' | 'triggers' | 'views'
>;

type Named = { readonly name: string };

/**
 * information_schema leaves out, without a word, what the account has no privilege for. So a kind
 * of object that could be invisible is an error, unless the caller leaves it out.
 *
 * @param problems - told `MISSING_PRIVILEGE`, with the kind and the GRANT that helps
 * @returns whether all tables can be seen that belong to the dump
 */
export function checkVisibility(
  problems: Problems,
  grants: Grants,
  server: ServerInfo,
  database: string,
  kinds: Kinds,
): boolean {
  const wholeDatabase = kinds.tables === undefined;
  const on = wholeScope(database);
  const report = (kind: string, needed: readonly NeededGrant[], option: string): void =>
    problems.report(invisible(grants, `all ${kind} of database "${database}"`, needed, option));
  const seesTables = !wholeDatabase || grants.onDatabase('SELECT', database);
  if (!seesTables) {
    const withHidden = { privileges: neededForHidden(grants, database, kinds), on };
    report(
      'tables',
      [{ privileges: ['SELECT'], on }, withHidden],
      'name the tables with the option tables',
    );
  }
  if ((kinds.events ?? wholeDatabase) && !grants.onDatabase('EVENT', database)) {
    report('events', [{ privileges: ['EVENT'], on }], 'leave them out with events: false');
  }
  if ((kinds.routines ?? wholeDatabase) && !seesRoutines(grants, database)) {
    report('routines', [routinePrivilege(server, database)], 'leave them out with routines: false');
  }
  return seesTables;
}

/** What tables and views that can't be seen need besides SELECT. */
function neededForHidden(
  grants: Grants,
  database: string,
  { noCreateInfo, triggers, views }: Kinds,
): readonly string[] {
  const wanted = [
    ...(views === false || noCreateInfo === true ? [] : ['SHOW VIEW']),
    ...(triggers === false ? [] : ['TRIGGER']),
  ];
  return wanted.filter((privilege) => !grants.onDatabase(privilege, database));
}

/**
 * Every column is listed only to an account that may SELECT from the whole table, and not just from
 * some of its columns.
 *
 * @param problems - told `MISSING_PRIVILEGE`, of the first table
 */
export function checkTablesVisible(
  problems: Problems,
  grants: Grants,
  database: string,
  tables: readonly Named[],
): void {
  const needed = missingOn(['SELECT'], grants, database, tables);
  if (needed[0] === undefined) return;
  problems.report(
    invisible(
      grants,
      `all columns of table ${needed[0].on}`,
      needed,
      'leave it out with ignoreTables',
    ),
  );
}

/**
 * A privilege on each of the tables is enough.
 *
 * @param problems - told `MISSING_PRIVILEGE`, of the first table
 */
export function checkTriggersVisible(
  problems: Problems,
  grants: Grants,
  database: string,
  tables: readonly Named[],
): void {
  const needed = missingOn(['TRIGGER'], grants, database, tables);
  if (needed[0] === undefined) return;
  problems.report(
    invisible(
      grants,
      `the triggers of table ${needed[0].on}`,
      needed,
      'leave them out with triggers: false',
    ),
  );
}

/**
 * @param problems - told `MISSING_PRIVILEGE`, of the first view whose definition can't be seen
 * @returns those whose definitions can be seen
 */
export function visibleViews<View extends Named>(
  problems: Problems,
  grants: Grants,
  database: string,
  views: readonly View[],
): readonly View[] {
  const needed = missingOn(['SELECT', 'SHOW VIEW'], grants, database, views);
  if (needed[0] === undefined) return views;
  problems.report(
    invisible(
      grants,
      `the definition of view ${needed[0].on}`,
      needed,
      'leave the views out with views: false',
    ),
  );
  const hidden = new Set(needed.map(({ on }) => on));
  return views.filter(({ name }) => !hidden.has(qualifiedName({ database, name })));
}

/** What is missing on each of the tables or views. */
function missingOn(
  privileges: readonly string[],
  grants: Grants,
  database: string,
  objects: readonly Named[],
): readonly NeededGrant[] {
  return objects
    .map(({ name }) => ({
      privileges: privileges.filter((privilege) => !grants.onTable(privilege, database, name)),
      on: qualifiedName({ database, name }),
    }))
    .filter((needed) => needed.privileges.length > 0);
}

/**
 * The names of routines are visible to more accounts than their bodies are.
 *
 * @param problems - told `MISSING_PRIVILEGE`, with the first routine whose body is not
 */
export async function checkRoutineBodies(
  problems: Problems,
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
  problems.report(
    invisible(
      grants,
      `the body of ${text(type).toLowerCase()} ${qualifiedName({ database, name: text(name) })}`,
      [routinePrivilege(server, database)],
      'leave the routines out with routines: false',
    ),
  );
}

/** @param needed - the first of it is in the message */
function invisible(
  { account }: Grants,
  what: string,
  needed: readonly NeededGrant[],
  option: string,
): DumpError {
  const { privileges = [], on = '' } = needed[0] ?? {};
  return missingPrivilege(
    `The account ${account} can't see ${what}, which would be missing from the dump. ` +
      `Run: GRANT ${privileges.join(', ')} ON ${on} TO ${account}. Or ${option}.`,
    needed,
  );
}

function wholeScope(database: string): string {
  return `${quoteIdentifier(database)}.*`;
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
function routinePrivilege(server: ServerInfo, database: string): NeededGrant {
  const inTable = { privileges: ['SELECT'], on: 'mysql.proc' };
  if (server.flavor === 'mariadb') {
    return serverIsAtLeast(server, 11, 3)
      ? { privileges: ['SHOW CREATE ROUTINE'], on: wholeScope(database) }
      : inTable;
  }
  if (serverIsAtLeast(server, 8, 0, 20)) return { privileges: ['SHOW_ROUTINE'], on: '*.*' };
  // MySQL 8.0 has no table mysql.proc any more.
  return serverIsAtLeast(server, 8) ? { privileges: ['SELECT'], on: '*.*' } : inTable;
}
