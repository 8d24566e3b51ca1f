/** The rules of a document's paths: read from the parameters, and checked. */

import type { MaskFunction, MaskRuleName } from '../../mask-policy.ts';
import type { RuleDefinition, RuleParameters } from '../rule.ts';
import { comparePaths, type JsonPath, parseJsonPath } from './path.ts';
import { fittingKinds, type ValueColumns } from './value-columns.ts';

/** Finds a rule by its name. */
export type RuleLookup = (name: string) => RuleDefinition | undefined;

export interface PathRule {
  readonly path: JsonPath;
  readonly rule: MaskRuleName | MaskFunction;
  readonly parameters: RuleParameters;
}

/** Those that say most come first. What is wrong is left out, see {@link pathRulesProblem}. */
export function pathRules(parameters: RuleParameters): readonly PathRule[] {
  return entries(parameters)
    .flatMap(([text, rule]) => {
      const path = parseJsonPath(text);
      const parsed = parsedRule(rule);
      return path === undefined || parsed === undefined ? [] : [{ path, ...parsed }];
    })
    .sort((a, b) => comparePaths(a.path, b.path));
}

export function pathRulesProblem(
  parameters: RuleParameters,
  columns: ValueColumns,
  lookup: RuleLookup,
): string | undefined {
  for (const [text, rule] of entries(parameters)) {
    if (parseJsonPath(text) === undefined) {
      return `${JSON.stringify(text)} is no path: one is written as $.customer.email, $.items[*].name or $..password`;
    }
    const problem = ruleProblem(rule, columns, lookup);
    if (problem !== undefined) return `at the path ${JSON.stringify(text)} ${problem}`;
  }
  return undefined;
}

function ruleProblem(rule: unknown, columns: ValueColumns, lookup: RuleLookup): string | undefined {
  const parsed = parsedRule(rule);
  if (parsed === undefined) return 'there is no rule: that is a name, or an object with "rule"';
  if (typeof parsed.rule === 'function') return undefined;
  const definition = lookup(parsed.rule);
  if (definition === undefined) return `stands the rule "${parsed.rule}", which is not known`;
  if (parsed.rule === 'constant') {
    return isScalar(parsed.parameters['value'])
      ? undefined
      : 'the rule "constant" needs a value: text, a number, true, false or null';
  }
  return fittingKinds(columns, definition, parsed.parameters).problem;
}

function isScalar(value: unknown): boolean {
  return value === null || /^(?:string|number|boolean)$/.test(typeof value);
}

function entries({ paths }: RuleParameters): readonly (readonly [string, unknown])[] {
  return typeof paths === 'object' && paths !== null ? Object.entries(paths) : [];
}

function parsedRule(rule: unknown): Omit<PathRule, 'path'> | undefined {
  if (typeof rule === 'function') return { rule: rule as MaskFunction, parameters: {} };
  if (typeof rule === 'string') return { rule: rule as MaskRuleName, parameters: {} };
  if (typeof rule !== 'object' || rule === null) return undefined;
  const { rule: name, ...parameters } = rule as Record<string, unknown>;
  return typeof name === 'string' ? { rule: name as MaskRuleName, parameters } : undefined;
}
