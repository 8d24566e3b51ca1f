/** Checks that the account can see all that belongs to the dump: what it can't see is not listed. */

import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { Grants } from './grants.ts';
import type { Table } from './model.ts';

type Kinds = Pick<DumpOptions, 'events' | 'routines' | 'tables'>;

/**
 * information_schema leaves out, without a word, what the account has no privilege for. So a kind
 * of object that could be invisible is an error, unless the caller leaves it out.
 *
 * @throws DumpError `MISSING_PRIVILEGE` that names the kind and the GRANT that helps
 */
export function checkVisibility(grants: Grants, database: string, kinds: Kinds): void {
  const wholeDatabase = kinds.tables === undefined;
  const on = `${quoteIdentifier(database)}.*`;
  const missing = (kind: string, grant: string, option: string): DumpError =>
    new DumpError(
      'MISSING_PRIVILEGE',
      `The account ${grants.account} can't see all ${kind} of database "${database}", so some ` +
        `could be missing from the dump. Run: ${grant}. Or ${option}.`,
    );
  const grantTo = (privilege: string, where = on): string =>
    `GRANT ${privilege} ON ${where} TO ${grants.account}`;
  if (wholeDatabase && !grants.onDatabase('SELECT', database)) {
    throw missing('tables', grantTo('SELECT'), 'name the tables with the option tables');
  }
  if ((kinds.events ?? wholeDatabase) && !grants.onDatabase('EVENT', database)) {
    throw missing('events', grantTo('EVENT'), 'leave them out with events: false');
  }
  if ((kinds.routines ?? wholeDatabase) && !seesRoutines(grants, database)) {
    throw missing(
      'routines',
      `${grantTo('SHOW_ROUTINE', '*.*')} (MySQL 8.0.20 and newer), or ` +
        `${grantTo('SELECT', 'mysql.proc')} (older, and MariaDB)`,
      'leave them out with routines: false',
    );
  }
}

/**
 * The same for the triggers of chosen tables, for which a privilege on each of them is enough.
 *
 * @throws DumpError `MISSING_PRIVILEGE`
 */
export function checkTriggersVisible(
  grants: Grants,
  table: Pick<Table, 'database' | 'name'>,
): void {
  if (grants.onTable('TRIGGER', table.database, table.name)) return;
  const qualified = qualifiedName(table);
  throw new DumpError(
    'MISSING_PRIVILEGE',
    `The account ${grants.account} can't see the triggers of table ${qualified}, so some could be ` +
      `missing from the dump. Run: GRANT TRIGGER ON ${qualified} TO ${grants.account}. Or leave ` +
      'them out with triggers: false.',
  );
}

/**
 * Whether the names of all routines are visible. Whether their bodies are turns out when each is
 * read, and is an error that names the routine.
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
