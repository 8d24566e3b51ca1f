/** Keyset chunks: a range of one table's rows in the order of a unique key, as data and as SQL. */

import type { Column, Table } from '../catalog/model.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { ColumnWriter } from './value-kinds.ts';

/** SQL literals for the columns of the key, in their order. */
export type KeyBound = readonly string[];

/**
 * Rows of one table whose key is above `lower` and at most `upper`; an undefined bound is open.
 * Plain data: it can be read on any connection that sees the same snapshot.
 */
export interface Chunk {
  readonly table: Table;
  readonly columns: readonly ColumnWriter[];
  readonly lower: KeyBound | undefined;
  readonly upper: KeyBound | undefined;
  /** Read no more than so many rows, the first ones in key order. */
  readonly rowLimit: number | undefined;
}

/** The key that a table's rows are read in order of, and where its columns are in the SELECT list. */
export interface Keyset {
  readonly keyName: string;
  readonly columns: readonly KeysetColumn[];
}

export interface KeysetColumn {
  readonly name: string;
  /** Position in the SELECT list. */
  readonly position: number;
  readonly literal: 'number' | 'quoted' | 'bytes';
  /** `_utf8mb4`, for a text. */
  readonly introducer: string;
}

const numberTypes = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal']);
const temporalTypes = new Set(['date', 'time', 'datetime', 'timestamp']);
const textTypes = new Set(['char', 'varchar']);
const byteTypes = new Set(['binary', 'varbinary']);

/**
 * The keyset of a table, `undefined` where its rows must be read in one piece: no fitting key, a
 * key column that is not in the SELECT list, or of a type whose order the server doesn't compare
 * a literal by (ENUM and SET sort by index and compare as text).
 */
export function keysetOf(table: Table, columns: readonly ColumnWriter[]): Keyset | undefined {
  const key = table.clusteredKey;
  if (key === undefined) return undefined;
  const keyColumns: KeysetColumn[] = [];
  for (const column of key.columns) {
    const position = columns.findIndex((writer) => writer.column.name === column.name);
    const literal = literalKind(column);
    if (position < 0 || literal === undefined) return undefined;
    const introducer = column.characterSet === undefined ? '' : `_${column.characterSet} `;
    keyColumns.push({ name: column.name, position, literal, introducer });
  }
  return { keyName: key.name, columns: keyColumns };
}

/** Collations that compare without padding: MariaDB's `nopad` ones, and MySQL 8's UCA 9.0.0 ones. */
const noPadCollation = /nopad|_0900_|^utf8mb4_zh_/;

function literalKind({ dataType, collation = '' }: Column): KeysetColumn['literal'] | undefined {
  if (numberTypes.has(dataType)) return 'number';
  if (temporalTypes.has(dataType)) return 'quoted';
  // The index holds a CHAR with its padding, a comparison is made without: two orders.
  if (dataType === 'char' && noPadCollation.test(collation)) return undefined;
  if (textTypes.has(dataType) || byteTypes.has(dataType)) return 'bytes';
  return undefined;
}

/** A key value as the server sent it, as an SQL literal that compares equal to it. */
export function keyLiteral(column: KeysetColumn, value: Buffer): string {
  switch (column.literal) {
    case 'number':
      return value.toString('latin1');
    case 'quoted':
      return `'${value.toString('latin1')}'`;
    case 'bytes':
      return value.length === 0
        ? `${column.introducer}''`
        : `${column.introducer}0x${value.toString('hex')}`;
  }
}

/** The SELECT that reads a chunk. */
export function chunkSelect(
  chunk: Chunk,
  keyset: Keyset | undefined,
  where: string | undefined,
): string {
  const conditions: string[] = [];
  // On its own line, so that a trailing -- comment of the user's does not swallow the parenthesis.
  if (where !== undefined) conditions.push(`(${where}\n)`);
  const expressions = chunk.columns.map((writer) => writer.expression);
  let sql = `SELECT ${expressions.join(', ') || 'NULL'} FROM ${qualifiedName(chunk.table)}`;
  if (keyset !== undefined) {
    sql += ` FORCE INDEX (${quoteIdentifier(keyset.keyName)})`;
    if (chunk.lower !== undefined) conditions.push(comparison(keyset, '>', chunk.lower));
    if (chunk.upper !== undefined) conditions.push(comparison(keyset, '<=', chunk.upper));
  }
  if (conditions.length > 0) sql += ` WHERE ${conditions.join(' AND ')}`;
  if (keyset !== undefined) {
    sql += ` ORDER BY ${keyset.columns.map((column) => quoteIdentifier(column.name)).join(', ')}`;
  }
  if (chunk.rowLimit !== undefined) sql += ` LIMIT ${chunk.rowLimit}`;
  return sql;
}

/**
 * `(a, b) > (1, 2)` in the form that the optimizer turns into an index range; row constructors it
 * does not: https://dev.mysql.com/doc/refman/8.4/en/range-optimization.html
 */
function comparison(keyset: Keyset, operator: '>' | '<=', bound: KeyBound): string {
  const strict = operator === '>' ? '>' : '<';
  const alternatives = keyset.columns.map((column, index) => {
    const equal = keyset.columns
      .slice(0, index)
      .map((earlier, position) => `${quoteIdentifier(earlier.name)} = ${bound[position]}`);
    const last = index === keyset.columns.length - 1 ? operator : strict;
    return [...equal, `${quoteIdentifier(column.name)} ${last} ${bound[index]}`].join(' AND ');
  });
  return alternatives.length === 1 ? alternatives.join('') : `(${alternatives.join(' OR ')})`;
}
