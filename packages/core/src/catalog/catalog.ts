/** Reads the catalog: everything that the dump will hold, checked before its first byte. */

import type { DatabaseConnection, ResultRow } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { qualifiedName, quoteString } from '../render/identifier.ts';
import type { ServerInfo } from '../summary.ts';
import type { Catalog, Database, View } from './model.ts';
import { readEvents, readRoutines, readTriggers } from './programs.ts';
import type { TableSelection } from './selection.ts';
import { readTableEntries, readTables, text } from './tables.ts';

type CatalogOptions = Pick<DumpOptions, 'tables' | 'triggers' | 'views' | 'routines' | 'events'>;

/**
 * @throws DumpError `UNKNOWN_DATABASE`, `UNKNOWN_TABLE`, `BROKEN_VIEW`, `MISSING_PRIVILEGE`,
 *   `UNSUPPORTED`
 */
export async function readCatalog(
  connection: DatabaseConnection,
  server: ServerInfo,
  names: readonly string[],
  selection: TableSelection,
  options: CatalogOptions,
): Promise<Catalog> {
  const databases: Database[] = [];
  for (const name of names) {
    databases.push(await readDatabase(connection, name, selection, options));
  }
  selection.checkAllMet(names);
  return { server, databases };
}

async function readDatabase(
  connection: DatabaseConnection,
  name: string,
  selection: TableSelection,
  options: CatalogOptions,
): Promise<Database> {
  const { characterSet, collation } = await readSchema(connection, name);
  const included = (await readTableEntries(connection, name)).filter((entry) =>
    selection.includes({ database: name, name: entry.name }),
  );
  const tables = await readTables(
    connection,
    name,
    included.filter((entry) => entry.type !== 'VIEW'),
  );
  // Asked for by name, so that a condition for a table that is not there is noticed.
  for (const table of tables) selection.condition(table);
  const views: View[] = [];
  for (const entry of included.filter(({ type }) => options.views !== false && type === 'VIEW')) {
    views.push(await readView(connection, name, entry.name));
  }
  // Routines and events belong to the database: a choice of tables leaves them out unless asked.
  const wholeDatabase = options.tables === undefined;
  const tableNames = new Set(tables.map((table) => table.name));
  return {
    name,
    characterSet,
    collation,
    tables,
    views,
    triggers: options.triggers === false ? [] : await readTriggers(connection, name, tableNames),
    routines: (options.routines ?? wholeDatabase) ? await readRoutines(connection, name) : [],
    events: (options.events ?? wholeDatabase) ? await readEvents(connection, name) : [],
  };
}

async function readSchema(
  connection: DatabaseConnection,
  name: string,
): Promise<Pick<Database, 'characterSet' | 'collation'>> {
  const [row] = await connection.query(
    'SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME ' +
      `FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${quoteString(name)}`,
    'list the databases',
  );
  if (row === undefined) {
    throw new DumpError(
      'UNKNOWN_DATABASE',
      `There is no database "${name}" on the server at ${connection.address}, or the account may ` +
        'not see it. Check its name in the connection (or the option databases), and grant the ' +
        'account SELECT on it.',
    );
  }
  return { characterSet: text(row[0]), collation: text(row[1]) };
}

/** Also finds out whether the view still works: its columns can't be told otherwise. */
async function readView(
  connection: DatabaseConnection,
  database: string,
  name: string,
): Promise<View> {
  const view = qualifiedName({ database, name });
  let rows: readonly ResultRow[];
  try {
    rows = await connection.query(`SHOW COLUMNS FROM ${view}`, `show the columns of view ${view}`);
  } catch (error) {
    if (!(error instanceof DumpError) || error.code !== 'SCHEMA_CHANGED') throw error;
    throw new DumpError('BROKEN_VIEW', error.message, { cause: error.cause });
  }
  return { kind: 'view', database, name, columnNames: rows.map(([column]) => text(column)) };
}
