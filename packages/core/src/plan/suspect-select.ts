/** The statement that finds values which rules may have to refuse. */

import type { Table } from '../catalog/model.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import type { RowList } from './chosen-rows.ts';
import { rowsOf } from './chunk-statements.ts';
import type { ColumnWriter } from './value-kinds.ts';

/** Which rows are looked at. */
export interface SuspectRows {
  /** True for them; it may end in a comment of the caller's. */
  readonly condition: string | undefined;
  /** That they are found by. */
  readonly key?: RowList['key'];
  /** The first so many of them. */
  readonly limit?: number | undefined;
}

/**
 * One for all columns of a table, as the server then reads it once.
 *
 * @param writers - of the columns that are read
 * @param suspicions - one of which must be true of a row
 */
export function suspectSelect(
  table: Table,
  writers: readonly Pick<ColumnWriter, 'expression'>[],
  suspicions: readonly string[],
  rows: SuspectRows,
): string {
  const expressions = writers.map(({ expression }) => expression).join(', ');
  const suspicion = suspicions.map((each) => `(${each})`).join(' OR ');
  if (rows.limit !== undefined) {
    return `SELECT ${expressions} FROM ${firstRows(table, rows)} AS \`rows\` WHERE ${suspicion}`;
  }
  const index = rows.key === undefined ? '' : ` FORCE INDEX (${quoteIdentifier(rows.key.name)})`;
  const chosen = rows.condition === undefined ? '' : `(${rows.condition}\n) AND `;
  return `SELECT ${expressions} FROM ${rowsOf(table)}${index} WHERE ${chosen}(${suspicion})`;
}

/**
 * Of rows without a key, the first ones are those that the server comes to first. Which index it reads them
 * by depends on the columns that are asked for: so they are all that a dump asks for.
 */
function firstRows(table: Table, { condition, limit }: SuspectRows): string {
  const names = table.columns
    .filter(({ generated }) => !generated)
    .map(({ name }) => quoteIdentifier(name));
  const where = condition === undefined ? '' : ` WHERE (${condition}\n)`;
  return `(SELECT ${names.join(', ')} FROM ${rowsOf(table)}${where} LIMIT ${limit})`;
}
