/** Checks a policy of masks at the door: its form, its patterns, the names of its rules. */

import { DumpError } from '../errors.ts';
import { Keyed } from './keyed.ts';
import type { MaskPolicy } from './mask-policy.ts';
import { parsePattern } from './patterns.ts';
import type { RuleDefinition } from './rule.ts';
import { maskRules } from './rules.ts';

const policyNames = new Set(['$schema', 'version', 'strict', 'columns']);

/**
 * @throws DumpError `INVALID_MASK` that says what is wrong, and of which pattern; never a value of a
 *   parameter, or the key
 */
export function checkPolicy(
  policy: MaskPolicy,
  key: string | Uint8Array,
  rules: ReadonlyMap<string, RuleDefinition> = maskRules,
): void {
  for (const name of Object.keys(policy)) {
    if (!policyNames.has(name)) throw invalid(`has "${name}", which is not known`);
  }
  if (policy.version !== 1) throw invalid('must have the version 1');
  if (policy.strict !== undefined && typeof policy.strict !== 'boolean') {
    throw invalid('has a value of strict that is not true or false');
  }
  if (!isPlainObject(policy.columns)) throw invalid('has no object "columns"');
  for (const [pattern, rule] of Object.entries(policy.columns)) {
    parsePattern(pattern);
    if (typeof rule !== 'function') checkRule(pattern, rule, rules);
  }
  new Keyed(key);
}

function checkRule(
  pattern: string,
  rule: unknown,
  rules: ReadonlyMap<string, RuleDefinition>,
): void {
  const name = isPlainObject(rule) ? rule['rule'] : rule;
  if (typeof name !== 'string') {
    throw invalid(`has no rule for "${pattern}": that is a name, or an object with "rule"`);
  }
  if (!rules.has(name)) {
    const known = [...rules.keys()].join(', ');
    throw invalid(`has the rule "${name}" for "${pattern}", and the rules are ${known}`);
  }
  const trust = isPlainObject(rule) ? rule['trustChecks'] : undefined;
  if (trust !== undefined && typeof trust !== 'boolean') {
    throw invalid(`has a value of trustChecks for "${pattern}" that is not true or false`);
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(what: string): DumpError {
  return new DumpError('INVALID_MASK', `The policy of masks ${what}.`);
}
