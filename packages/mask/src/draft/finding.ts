/** What a draft says of one column. */

import type { MaskRule } from '@dumpstream/core';
import type { Confidence, Judgement } from './judgement.ts';

export interface MaskFinding {
  /** As the policy names it: `database.table.column`, with backticks where they are needed. */
  readonly column: string;
  readonly rule: MaskRule;
  /** What the column holds; undefined for nothing personal. */
  readonly category: Judgement['category'];
  /** Why, in a few words each. They quote no value of the database. */
  readonly reasons: readonly string[];
  readonly confidence: Confidence;
  /** Whether a person should decide. */
  readonly look: boolean;
}

/** The name of a column as a pattern of a policy that means it alone. */
export function columnPattern(...names: readonly [string, string, string]): string {
  return names
    .map((name) => (/[.*`]/.test(name) ? `\`${name.replaceAll('`', '``')}\`` : name))
    .join('.');
}
