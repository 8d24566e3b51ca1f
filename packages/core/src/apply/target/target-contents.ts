/** What is in the target before anything is written: an empty database, or something to be careful with. */

import type { SqlSession } from '../../connect/sql-session.ts';
import { DumpError } from '../../errors.ts';
import { progressTable } from '../../integrity/progress-table-name.ts';
import { inDatabase, ofTable, type QualifiedName, quoteIdentifier } from '../../sql/identifier.ts';

/** @returns names of the databases that are there, as the account sees them */
export async function databaseIsThere(session: SqlSession, database: string): Promise<boolean> {
  const rows = await session.query(
    `SELECT 1 FROM information_schema.SCHEMATA WHERE ${inDatabase('SCHEMA_NAME', database)}`,
    `look for database ${quoteIdentifier(database)}`,
  );
  return rows.length > 0;
}

/** How many names a message lists. */
const shownNames = 5;

/**
 * @throws DumpError `TARGET_NOT_EMPTY` where there is a table, view, routine or event; what this
 *   package has left itself aside
 */
export async function checkIsEmpty(session: SqlSession, database: string): Promise<void> {
  const found: string[] = [];
  for (const [what, table, schema, name] of [
    ['table', 'TABLES', 'TABLE_SCHEMA', 'TABLE_NAME'],
    ['routine', 'ROUTINES', 'ROUTINE_SCHEMA', 'ROUTINE_NAME'],
    ['event', 'EVENTS', 'EVENT_SCHEMA', 'EVENT_NAME'],
  ] as const) {
    const rows = await session.query(
      `SELECT ${name} FROM information_schema.${table}
        WHERE ${inDatabase(schema, database)} AND ${name} <> '${progressTable}'
        LIMIT ${shownNames}`,
      `list what is in database ${quoteIdentifier(database)}`,
    );
    found.push(...rows.map(([value]) => `${what} ${quoteIdentifier(value?.toString() ?? '')}`));
  }
  if (found.length === 0) return;
  const shown = found.slice(0, shownNames).join(', ');
  throw new DumpError(
    'TARGET_NOT_EMPTY',
    `The database ${quoteIdentifier(database)} is not empty: it holds ${shown}` +
      `${found.length > shownNames ? ', …' : ''}. Restore into an empty ` +
      'database; or use the option force, which replaces what the dump drops and makes again.',
  );
}

/** @throws DumpError `TARGET_NOT_EMPTY` where one of the tables is there */
export async function checkTablesAbsent(
  session: SqlSession,
  tables: readonly QualifiedName[],
): Promise<void> {
  for (const table of tables) {
    const rows = await session.query(
      `SELECT 1 FROM information_schema.TABLES WHERE ${ofTable(table)}`,
      `look for table ${quoteIdentifier(table.name)}`,
    );
    if (rows.length === 0) continue;
    throw new DumpError(
      'TARGET_NOT_EMPTY',
      `The database ${quoteIdentifier(table.database)} holds a table ${quoteIdentifier(table.name)} ` +
        'already. Use the option force to have it replaced.',
    );
  }
}
