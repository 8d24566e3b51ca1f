/** Rows of one table that a list of keys names, as SQL. */

import { quoteIdentifier } from '../sql/identifier.ts';
import { type KeysetColumn, keyLiteral } from './keyset.ts';

/** Between the literals of a key; no literal has one. */
const separator = ',';

/** A key as a text: the literals of its columns. */
export function keyText(
  columns: readonly KeysetColumn[],
  values: readonly (Buffer | null)[],
): string {
  return columns
    .map((column, index) => {
      const value = values[index];
      return value == null ? 'NULL' : keyLiteral(column, value);
    })
    .join(separator);
}

/**
 * The condition that is true for the rows with these keys of a unique key. Names of columns stand alone
 * in it, without that of the table.
 *
 * @param keys - as {@link keyText} gives them; at least one
 */
export function keyCondition(columns: readonly KeysetColumn[], keys: readonly string[]): string {
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

/**
 * The same for values that need not be unique, and may be NULL. Two texts that the collation takes
 * for the same have a condition each that is false for the other's rows.
 *
 * @param flag - a condition whose truth, as 1 or 0, is the last part of a key
 */
export function valuesCondition(
  columns: readonly KeysetColumn[],
  flag: string | undefined,
  keys: readonly string[],
): string {
  const firsts = new Set(keys.map((key) => key.split(separator, 1).join('')));
  const alternatives = keys.map((key) => {
    const literals = key.split(separator);
    const equal = columns.map(({ name, literal: kind }, index) => {
      const literal = literals[index] ?? '';
      const quoted = quoteIdentifier(name);
      if (literal === 'NULL') return `${quoted} IS NULL`;
      if (kind !== 'bytes') return `${quoted} = ${literal}`;
      const bytes = /0x[0-9a-f]+$/.exec(literal)?.[0] ?? "''";
      return `${quoted} = ${literal} AND CAST(${quoted} AS BINARY) = ${bytes}`;
    });
    if (flag !== undefined) equal.push(`${flag} = ${literals.at(-1)}`);
    return `(${equal.join(' AND ')})`;
  });
  const all = `(${alternatives.join(' OR ')})`;
  const [first] = columns;
  // An index is found by a list sooner than by alternatives.
  return first === undefined || firsts.has('NULL')
    ? all
    : `${quoteIdentifier(first.name)} IN (${[...firsts].join(', ')}) AND ${all}`;
}
