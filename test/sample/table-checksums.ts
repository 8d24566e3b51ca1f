/** Checksums over all rows of a table: the server's own where it can be trusted, and one by SELECT. */

import type { DatabaseServer } from '../services/database-server.ts';
import { identifier, text } from './quote.ts';

/** What is equal where all rows are. */
export interface TableChecksums {
  readonly rows: unknown;
  /** Sum of a digest of each row: the order of the rows is of no matter, their number is. */
  readonly digest: unknown;
  /** `CHECKSUM TABLE ... EXTENDED`, `undefined` where the server's answer means nothing. */
  readonly checksum: unknown;
}

/** @throws Error where the server gives no checksum */
export async function tableChecksums(
  server: Pick<DatabaseServer, 'query' | 'flavor'>,
  database: string,
  table: string,
): Promise<TableChecksums> {
  const from = `${identifier(database)}.${identifier(table)}`;
  const columns = await server.query(
    `SELECT COLUMN_NAME AS 'column', DATA_TYPE AS 'type', GENERATION_EXPRESSION AS 'generated',
        ENGINE AS 'engine'
      FROM information_schema.COLUMNS JOIN information_schema.TABLES USING (TABLE_SCHEMA, TABLE_NAME)
      WHERE TABLE_SCHEMA = ${text(database)} AND TABLE_NAME = ${text(table)}
      ORDER BY ORDINAL_POSITION`,
  );
  const values = columns.map(
    ({ column, type }) => `IFNULL(${exact(identifier(String(column)), String(type))}, 'NULL')`,
  );
  const rowDigest = digest(`CONCAT_WS(',', ${values.join(', ')})`);
  const [sum] = await server.query(
    `SELECT COUNT(*) AS row_count, SUM(CAST(CONV(LEFT(${rowDigest}, 15), 16, 10) AS UNSIGNED)) AS digest
      FROM ${from}`,
  );

  const trusted = !columns.some(
    ({ type, generated, engine }) =>
      // MySQL bug 87847: a JSON value enters the checksum as the address it has in memory.
      (type === 'json' && server.flavor === 'mysql') ||
      // Seen on MariaDB 10.11: a generated column before another one, and the bytes left over in the
      // row buffer from a NULL enter the checksum, which then changes when the table is reopened.
      (generated !== null && generated !== '') ||
      // Seen on MySQL 5.7: 0 for a table with rows, now and then.
      engine === 'ARCHIVE',
  );
  if (!trusted) return { rows: sum?.['row_count'], digest: sum?.['digest'], checksum: undefined };
  const [checked] = await server.query(`CHECKSUM TABLE ${from} EXTENDED`);
  const checksum = checked?.['Checksum'] ?? null;
  if (checksum === null) throw new Error(`The server gave no checksum for ${from}.`);
  return { rows: sum?.['row_count'], digest: sum?.['digest'], checksum };
}

/** MySQL 9 has no MD5() any more. */
function digest(expression: string): string {
  return `SHA2(${expression}, 256)`;
}

/** A text without a comma that differs whenever the stored value does. */
function exact(column: string, type: string): string {
  switch (type) {
    case 'float': // its text has six digits only
      return `CONCAT(${column} + 0e0)`;
    case 'bit':
    case 'enum': // the empty text may be a member or the mark of an invalid value
      return `CONCAT(${column} + 0)`;
    case 'char':
    case 'varchar':
    case 'binary':
    case 'varbinary':
      return `HEX(${column})`;
    case 'json':
      return digest(`CAST(${column} AS CHAR)`);
    default:
      return plainTypes.has(type) ? `CONCAT(${column})` : digest(column);
  }
}

/** Types whose text is exact, and short: a digest would only cost time. */
const plainTypes: ReadonlySet<string> = new Set([
  ...['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'double', 'year'],
  ...['date', 'time', 'datetime', 'timestamp'],
]);
