/** Reads a few rows of a table, the first and the last ones by its key, with long values cut. */

import type { DatabaseConnection, ResultRow } from '../connect/database-connection.ts';
import { asDriverError, isInterrupted } from '../connect/server-errors.ts';
import { DumpError } from '../errors.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { ServerInfo } from '../summary.ts';
import type { Column, Table } from './model.ts';

/** A value of a text type, or shown as text, as a string; of a binary one as bytes. */
export type SampledValue = string | Buffer | null;

export interface RowSample {
  /** Values by the names of columns; columns whose values can't be shown briefly have none. */
  readonly rows: readonly ReadonlyMap<string, SampledValue>[];
  /** Why there are none: a clause such as "reading it took too long". */
  readonly missing: string | undefined;
}

/** Characters of a value of a type that may be long (JSON, TEXT), of any other one, and bytes. */
const longCharacters = 8192;
const characters = 256;
const bytes = 64;

const longTexts = new Set(['json', 'text', 'mediumtext', 'longtext']);
const binaries = new Set([
  ...['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'],
]);
const plain = new Set([
  ...['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'float', 'double', 'year'],
  ...['date', 'datetime', 'timestamp', 'time', 'uuid', 'inet4', 'inet6'],
]);

/** Codes after which nothing more can be asked. */
const endOfAll = new Set(['ABORTED', 'CONNECTION_LOST', 'INTERNAL']);

/**
 * From now on a statement of the session that reads ends after this time.
 *
 * @param milliseconds - of each statement
 */
export async function limitStatements(
  connection: DatabaseConnection,
  { flavor }: ServerInfo,
  milliseconds: number,
): Promise<void> {
  const setting =
    flavor === 'mariadb'
      ? `max_statement_time = ${milliseconds / 1000}`
      : `max_execution_time = ${milliseconds}`;
  await connection.query(`SET SESSION ${setting}`, 'limit the time of statements');
}

/**
 * One SELECT that reads along the clustered key, or the first rows of a table that has none: the whole
 * table is never read, or sorted. The transaction is READ ONLY and ends with it, so that nobody's ALTER
 * TABLE waits.
 *
 * @param count - rows at most
 * @throws DumpError only where the connection is gone; what it says of values is never passed on
 */
export async function sampleRows(
  connection: DatabaseConnection,
  table: Table,
  count: number,
): Promise<RowSample> {
  const columns = table.columns.filter(
    (column) => !column.generated && column.rowTime === undefined && shown(column) !== undefined,
  );
  if (columns.length === 0 || count === 0) return { rows: [], missing: undefined };
  const action = `read some rows of ${qualifiedName(table)}`;
  try {
    await connection.query('START TRANSACTION READ ONLY', 'begin a transaction');
    try {
      const rows = await connection.query(selectRows(table, columns, count), action);
      return {
        rows: distinct(rows, table, columns).map((row) => named(row, columns)),
        missing: undefined,
      };
    } finally {
      await connection.query('ROLLBACK', 'end a transaction');
    }
  } catch (error) {
    if (!(error instanceof DumpError) || endOfAll.has(error.code)) throw error;
    return { rows: [], missing: reason(error) };
  }
}

function selectRows(table: Table, columns: readonly Column[], count: number): string {
  const values = columns.map((column) => shown(column)).join(', ');
  const from = `SELECT ${values} FROM ${qualifiedName(table)}`;
  const { clusteredKey: key } = table;
  if (key === undefined) return `${from} LIMIT ${count}`;
  const along = `${from} FORCE INDEX FOR ORDER BY (${quoteIdentifier(key.name)}) ORDER BY `;
  const order = (direction: string): string =>
    key.columns.map(({ name }) => `${quoteIdentifier(name)} ${direction}`).join(', ');
  const last = Math.floor(count / 2);
  const first = `(${along}${order('ASC')} LIMIT ${count - last})`;
  return last === 0 ? first : `${first} UNION ALL (${along}${order('DESC')} LIMIT ${last})`;
}

/** What stands in the SELECT; undefined for a type whose values tell nothing as text. */
function shown({ name, dataType, characterSet }: Column): string | undefined {
  const column = quoteIdentifier(name);
  if (binaries.has(dataType)) return `LEFT(${column}, ${bytes})`;
  if (characterSet !== undefined || dataType === 'json') {
    const length = longTexts.has(dataType) ? longCharacters : characters;
    return `CONVERT(LEFT(${column}, ${length}) USING utf8mb4)`;
  }
  return plain.has(dataType) ? column : undefined;
}

/** In a small table the first and the last rows are the same ones. */
function distinct(
  rows: readonly ResultRow[],
  { clusteredKey }: Table,
  columns: readonly Column[],
): readonly ResultRow[] {
  const places = clusteredKey?.columns.map(({ name }) => {
    return columns.findIndex((column) => column.name === name);
  });
  if (places === undefined || places.includes(-1)) return rows;
  const met = new Set<string>();
  return rows.filter((row) => {
    const key = places.map((place) => row[place]?.toString('hex')).join();
    if (met.has(key)) return false;
    met.add(key);
    return true;
  });
}

function named(row: ResultRow, columns: readonly Column[]): ReadonlyMap<string, SampledValue> {
  return new Map(
    columns.map(({ name, dataType }, index) => {
      const value = row[index] ?? null;
      return [name, value === null || binaries.has(dataType) ? value : value.toString('utf8')];
    }),
  );
}

/** ER_LOCK_WAIT_TIMEOUT */
const lockWaitTimeout = 1205;

function reason(error: DumpError): string {
  const { errno } = asDriverError(error.cause);
  if (isInterrupted(error.cause)) return 'reading some rows took too long';
  if (errno === lockWaitTimeout) return 'somebody else keeps the table locked';
  if (error.code === 'MISSING_PRIVILEGE') return 'the account may not read the table';
  return `the server did not read the table${errno === undefined ? '' : ` (its error ${errno})`}`;
}
