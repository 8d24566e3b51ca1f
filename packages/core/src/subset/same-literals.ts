/** Columns whose equal values are the same literal, so that one need not be looked up by the other. */

import type { Column, Table } from '../catalog/model.ts';
import { columnOf } from '../catalog/same-names.ts';

const integers = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint']);

export function isInteger(dataType: string | undefined): boolean {
  return dataType !== undefined && integers.has(dataType);
}

/** Types with one literal for each value, where the columns are of one and the same type. */
const exact = new Set([
  ...['decimal', 'date', 'time', 'datetime', 'timestamp', 'year'],
  ...['bit', 'binary', 'varbinary', 'uuid', 'inet4', 'inet6'],
]);

/**
 * The columns of another table that hold the key of a row of this table.
 *
 * @param key - names of the columns of the key
 * @param equality - which columns are equal, by their positions
 * @returns in the order of the key; `undefined` where they do not make up the key, or where equal values
 *   need not be the same: two spellings of one text
 */
export function columnsOfKey(
  table: Table,
  key: readonly string[],
  other: Table,
  { from, to }: { readonly from: readonly string[]; readonly to: readonly string[] },
): readonly Column[] | undefined {
  if (key.length !== to.length) return undefined;
  const columns = key.flatMap((name) => {
    const position = to.findIndex((known) => isSameName(known, name));
    const own = columnOf(table, name);
    const foreign = columnOf(other, from[position] ?? '');
    return own && foreign && hasSameLiterals(own, foreign) ? [foreign] : [];
  });
  return columns.length === key.length ? columns : undefined;
}

function hasSameLiterals(a: Column, b: Column): boolean {
  const isZerofill = [a, b].some(({ columnType }) => columnType.includes('zerofill'));
  if (integers.has(a.dataType) && integers.has(b.dataType)) return !isZerofill;
  return exact.has(a.dataType) && a.columnType === b.columnType;
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
