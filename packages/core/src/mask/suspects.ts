/** Finds values that a unique column may hold, and that its rule can only refuse, by SQL. */

import { quoteIdentifier } from '../sql/identifier.ts';
import type { ColumnMask } from './column-mask.ts';
import { maskRules } from './rules.ts';

/**
 * A condition for the rows of the column's table; `undefined` where the rule takes every value. All
 * columns of text are asked in one character set, as their values are read in it as well.
 */
export function suspectCondition({ column, rule }: ColumnMask): string | undefined {
  if (!column.unique || typeof rule === 'function') return undefined;
  const name = quoteIdentifier(column.name);
  const value =
    column.characterSet === undefined ? name : `CONVERT(${name} USING utf8mb4) COLLATE utf8mb4_bin`;
  return maskRules.get(rule)?.suspects?.(column, value);
}
