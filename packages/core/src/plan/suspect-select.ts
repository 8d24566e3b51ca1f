/** The statement that finds values which a rule may have to refuse. */

import type { Table } from '../catalog/model.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import type { RowList } from './chosen-rows.ts';
import { rowsOf } from './chunk-statements.ts';
import type { ColumnWriter } from './value-kinds.ts';

/**
 * @param conditions - all of which must be true; one of the caller's may end in a comment
 * @param key - that the rows are found by
 */
export function suspectSelect(
  table: Table,
  { expression }: Pick<ColumnWriter, 'expression'>,
  conditions: readonly string[],
  key: RowList['key'],
): string {
  const index = key === undefined ? '' : ` FORCE INDEX (${quoteIdentifier(key.name)})`;
  const where = conditions.map((condition) => `(${condition}\n)`).join(' AND ');
  return `SELECT ${expression} FROM ${rowsOf(table)}${index} WHERE ${where}`;
}
