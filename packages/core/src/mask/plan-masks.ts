/** Makes the masks of all tables from the rules of a policy, and finds what does not fit. */

import type { Table } from '../catalog/model.ts';
import { columnOf } from '../catalog/same-names.ts';
import { DumpError } from '../errors.ts';
import { notInjective, uniqueDemands } from './check-unique.ts';
import { valueProblems } from './check-values.ts';
import { type ColumnMask, type ParsedRule, ruleName, type TableMasks } from './column-mask.ts';
import { invalidMask } from './invalid-mask.ts';
import { LinkedColumns } from './linked-columns.ts';
import { maskedColumn } from './masked-column.ts';
import type { MaskedTable } from './masked-table.ts';
import { shownColumn } from './resolve-rules.ts';
import type { MaskedColumn, RuleDefinition } from './rule.ts';

export interface PlannedMasks {
  /** Of the tables that have any. */
  readonly tables: ReadonlyMap<Table, TableMasks>;
  readonly problems: readonly DumpError[];
}

/** One masked column on its way. */
interface Planned {
  readonly table: Table;
  readonly column: MaskedColumn;
  readonly rule: ParsedRule;
  /** The unique key for which its values must stay different. */
  readonly key: string | undefined;
}

/** @param foldsNames - whether the server takes names of databases and tables in any case */
export function planMasks(
  tables: readonly MaskedTable[],
  foldsNames: boolean,
  rules: ReadonlyMap<string, RuleDefinition>,
): PlannedMasks {
  const linked = new LinkedColumns(tables, foldsNames);
  const problems: DumpError[] = [];
  const planned: Planned[] = [];
  for (const { table, constraints, affected, rules: ofTable } of tables) {
    if (ofTable.size === 0) continue;
    const unique = uniqueDemands(table, constraints, affected, ofTable);
    problems.push(...unique.problems);
    problems.push(...valueProblems(table, constraints, affected, ofTable));
    for (const column of table.columns) {
      const rule = ofTable.get(column.name);
      if (rule === undefined) continue;
      const key = unique.columns.get(column.name.toLowerCase());
      const masked = maskedColumn(table, column, key !== undefined);
      linked.add(masked);
      planned.push({ table, column: masked, rule, key });
    }
  }
  problems.push(...linked.problems);
  const masks = new Map<Table, Map<string, ColumnMask>>();
  for (const one of planned) {
    const column = linked.alike(one.column);
    const problem = ruleProblem({ ...one, column }, rules);
    if (problem !== undefined) {
      problems.push(problem);
      continue;
    }
    const ofTable = masks.get(one.table) ?? new Map<string, ColumnMask>();
    masks.set(one.table, ofTable);
    const { rule, parameters, pattern } = one.rule;
    const reads = typeof rule === 'function' ? [] : (rules.get(rule)?.reads?.(parameters) ?? []);
    ofTable.set(column.name, { column, rule, parameters, reads, pattern });
  }
  return { tables: masks, problems };
}

function ruleProblem(
  { table, column, rule: parsed, key }: Planned,
  rules: ReadonlyMap<string, RuleDefinition>,
): DumpError | undefined {
  const { rule, parameters } = parsed;
  if (typeof rule === 'function') {
    return key === undefined ? undefined : notInjective(table, column.name, key, parsed);
  }
  const definition = rules.get(rule);
  if (definition === undefined) throw new DumpError('INTERNAL', `There is no rule "${rule}".`);
  const problem = definition.problem(column, parameters);
  if (problem !== undefined) return doesNotFit(table, column.name, parsed, problem);
  const unknown = definition
    .reads?.(parameters)
    .find((name) => columnOf(table, name) === undefined);
  if (unknown !== undefined) {
    return doesNotFit(table, column.name, parsed, `the table has no column "${unknown}"`);
  }
  if (key !== undefined && rule !== 'null' && !definition.injective(column, parameters)) {
    return notInjective(table, column.name, key, parsed);
  }
  return undefined;
}

/** Parameters of rules that mask nothing are checked as well. */
export function keptProblems(
  table: Table,
  resolved: ReadonlyMap<string, ParsedRule>,
  rules: ReadonlyMap<string, RuleDefinition>,
): readonly DumpError[] {
  return table.columns.flatMap((column) => {
    const kept = resolved.get(column.name);
    if (kept?.rule !== 'keep') return [];
    const masked = maskedColumn(table, column, false);
    const problem = rules.get('keep')?.problem(masked, kept.parameters);
    return problem === undefined ? [] : [doesNotFit(table, column.name, kept, problem)];
  });
}

function doesNotFit(table: Table, column: string, rule: ParsedRule, problem: string): DumpError {
  const message = `${shownColumn(table, column)} can't have the rule ${ruleName(rule.rule)}, as ${problem}.`;
  return invalidMask(message, rule);
}
