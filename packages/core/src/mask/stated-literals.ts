/** Tells of masked columns whose values may stand in the definition of their table. */

import type { DumpWarning } from '../summary.ts';
import type { MaskedTable } from './masked-table.ts';
import { shownColumn } from './resolve-rules.ts';

/** Columns that the warning names. */
const mostNamed = 20;

/**
 * Definitions are dumped as they are, as tables could not be restored otherwise. Members of ENUM and SET
 * are not told: they are what a type is, and their masked values are members again.
 */
export function statedLiterals(tables: readonly MaskedTable[]): DumpWarning | undefined {
  const places = new Set<string>();
  for (const { table, constraints, affected } of tables) {
    for (const { columns, where } of constraints.literals) {
      for (const column of affected.causesOf(columns)) {
        places.add(`${shownColumn(table, column)} (${where})`);
      }
    }
  }
  if (places.size === 0) return undefined;
  const named = [...places].slice(0, mostNamed).join(', ');
  const more = places.size > mostNamed ? `, and ${places.size - mostNamed} more` : '';
  return {
    code: 'STATED_LITERALS',
    message:
      `Definitions are not masked, and those of ${places.size} masked ` +
      `column${places.size === 1 ? '' : 's'} state values: ${named}${more}. Look whether these may leave.`,
  };
}
