/** Refuses masks that a CHECK or a partition may refuse when the rows are restored. */

import type { Table } from '../catalog/model.ts';
import type { TableConstraints, ValueConstraint } from '../catalog/table-constraints.ts';
import type { DumpError } from '../errors.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import type { AffectedColumns } from './affected-columns.ts';
import type { ParsedRule } from './column-mask.ts';
import { invalidMask } from './invalid-mask.ts';
import { shownColumn } from './resolve-rules.ts';

/** @param rules - of the masked columns, by their names */
export function valueProblems(
  table: Table,
  { checks, partitionedBy }: TableConstraints,
  affected: AffectedColumns,
  rules: ReadonlyMap<string, ParsedRule>,
): readonly DumpError[] {
  const problems: DumpError[] = [];
  for (const check of checks) {
    for (const column of affected.causesOf(check.mentions)) {
      const rule = rules.get(column);
      if (rule === undefined || rule.trustChecks || holds(check, column, rule)) continue;
      problems.push(
        refused(
          ...([table, column, rule] as const),
          `masked values may break the CHECK ${quoteIdentifier(check.name)}`,
        ),
      );
    }
  }
  for (const column of affected.causesOf(partitionedBy)) {
    const rule = rules.get(column);
    if (rule === undefined || rule.trustChecks) continue;
    problems.push(refused(table, column, rule, 'a row may find no partition by its masked value'));
  }
  return problems;
}

/** Whether masked values pass, whatever they are. */
function holds(check: ValueConstraint, column: string, { rule, parameters }: ParsedRule): boolean {
  if (check.jsonColumn?.toLowerCase() !== column.toLowerCase()) return false;
  // A CHECK that is NULL is one that holds.
  if (rule === 'json' || rule === 'null') return true;
  return rule === 'constant' && isJson(parameters['value']);
}

function isJson(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

function refused(table: Table, column: string, rule: ParsedRule, why: string): DumpError {
  return invalidMask(
    `${shownColumn(table, column)} can't have its mask, as ${why}. Keep the column, or say ` +
      '"trustChecks": true in its rule where you know that they can\'t.',
    rule,
  );
}
