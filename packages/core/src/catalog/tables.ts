/** Reads tables with their columns and keys from information_schema. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import { inDatabase, quoteIdentifier } from '../sql/identifier.ts';
import type { Column, Table, UniqueKey } from './model.ts';

/** A table or view, before its columns are known. */
export interface TableEntry {
  readonly name: string;
  readonly type: string;
  readonly engine: string;
  readonly estimatedRows: number;
  readonly estimatedBytes: number;
}

/** All tables and views of a database, sorted by name so that two dumps have the same order. */
export async function readTableEntries(
  connection: DatabaseConnection,
  database: string,
): Promise<readonly TableEntry[]> {
  const rows = await connection.query(
    'SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_ROWS, DATA_LENGTH ' +
      `FROM information_schema.TABLES WHERE ${inDatabase('TABLE_SCHEMA', database)}`,
    `list the tables of ${quoteIdentifier(database)}`,
  );
  return rows
    .map(([name, type, engine, estimatedRows, estimatedBytes]) => ({
      name: text(name),
      type: text(type),
      engine: text(engine),
      estimatedRows: Number(text(estimatedRows)),
      estimatedBytes: Number(text(estimatedBytes)),
    }))
    .sort((a, b) => compareNames(a.name, b.name));
}

/**
 * Adds columns and keys to the entries of base tables.
 *
 * @throws DumpError `UNSUPPORTED` for a kind of table that can't be dumped exactly
 */
export async function readTables(
  connection: DatabaseConnection,
  database: string,
  entries: readonly TableEntry[],
): Promise<readonly Table[]> {
  if (entries.length === 0) return [];
  const columns = await readColumns(connection, database);
  const keys = await readUniqueKeys(connection, database, columns);
  return entries.map(({ name, type, ...estimates }) => {
    if (type !== 'BASE TABLE') throw unsupportedTable(database, name, type);
    return {
      kind: 'table',
      database,
      name,
      columns: columns.get(name) ?? [],
      clusteredKey: estimates.engine === 'InnoDB' ? keys.get(name) : undefined,
      ...estimates,
    };
  });
}

function unsupportedTable(database: string, name: string, type: string): DumpError {
  const qualified = `${quoteIdentifier(database)}.${quoteIdentifier(name)}`;
  return new DumpError(
    'UNSUPPORTED',
    `${qualified} is a ${type.toLowerCase()}, which can't be dumped exactly yet. ` +
      'Leave it out with ignoreTables.',
  );
}

async function readColumns(
  connection: DatabaseConnection,
  database: string,
): Promise<ReadonlyMap<string, readonly Column[]>> {
  const rows = await connection.query(
    'SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, CHARACTER_SET_NAME, ' +
      'COLLATION_NAME, EXTRA ' +
      `FROM information_schema.COLUMNS WHERE ${inDatabase('TABLE_SCHEMA', database)} ` +
      'ORDER BY TABLE_NAME, ORDINAL_POSITION',
    `list the columns of ${quoteIdentifier(database)}`,
  );
  const columns = new Map<string, Column[]>();
  for (const [table, name, dataType, columnType, characterSet, collation, extra] of rows) {
    const column: Column = {
      name: text(name),
      dataType: text(dataType).toLowerCase(),
      columnType: text(columnType),
      characterSet: characterSet == null ? undefined : text(characterSet).toLowerCase(),
      collation: collation == null ? undefined : text(collation).toLowerCase(),
      generated: /\b(VIRTUAL|STORED|PERSISTENT)\b/i.test(text(extra)),
      invisible: /\bINVISIBLE\b/i.test(text(extra)),
    };
    const tableName = text(table);
    const sofar = columns.get(tableName);
    if (sofar === undefined) columns.set(tableName, [column]);
    else sofar.push(column);
  }
  return columns;
}

/** The primary key of each table, or else its first unique key of whole NOT NULL columns. */
async function readUniqueKeys(
  connection: DatabaseConnection,
  database: string,
  columns: ReadonlyMap<string, readonly Column[]>,
): Promise<ReadonlyMap<string, UniqueKey>> {
  const usableKeys = await visibleKeysCondition(connection);
  const rows = await connection.query(
    'SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART, NULLABLE ' +
      `FROM information_schema.STATISTICS WHERE ${inDatabase('TABLE_SCHEMA', database)} ` +
      `AND NON_UNIQUE = 0${usableKeys} ` +
      "ORDER BY TABLE_NAME, INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX",
    `list the keys of ${quoteIdentifier(database)}`,
  );
  const parts = new Map<string, Map<string, (Column | undefined)[]>>();
  for (const [tableName, keyName, columnName, prefixLength, nullable] of rows) {
    const table = text(tableName);
    const keys = parts.get(table) ?? new Map<string, (Column | undefined)[]>();
    parts.set(table, keys);
    const key = keys.get(text(keyName)) ?? [];
    keys.set(text(keyName), key);
    const whole = prefixLength == null && text(nullable) !== 'YES' && columnName != null;
    const column = columns.get(table)?.find((candidate) => candidate.name === text(columnName));
    key.push(whole ? column : undefined);
  }
  const chosen = new Map<string, UniqueKey>();
  for (const [table, keys] of parts) {
    for (const [name, keyColumns] of keys) {
      const usable = keyColumns.filter((column) => column !== undefined);
      if (usable.length !== keyColumns.length) continue;
      chosen.set(table, { name, columns: usable });
      break;
    }
  }
  return chosen;
}

/** Leaves out keys that the optimizer is told not to use: a query may not name them. */
async function visibleKeysCondition(connection: DatabaseConnection): Promise<string> {
  const rows = await connection.query(
    'SELECT UPPER(COLUMN_NAME) FROM information_schema.COLUMNS ' +
      "WHERE TABLE_SCHEMA = 'information_schema' AND TABLE_NAME = 'STATISTICS' " +
      "AND COLUMN_NAME IN ('IS_VISIBLE', 'IGNORED')",
    'list the columns of information_schema.STATISTICS',
  );
  const columns = new Set(rows.map(([name]) => text(name)));
  // MySQL 8 and MariaDB 10.6
  const visible = columns.has('IS_VISIBLE') ? " AND IS_VISIBLE = 'YES'" : '';
  return columns.has('IGNORED') ? `${visible} AND IGNORED = 'NO'` : visible;
}

/** Byte order of UTF-16 code units: the same on every machine and in every locale. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Names and attributes in information_schema are UTF-8. */
export function text(value: Buffer | null | undefined): string {
  return value == null ? '' : value.toString('utf8');
}
