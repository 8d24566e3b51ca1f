/** Rows of one table that a list of keys names, as SQL. */

import type { Table } from '../catalog/model.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import { type Keyset, keyLiteral, rowsOf, selectExpressions } from './keyset.ts';
import type { ColumnWriter } from './value-kinds.ts';

/**
 * Keys that one statement names. MariaDB makes a temporary table of 1000 values and more
 * (`in_predicate_conversion_threshold`), and looks them up by another type.
 */
export const listedKeys = 500;

/** Between the literals of a key; no literal has one. */
const separator = ',';

/** A key as a text: the literals of its columns. */
export function keyText(keyset: Keyset, values: readonly Buffer[]): string {
  return keyset.columns
    .map((column, index) => keyLiteral(column, values[index] as Buffer))
    .join(separator);
}

/**
 * The condition that is true for the rows with these keys. Names of columns stand alone in it, without
 * that of the table.
 *
 * @param keys - as {@link keyText} gives them; at least one
 */
export function keyListCondition({ columns }: Keyset, keys: readonly string[]): string {
  const names = columns.map(({ name }) => quoteIdentifier(name));
  const last = names.at(-1) ?? '';
  if (names.length === 1) return `${last} IN (${keys.join(', ')})`;
  // Those that differ in the last column alone are one range of the index each.
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const at = key.lastIndexOf(separator);
    const group = groups.get(key.slice(0, at)) ?? [];
    groups.set(key.slice(0, at), group);
    group.push(key.slice(at + 1));
  }
  const alternatives = [...groups].map(([prefix, lasts]) => {
    const literals = prefix.split(separator);
    const equal = literals.map((literal, index) => `${names[index]} = ${literal}`);
    return `${equal.join(' AND ')} AND ${last} IN (${lasts.join(', ')})`;
  });
  return `(${alternatives.join(' OR ')})`;
}

/** The SELECT that reads these rows. */
export function keyListSelect(
  table: Table,
  columns: readonly ColumnWriter[],
  keyset: Keyset,
  keys: readonly string[],
): string {
  const expressions = selectExpressions(columns, keyset).join(', ');
  const order = keyset.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  return (
    `SELECT ${expressions} FROM ${rowsOf(table)} FORCE INDEX (${quoteIdentifier(keyset.keyName)}) ` +
    `WHERE ${keyListCondition(keyset, keys)} ORDER BY ${order}`
  );
}
