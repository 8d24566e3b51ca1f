/** What is wrong with a policy for tables that have been read, without asking the server again. */

import type { Catalog, Table } from './catalog/model.ts';
import type { TableConstraints } from './catalog/table-constraints.ts';
import type { ColumnName, PolicyProblem } from './described-columns.ts';
import { DumpError } from './errors.ts';
import type { MaskPolicy } from './mask/mask-policy.ts';
import { maskedTable } from './mask/masked-table.ts';
import { keptProblems, planMasks } from './mask/plan-masks.ts';
import { resolveRules, unnamedColumns } from './mask/resolve-rules.ts';
import { maskRules } from './mask/rules.ts';

/** Problems of the policy's own form (see `checkPolicy`) are not looked for. */
export function problemsOfPolicy(
  catalog: Pick<Catalog, 'databases'>,
  constraints: ReadonlyMap<Table, TableConstraints>,
  foldsNames: boolean,
  policy: MaskPolicy,
): readonly PolicyProblem[] {
  const resolved = resolveRules(catalog, policy, foldsNames);
  const tables = [...constraints].map(([table, demanded]) =>
    maskedTable(table, demanded, resolved.rules.get(table) ?? new Map()),
  );
  const problems: DumpError[] = [
    ...resolved.problems,
    ...planMasks(tables, foldsNames, maskRules).problems,
    ...[...resolved.rules].flatMap(([table, rules]) => keptProblems(table, rules, maskRules)),
    ...resolved.unmet.map((text) => {
      return new DumpError(
        'INVALID_MASK',
        `The policy of masks names "${text}", which is no column.`,
      );
    }),
    ...(policy.strict ? unnamedColumns(resolved) : []).map(
      (column) => new DumpError('UNMASKED_COLUMN', `The policy does not name ${column}.`),
    ),
  ];
  return problems.map(({ code, message }) => ({ code, message, columns: columnsIn(message) }));
}

/** Messages name columns as `database`.`table`.`column`, in backticks that are doubled within names. */
const shownColumn = /`((?:[^`]|``)+)`\.`((?:[^`]|``)+)`\.`((?:[^`]|``)+)`/gu;

function columnsIn(message: string): readonly ColumnName[] {
  return [...message.matchAll(shownColumn)].map(([, database = '', table = '', column = '']) => ({
    database: unquoted(database),
    table: unquoted(table),
    column: unquoted(column),
  }));
}

function unquoted(name: string): string {
  return name.replaceAll('``', '`');
}
