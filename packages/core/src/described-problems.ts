/** What is wrong with rules for columns that have been read, without asking the server again. */

import type { Table } from './catalog/model.ts';
import type { TableConstraints } from './catalog/table-constraints.ts';
import type { ColumnName, ColumnRule, RuleProblem } from './described-columns.ts';
import { type ParsedRule, parseRule } from './mask/column-mask.ts';
import { maskedTable } from './mask/masked-table.ts';
import { keptProblems, planMasks } from './mask/plan-masks.ts';
import { maskRules } from './mask/rules.ts';

/** @param foldsNames - whether the server takes names of databases and tables in any case */
export function problemsOfRules(
  constraints: ReadonlyMap<Table, TableConstraints>,
  foldsNames: boolean,
  rules: Iterable<ColumnRule>,
): readonly RuleProblem[] {
  const byTable = new Map<string, Map<string, ParsedRule>>();
  for (const { database, table, column, rule } of rules) {
    const key = JSON.stringify([database, table]);
    const ofTable = byTable.get(key) ?? new Map<string, ParsedRule>();
    byTable.set(key, ofTable.set(column, parseRule(rule, tagOf({ database, table, column }))));
  }
  const rulesOf = ({ database, name }: Table): ReadonlyMap<string, ParsedRule> =>
    byTable.get(JSON.stringify([database, name])) ?? new Map();
  const tables = [...constraints].map(([table, demanded]) =>
    maskedTable(table, demanded, rulesOf(table)),
  );
  const problems = [
    ...planMasks(tables, foldsNames, maskRules).problems,
    ...[...constraints.keys()].flatMap((table) => keptProblems(table, rulesOf(table), maskRules)),
  ];
  return problems.map(({ message, policyPaths = [] }) => ({
    message,
    columns: policyPaths.flatMap(([, tag]) => nameOf(tag)),
  }));
}

/** Errors tell the entries of the policy that they are about: here each rule is an entry of its own. */
function tagOf({ database, table, column }: ColumnName): string {
  return JSON.stringify([database, table, column]);
}

function nameOf(tag: string | number | undefined): readonly ColumnName[] {
  if (typeof tag !== 'string') return [];
  const [database, table, column]: readonly string[] = JSON.parse(tag);
  return database === undefined || table === undefined || column === undefined
    ? []
    : [{ database, table, column }];
}
