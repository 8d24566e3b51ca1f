/** Reads the catalog: everything that the dump will hold, checked before its first byte. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { DumpOptions } from '../options.ts';
import type { ServerInfo } from '../summary.ts';
import { readAccounts } from './accounts.ts';
import {
  checkRoutineBodies,
  checkTablesVisible,
  checkTriggersVisible,
  checkVisibility,
  visibleViews,
} from './completeness.ts';
import type { Grants } from './grants.ts';
import { keptDefinitions } from './kept-definitions.ts';
import type { Catalog, Database, Schema, TableState } from './model.ts';
import { checkNames } from './names.ts';
import { attempt, type Problems } from './problems.ts';
import { readEvents, readRoutines, readTriggers } from './programs.ts';
import type { TableSelection } from './selection.ts';
import { isSequence, sequencesOf } from './sequences.ts';
import { readTableStates } from './table-state.ts';
import { readTableEntries, readTables } from './tables.ts';
import { readValueTraits } from './value-traits.ts';
import { readViews } from './views.ts';

type CatalogOptions = Pick<
  DumpOptions,
  | 'brokenViews'
  | 'events'
  | 'noCreateInfo'
  | 'noData'
  | 'routines'
  | 'tables'
  | 'triggers'
  | 'users'
  | 'views'
>;

/** How the catalog is read. */
export interface CatalogReading {
  /** Told of what stands in the way of the dump. */
  readonly problems: Problems;
  /** Whether rows are read afterwards, while their tables are watched. */
  readonly rowsFollow: boolean;
}

/**
 * @throws DumpError what is a problem, where that is the end: `UNKNOWN_ACCOUNT`, `UNKNOWN_TABLE`,
 *   `BROKEN_VIEW`, `MISSING_PRIVILEGE`, `UNSUPPORTED`, `SCHEMA_CHANGED`
 */
export async function readCatalog(
  connection: DatabaseConnection,
  server: ServerInfo,
  grants: Grants,
  schemas: readonly Schema[],
  selection: TableSelection,
  options: CatalogOptions,
  reading: CatalogReading,
): Promise<Catalog> {
  const { problems } = reading;
  const databases: Database[] = [];
  const keep = keptDefinitions();
  for (const schema of schemas) {
    databases.push(
      await readDatabase(connection, server, schema, grants, selection, options, reading, keep),
    );
  }
  for (const unknown of selection.unknownNames()) problems.report(unknown);
  await attempt(problems, undefined, () => checkNames(databases));
  const valueTraits = await readValueTraits(connection, server, databases);
  const accounts = await attempt(problems, [], () =>
    readAccounts(connection, server, grants, options.users),
  );
  return { server, databases, accounts, valueTraits };
}

async function readDatabase(
  connection: DatabaseConnection,
  server: ServerInfo,
  schema: Schema,
  grants: Grants,
  selection: TableSelection,
  options: CatalogOptions,
  { problems, rowsFollow }: CatalogReading,
  keep: (definition: string) => string | undefined,
): Promise<Database> {
  const { name } = schema;
  const seesTables = checkVisibility(problems, grants, server, name, options);
  const included = (await readTableEntries(connection, name)).filter((entry) =>
    selection.includes({ database: name, name: entry.name }),
  );
  const baseTables = included.filter((entry) => entry.type !== 'VIEW' && !isSequence(entry));
  const viewEntries =
    options.views === false || options.noCreateInfo === true
      ? []
      : included.filter((entry) => entry.type === 'VIEW');
  if (seesTables) {
    const tablesAndSequences = included.filter((entry) => entry.type !== 'VIEW');
    checkTablesVisible(problems, grants, name, tablesAndSequences);
  }
  if (options.triggers !== false) checkTriggersVisible(problems, grants, name, baseTables);
  const shownViews = visibleViews(problems, grants, name, viewEntries);
  const tableStates = rowsFollow
    ? await readTableStates(connection, server, name, baseTables, keep)
    : new Map<string, TableState>();
  const tables = await readTables(problems, connection, name, baseTables, options);
  // Asked for by name, so that a condition for a table that is not there is noticed.
  for (const table of tables) selection.condition(table);
  const { views, brokenViews } = await readViews(problems, connection, name, shownViews, options);
  // Routines and events belong to the database: a choice of tables leaves them out unless asked.
  const wholeDatabase = options.tables === undefined;
  const withRoutines = options.routines ?? wholeDatabase;
  if (withRoutines) await checkRoutineBodies(problems, connection, grants, server, name);
  const tableNames = new Set(tables.map((table) => table.name));
  return {
    ...schema,
    sequences: sequencesOf(name, included),
    tables,
    tableStates,
    views,
    brokenViews,
    triggers: options.triggers === false ? [] : await readTriggers(connection, name, tableNames),
    routines: withRoutines
      ? await attempt(problems, [], () => readRoutines(connection, server, name))
      : [],
    events: (options.events ?? wholeDatabase) ? await readEvents(connection, name) : [],
  };
}
