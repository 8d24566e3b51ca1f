/** Reads the catalog: everything that the dump will hold, checked before its first byte. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { quoteString } from '../sql/identifier.ts';
import type { ServerInfo } from '../summary.ts';
import {
  checkRoutineBodies,
  checkTablesVisible,
  checkTriggersVisible,
  checkViewsVisible,
  checkVisibility,
} from './completeness.ts';
import type { Grants } from './grants.ts';
import type { Catalog, Database } from './model.ts';
import { readEvents, readRoutines, readTriggers } from './programs.ts';
import { readGrants } from './read-grants.ts';
import type { TableSelection } from './selection.ts';
import { readTableState, type TableState } from './table-state.ts';
import { readTableEntries, readTables, text } from './tables.ts';
import { readValueTraits } from './value-traits.ts';
import { readViews } from './views.ts';

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
  const grants = await readGrants(connection, server);
  const databases: Database[] = [];
  for (const name of names) {
    databases.push(await readDatabase(connection, server, name, grants, selection, options));
  }
  selection.checkAllMet(names);
  const valueTraits = await readValueTraits(connection, server, databases);
  return { server, databases, valueTraits };
}

async function readDatabase(
  connection: DatabaseConnection,
  server: ServerInfo,
  named: string,
  grants: Grants,
  selection: TableSelection,
  options: CatalogOptions,
): Promise<Database> {
  const { name, characterSet, collation } = await readSchema(connection, named);
  checkVisibility(grants, server, name, options);
  const included = (await readTableEntries(connection, name)).filter((entry) =>
    selection.includes({ database: name, name: entry.name }),
  );
  const baseTables = included.filter((entry) => entry.type !== 'VIEW');
  const viewEntries =
    options.views === false ? [] : included.filter((entry) => entry.type === 'VIEW');
  checkTablesVisible(grants, name, baseTables);
  if (options.triggers !== false) checkTriggersVisible(grants, name, baseTables);
  checkViewsVisible(grants, name, viewEntries);
  const tableStates = new Map<string, TableState>();
  for (const entry of baseTables) {
    if (entry.type === 'SEQUENCE') continue;
    const table = { ...entry, database: name };
    tableStates.set(entry.name, await readTableState(connection, server, table));
  }
  const tables = await readTables(connection, name, baseTables);
  // Asked for by name, so that a condition for a table that is not there is noticed.
  for (const table of tables) selection.condition(table);
  const views = await readViews(connection, name, viewEntries);
  // Routines and events belong to the database: a choice of tables leaves them out unless asked.
  const wholeDatabase = options.tables === undefined;
  const withRoutines = options.routines ?? wholeDatabase;
  if (withRoutines) await checkRoutineBodies(connection, grants, server, name);
  const tableNames = new Set(tables.map((table) => table.name));
  return {
    name,
    characterSet,
    collation,
    tables,
    tableStates,
    views,
    triggers: options.triggers === false ? [] : await readTriggers(connection, name, tableNames),
    routines: withRoutines ? await readRoutines(connection, name) : [],
    events: (options.events ?? wholeDatabase) ? await readEvents(connection, name) : [],
  };
}

async function readSchema(
  connection: DatabaseConnection,
  name: string,
): Promise<Pick<Database, 'name' | 'characterSet' | 'collation'>> {
  const rows = await connection.query(
    'SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME, ' +
      '@@lower_case_table_names ' +
      `FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${quoteString(name)}`,
    'list the databases',
  );
  // information_schema compares without case and accents; the server itself only where it is told to.
  const row =
    rows.find(([schema]) => text(schema) === name) ??
    rows.find(
      ([schema, , , foldsCase]) =>
        text(foldsCase) !== '0' && text(schema).toLowerCase() === name.toLowerCase(),
    );
  if (row === undefined) {
    throw new DumpError(
      'UNKNOWN_DATABASE',
      `There is no database "${name}" on the server at ${connection.address}, or the account may ` +
        'not see it. Check its name in the connection (or the option databases), and grant the ' +
        'account SELECT on it.',
    );
  }
  return { name: text(row[0]), characterSet: text(row[1]), collation: text(row[2]) };
}
