/** Lists the tables and views of a database, and reads what is to be known of each table. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { inDatabase, quoteIdentifier } from '../sql/identifier.ts';
import { readColumns } from './columns.ts';
import type { Table, TableEntry } from './model.ts';
import type { Problems } from './problems.ts';
import { listEveryTable } from './skipped-tables.ts';
import { addRowTimes, namesEachRow, versionedType } from './system-versioning.ts';
import { compareNames, text } from './text.ts';
import { readUniqueKeys } from './unique-keys.ts';

/** All tables and views of a database, sorted by name so that two dumps have the same order. */
export async function readTableEntries(
  connection: SqlSession,
  database: string,
): Promise<readonly TableEntry[]> {
  const action = `list the tables of ${quoteIdentifier(database)}`;
  const rows = await listEveryTable(connection, action, () =>
    connection.query(
      'SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_ROWS, DATA_LENGTH, CREATE_TIME ' +
        `FROM information_schema.TABLES WHERE ${inDatabase('TABLE_SCHEMA', database)}`,
      action,
    ),
  );
  return rows
    .map(([name, type, engine, estimatedRows, estimatedBytes, created]) => ({
      name: text(name),
      type: text(type),
      engine: text(engine),
      estimatedRows: Number(text(estimatedRows)),
      estimatedBytes: Number(text(estimatedBytes)),
      created: text(created),
    }))
    .sort((a, b) => compareNames(a.name, b.name));
}

/**
 * Adds columns and keys to the entries of base tables.
 *
 * @param problems - told `UNSUPPORTED` for a kind of table that can't be dumped exactly
 */
export async function readTables(
  problems: Problems,
  connection: DatabaseConnection,
  database: string,
  entries: readonly TableEntry[],
  options: Pick<DumpOptions, 'noData'>,
): Promise<readonly Table[]> {
  if (entries.length === 0) return [];
  const columns = await readColumns(connection, database);
  if (entries.some((entry) => entry.type === versionedType)) {
    await addRowTimes(problems, connection, database, entries, columns, options);
  }
  const keys = await readUniqueKeys(connection, database, columns);
  return entries.flatMap(({ name, type, created: _, ...estimates }): Table[] => {
    const versioned = type === versionedType;
    if (type !== 'BASE TABLE' && !versioned) {
      problems.report(unsupportedTable(database, name, type));
      return [];
    }
    const found = keys.get(name);
    const key = namesEachRow(found, versioned) ? found : undefined;
    const table: Table = {
      kind: 'table',
      database,
      name,
      columns: columns.get(name) ?? [],
      versioned,
      holdsRows: !enginesOfRowsElsewhere.has(estimates.engine.toUpperCase()),
      clusteredKey: estimates.engine === 'InnoDB' ? key : undefined,
      rowKey: key,
      ...estimates,
    };
    return [table];
  });
}

/**
 * Engines whose tables show rows of other tables, files or servers. In the dump they would be there
 * twice, and restoring them would write into what is not part of this database. mysqldump leaves
 * them out for MERGE and FEDERATED.
 */
const enginesOfRowsElsewhere = new Set([
  ...['MRG_MYISAM', 'MRG_ISAM', 'FEDERATED', 'CONNECT', 'SPIDER', 'SPHINX', 'S3', 'OQGRAPH'],
]);

function unsupportedTable(database: string, name: string, type: string): DumpError {
  const qualified = `${quoteIdentifier(database)}.${quoteIdentifier(name)}`;
  return new DumpError(
    'UNSUPPORTED',
    `${qualified} is a ${type.toLowerCase()}, which can't be dumped exactly yet. ` +
      'Leave it out with ignoreTables.',
  );
}
