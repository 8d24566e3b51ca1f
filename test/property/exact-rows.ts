/** All rows of a table in a form that nothing is lost in, whatever the table is called. */

import { identifier, text } from '../sample/quote.ts';
import type { Session } from './session.ts';

/**
 * Bytes in hexadecimal, FLOAT and DOUBLE by exact value and sign. Sorted: rows without a key are in
 * no order.
 */
export async function exactRows(
  session: Session,
  database: string,
  table: string,
): Promise<readonly string[]> {
  const columns = await session.query(
    `SELECT COLUMN_NAME AS name, DATA_TYPE AS type FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = ${text(database)} AND TABLE_NAME = ${text(table)}
      ORDER BY ORDINAL_POSITION`,
  );
  const expressions = columns.map(({ name, type }, index) => {
    const value = exactValue(identifier(String(name)), String(type).toLowerCase());
    return `${value} AS c${index}`;
  });
  const rows = await session.query(
    `SELECT ${expressions.join(', ')} FROM ${identifier(database)}.${identifier(table)}`,
  );
  return rows
    .map((row) => columns.map((_, index) => String(row[`c${index}`] ?? 'NULL')).join('|'))
    .sort();
}

const textTypes: ReadonlySet<string> = new Set([
  ...['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'year'],
  ...['date', 'time', 'datetime', 'timestamp'],
]);

function exactValue(column: string, type: string): string {
  switch (type) {
    case 'float':
    case 'double':
      // As text a FLOAT has six digits, and both only those of (M,D).
      // And MariaDB shows no sign of zero.
      return `CONCAT(${column} * 1e0, IF(ATAN2(${column}, -1) < 0, '-', '+'))`;
    case 'enum':
    case 'set':
      return `CONCAT(${column} + 0, ':', HEX(${column}))`;
    case 'json':
      return `CONCAT(JSON_TYPE(${column}), ':', HEX(CAST(${column} AS CHAR)))`;
    case 'bit':
      return `CONCAT(${column} + 0)`;
    default:
      // HEX() of a number is that of its integer part.
      return textTypes.has(type) ? `CONCAT(${column})` : `HEX(${column})`;
  }
}
