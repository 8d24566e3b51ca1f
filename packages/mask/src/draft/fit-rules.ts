/** Gives each group of columns the best rule that core takes for all of them. */

import type { ColumnRule, DescribedColumns, MaskRule } from '@dumpstream/core';
import { type ColumnGroup, columnId } from './linked-groups.ts';

export interface GroupLadder {
  readonly group: ColumnGroup;
  /** The best first; the last one, `keep`, always fits. */
  readonly rules: readonly MaskRule[];
}

export interface FittedRule extends GroupLadder {
  readonly rule: MaskRule;
  /** Why the best one does not fit; undefined where it does. */
  readonly refusal: string | undefined;
}

/** Each time at least one group goes on to its next rule; one that has none left is kept. */
export function fitRules(
  { problemsOf }: Pick<DescribedColumns, 'problemsOf'>,
  ladders: readonly GroupLadder[],
): readonly FittedRule[] {
  const steps = ladders.map(() => 0);
  const refusals: (string | undefined)[] = ladders.map(() => undefined);
  const ladderOf = new Map(
    ladders.flatMap(({ group }, index) =>
      group.members.map(({ table, column }) => {
        return [columnId(table.database, table.name, column.name), index] as const;
      }),
    ),
  );
  const ruleOf = (index: number): MaskRule => ladders[index]?.rules[steps[index] ?? 0] ?? 'keep';
  for (;;) {
    const refused = new Map<number, string>();
    for (const { message, columns } of problemsOf(rulesOf(ladders, ruleOf))) {
      for (const { database, table, column } of columns) {
        const index = ladderOf.get(columnId(database, table, column));
        if (index !== undefined && ruleOf(index) !== 'keep') refused.set(index, reasonIn(message));
      }
    }
    if (refused.size === 0) break;
    for (const [index, reason] of refused) {
      steps[index] = (steps[index] ?? 0) + 1;
      refusals[index] ??= reason;
    }
  }
  return ladders.map((one, index) => ({ ...one, rule: ruleOf(index), refusal: refusals[index] }));
}

function rulesOf(
  ladders: readonly GroupLadder[],
  ruleOf: (index: number) => MaskRule,
): readonly ColumnRule[] {
  return ladders.flatMap(({ group }, index) =>
    group.members.map(({ table, column }) => ({
      ...{ database: table.database, table: table.name, column: column.name },
      rule: ruleOf(index),
    })),
  );
}

/** Of core's message, what follows "as": names and lengths, never values. */
function reasonIn(message: string): string {
  return /, as (.+?)(?:[.,:] |\.$)/s.exec(message)?.[1] ?? 'it does not fit';
}
