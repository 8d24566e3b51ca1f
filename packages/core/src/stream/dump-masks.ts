/** The masks of a dump: the policy, applied to the catalog. */

import type { Catalog, Table } from '../catalog/model.ts';
import type { Problems } from '../catalog/problems.ts';
import type { TableFacts } from '../catalog/table-facts.ts';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { DryRunMask } from '../dry-run-report.ts';
import { DumpError } from '../errors.ts';
import type { TableMasks } from '../mask/column-mask.ts';
import { withDeclaredKeys } from '../mask/declared-keys.ts';
import { Keyed } from '../mask/keyed.ts';
import { makeMasks } from '../mask/make-masks.ts';
import { maskedTable } from '../mask/masked-table.ts';
import { keptProblems, planMasks } from '../mask/plan-masks.ts';
import { type ResolvedRules, resolveRules, unnamedColumns } from '../mask/resolve-rules.ts';
import { maskRules } from '../mask/rules.ts';
import { statedLiterals } from '../mask/stated-literals.ts';
import type { DumpOptions } from '../options.ts';
import { useMaskMaker } from '../render/rows/mask-maker.ts';
import type { DumpWarning } from '../summary.ts';
import { unknownNames } from './unknown-names.ts';

export interface DumpMasks {
  /** See `Keyed.derived`. */
  readonly key: Uint8Array;
  /** Of the tables that have any. */
  readonly tables: ReadonlyMap<Table, TableMasks>;
  readonly coverage: DryRunMask;
  readonly warnings: readonly DumpWarning[];
}

/** Columns that an error names. */
const mostNamed = 20;

/**
 * @param problems - told `INVALID_MASK` and `UNMASKED_COLUMN` for each thing that does not fit
 * @returns `undefined` without a policy
 */
export async function findMasks(
  connection: DatabaseConnection,
  catalog: Catalog,
  { constraints: ofTables, foldsNames }: TableFacts,
  { mask: policy, maskKey }: Pick<DumpOptions, 'mask' | 'maskKey'>,
  problems: Problems,
): Promise<DumpMasks | undefined> {
  if (policy === undefined || maskKey === undefined) return undefined;
  useMaskMaker(makeMasks);
  const key = new Keyed(maskKey).derived();
  const resolved = resolveRules(catalog, policy, foldsNames);
  for (const problem of resolved.problems) problems.report(problem);
  const { unmet } = resolved;
  for (const unknown of await unknownNames(connection, catalog, policy, unmet, foldsNames)) {
    problems.report(unknown);
  }
  const coverage = coverageOf(resolved);
  const { unnamed } = coverage;
  if (policy.strict && unnamed.length > 0) problems.report(unmasked(unnamed));
  const constraints = withDeclaredKeys(ofTables, policy, foldsNames);
  const tables = [...constraints].map(([table, demanded]) =>
    maskedTable(table, demanded, resolved.rules.get(table) ?? new Map()),
  );
  const planned = planMasks(tables, foldsNames, maskRules);
  const kept = [...resolved.rules].flatMap(([table, rules]) =>
    keptProblems(table, rules, maskRules),
  );
  for (const problem of [...planned.problems, ...kept]) problems.report(problem);
  const stated = statedLiterals(tables);
  const warnings = stated === undefined ? [] : [stated];
  return { key, tables: planned.tables, coverage, warnings };
}

function coverageOf(resolved: ResolvedRules): DryRunMask {
  const named = [...resolved.rules.values()].flatMap((ofTable) => [...ofTable.values()]);
  const kept = named.filter(({ rule }) => rule === 'keep').length;
  return { masked: named.length - kept, kept, unnamed: unnamedColumns(resolved) };
}

function unmasked(columns: readonly string[]): DumpError {
  const more = columns.length > mostNamed ? `, and ${columns.length - mostNamed} more` : '';
  return new DumpError(
    'UNMASKED_COLUMN',
    `The policy of masks is strict and does not name ${columns.length} ` +
      `column${columns.length === 1 ? '' : 's'}: ${columns.slice(0, mostNamed).join(', ')}${more}. ` +
      'Give each a rule; "keep" leaves it as it is.',
    { policyPaths: [['strict']] },
  );
}
