/** The statements that read rows of one table, and that find where its chunks end. */

import type { Table } from '../catalog/model.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { RowList } from './chosen-rows.ts';
import type { Chunk, KeyBound, Keyset } from './keyset.ts';
import { readExpressions } from './masked-writer.ts';
import type { ColumnWriter } from './value-kinds.ts';

/** The SELECT that reads a chunk. */
export function chunkSelect(
  chunk: Chunk,
  keyset: Keyset | undefined,
  where: string | undefined,
): string {
  const conditions: string[] = [];
  // On its own line, so that a trailing -- comment of the user's does not swallow the parenthesis.
  if (where !== undefined) conditions.push(`(${where}\n)`);
  const expressions = selectExpressions(chunk.columns, keyset);
  let sql = `SELECT ${expressions.join(', ') || 'NULL'} FROM ${rowsOf(chunk.table)}`;
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

/** The SELECT that reads the rows of a list, in an order that does not depend on the server's plan. */
export function listedSelect(
  table: Table,
  columns: readonly ColumnWriter[],
  condition: string,
  key: RowList['key'],
): string {
  const expressions = selectExpressions(columns, undefined).join(', ') || 'NULL';
  const index = key === undefined ? '' : ` FORCE INDEX (${quoteIdentifier(key.name)})`;
  const sorted = key === undefined ? valueOrder(columns) : key.columns.map(quoteIdentifier);
  const order = sorted.length === 0 ? '' : ` ORDER BY ${sorted.join(', ')}`;
  return `SELECT ${expressions} FROM ${rowsOf(table)}${index} WHERE ${condition}${order}`;
}

/** Types that the server has no order for, or one of its own. */
const unordered = /^(?:json|vector|geom|point|linestring|polygon|multi)/;

/**
 * Of rows without a key: by all of their values. Which index the server takes for them follows from its
 * statistics, which may change between two dumps.
 */
function valueOrder(columns: readonly ColumnWriter[]): readonly string[] {
  return columns
    .filter(({ column }) => !unordered.test(column.dataType))
    .map(({ column: { name, characterSet } }) => {
      const quoted = quoteIdentifier(name);
      // Texts that the collation takes for the same have an order, too.
      return characterSet === undefined ? quoted : `CONVERT(${quoted} USING binary)`;
    });
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

/** The SELECT that finds where a chunk of so many rows ends: the key of its last row, if it is full. */
export function boundarySelect(
  { table, columns, lower }: Pick<Chunk, 'table' | 'columns' | 'lower'>,
  keyset: Keyset,
  rows: number,
): string {
  const expressions = selectExpressions(columns, keyset);
  const key = keyset.columns.map(({ position }) => expressions[position]).join(', ');
  const names = keyset.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const where = lower === undefined ? '' : ` WHERE ${comparison(keyset, '>', lower)}`;
  return (
    `SELECT ${key} FROM ${rowsOf(table)} FORCE INDEX (${quoteIdentifier(keyset.keyName)})${where} ` +
    `ORDER BY ${names} LIMIT 1 OFFSET ${rows - 1}`
  );
}

/** The SELECT for the smallest and largest value of a key of one column. */
export function extremesSelect(
  { table, lower }: Pick<Chunk, 'table' | 'lower'>,
  keyset: Keyset,
): string {
  const [name] = keyset.columns.map((column) => quoteIdentifier(column.name));
  const where = lower === undefined ? '' : ` WHERE ${comparison(keyset, '>', lower)}`;
  return `SELECT MIN(${name}), MAX(${name}) FROM ${rowsOf(table)}${where}`;
}

/** What its rows are read from. */
export function rowsOf(table: Table): string {
  return `${qualifiedName(table)}${table.versioned ? ' FOR SYSTEM_TIME ALL' : ''}`;
}

function selectExpressions(
  columns: readonly ColumnWriter[],
  keyset: Keyset | undefined,
): readonly string[] {
  return [
    ...columns.flatMap(({ expression, companion }) =>
      companion === undefined ? [expression] : [expression, companion],
    ),
    ...(keyset?.extraExpressions ?? []),
    ...readExpressions(columns),
  ];
}
