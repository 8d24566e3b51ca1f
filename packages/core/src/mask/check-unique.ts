/** Refuses masks by which two rows of a unique key might become one. */

import type { Table } from '../catalog/model.ts';
import { columnOf } from '../catalog/same-names.ts';
import type { TableConstraints, UniqueConstraint } from '../catalog/table-constraints.ts';
import type { DumpError } from '../errors.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import type { AffectedColumns } from './affected-columns.ts';
import { type ParsedRule, ruleName } from './column-mask.ts';
import { invalidMask } from './invalid-mask.ts';
import { shownColumn } from './resolve-rules.ts';

/** What must be asked of the rules of columns, and what can't be at all. */
export interface UniqueDemands {
  /** Masked columns whose values must stay different, in lower case: with the name of a key. */
  readonly columns: ReadonlyMap<string, string>;
  readonly problems: readonly DumpError[];
}

/** @param rules - of the masked columns, by their names */
export function uniqueDemands(
  table: Table,
  { unique }: TableConstraints,
  affected: AffectedColumns,
  rules: ReadonlyMap<string, ParsedRule>,
): UniqueDemands {
  const columns = new Map<string, string>();
  const problems: DumpError[] = [];
  for (const key of unique) {
    if (key.parts.every(({ mentions }) => affected.causeOf(mentions) === undefined)) continue;
    if (isUniqueWithout(table, key, unique, affected)) continue;
    for (const { column, prefix, mentions } of key.parts) {
      for (const cause of affected.causesOf(mentions)) {
        // Rows with NULL are different from each other.
        if (rules.get(cause)?.rule === 'null' && key.name !== 'PRIMARY') continue;
        if (column?.toLowerCase() === cause.toLowerCase() && !prefix) {
          columns.set(cause.toLowerCase(), key.name);
        } else {
          problems.push(indirect(table, cause, rules.get(cause), key, prefix));
        }
      }
    }
  }
  return { columns, problems };
}

/** Whether columns that are not masked tell the rows of the key apart by themselves. */
function isUniqueWithout(
  table: Table,
  key: UniqueConstraint,
  all: readonly UniqueConstraint[],
  affected: AffectedColumns,
): boolean {
  const whole = new Set(key.parts.flatMap(({ column, prefix }) => (prefix ? [] : (column ?? []))));
  return all.some(
    ({ parts }) =>
      parts.length < key.parts.length &&
      parts.every(
        ({ column, prefix, mentions }) =>
          column !== undefined &&
          !prefix &&
          whole.has(column) &&
          affected.causeOf(mentions) === undefined &&
          columnOf(table, column)?.nullable === false,
      ),
  );
}

function indirect(
  table: Table,
  column: string,
  rule: ParsedRule | undefined,
  key: UniqueConstraint,
  prefix: boolean,
): DumpError {
  const what = prefix ? 'its first characters' : 'what is computed from it';
  return invalidMask(
    `${shownColumn(table, column)} can't have its mask, as the unique key ${quoteIdentifier(key.name)} is ` +
      `made of ${what}, which might be the same for two masked values. Keep the column.`,
    rule,
  );
}

/** A rule that may make one value of two, where a key forbids it. */
export function notInjective(
  table: Table,
  column: string,
  key: string,
  rule: ParsedRule,
): DumpError {
  return invalidMask(
    `${shownColumn(table, column)} can't have the rule ${ruleName(rule.rule)}, as it is part of the ` +
      `unique key ${quoteIdentifier(key)}, and two values might become the same one. Take a rule that ` +
      'keeps them apart for this column, or keep it.',
    rule,
  );
}
