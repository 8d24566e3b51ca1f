/** The mask of one column, as plain data: it can be sent to another thread, but for a function. */

import type { MaskFunction, MaskPolicy, MaskRule, MaskRuleName } from '../mask-policy.ts';
import type { MaskedColumn, RuleParameters } from './rule.ts';

export interface ColumnMask {
  readonly column: MaskedColumn;
  readonly rule: MaskRuleName | MaskFunction;
  /** Without what is the engine's own. */
  readonly parameters: RuleParameters;
  /** Names of other columns of the row that the rule reads. */
  readonly reads: readonly string[];
  /** See {@link ParsedRule.pattern}. */
  readonly pattern?: string | undefined;
}

/** The masks of a table, by the names of its columns. One that is kept has none. */
export type TableMasks = ReadonlyMap<string, ColumnMask>;

/** A rule of a policy, taken apart. */
export interface ParsedRule {
  readonly rule: MaskRuleName | MaskFunction;
  readonly parameters: RuleParameters;
  /** CHECKs and partitions are the caller's concern. */
  readonly trustChecks: boolean;
  /** Of the policy: the pattern that it stands at. */
  readonly pattern?: string | undefined;
}

export function parseRule(rule: MaskRule, pattern?: string): ParsedRule {
  if (typeof rule !== 'object') return { rule, parameters: {}, trustChecks: false, pattern };
  const { rule: name, trustChecks, ...parameters } = rule;
  return { rule: name, parameters, trustChecks: trustChecks === true, pattern };
}

/** Whether rules of a policy run in the main thread alone. */
export function hasFunctions(policy: MaskPolicy | undefined): boolean {
  return policy !== undefined && holdsFunction(policy.columns);
}

function holdsFunction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'function';
  return Object.values(value).some(holdsFunction);
}

/** How a rule is called in a message. */
export function ruleName(rule: MaskRuleName | MaskFunction): string {
  return typeof rule === 'function' ? `function ${rule.name || 'without a name'}` : `"${rule}"`;
}
