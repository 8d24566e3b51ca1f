/** Checks a policy of masks at the door: its form, its patterns, its rules and their parameters. */

import type { DeclaredRelation } from '../declared-relation.ts';
import { DumpError, type PolicyPath } from '../errors.ts';
import type { MaskPolicy } from '../mask-policy.ts';
import { invalidEntries } from './invalid-mask.ts';
import { parseJsonPath } from './json/path.ts';
import { Keyed } from './keyed.ts';
import { parameterFault } from './parameters.ts';
import { parsePattern } from './patterns.ts';
import { relationColumns } from './relation-columns.ts';
import type { RuleDefinition } from './rule.ts';
import { maskRules } from './rules.ts';

const policyNames = new Set(['$schema', 'version', 'strict', 'columns', 'relations']);

/** What somebody might call a key that must not be there. */
const keyName = /key|secret|password|salt/i;

const noKey =
  'a key never stands in a policy, which many may read: it comes from a file of its own, the environment ' +
  'or a store of secrets, see the option maskKey';

/**
 * @throws DumpError `INVALID_MASK` that says what is wrong, and of which pattern; never a value of a
 *   parameter, or the key
 */
export function checkPolicy(
  policy: MaskPolicy,
  key: string | Uint8Array,
  rules: ReadonlyMap<string, RuleDefinition> = maskRules,
): void {
  const [first] = policyProblems(policy, rules);
  if (first !== undefined) throw first;
  new Keyed(key);
}

/**
 * Looks at a policy without a database: `dump()` refuses one that has problems before it connects.
 * What depends on the columns is told by `dryRun()`.
 *
 * @param policy - of any form, as it was read
 * @returns all that is wrong with it, each with its `policyPaths`; empty where nothing is
 */
export function policyProblems(
  policy: unknown,
  rules: ReadonlyMap<string, RuleDefinition> = maskRules,
): readonly DumpError[] {
  return new PolicyCheck(rules).problemsOf(policy);
}

class PolicyCheck {
  readonly #rules: ReadonlyMap<string, RuleDefinition>;
  readonly #problems: DumpError[] = [];

  constructor(rules: ReadonlyMap<string, RuleDefinition>) {
    this.#rules = rules;
  }

  problemsOf(policy: unknown): readonly DumpError[] {
    if (!isPlainObject(policy)) {
      this.#invalid('is no object', []);
      return this.#problems;
    }
    const { $schema, version, strict, columns, relations } = policy;
    for (const name of Object.keys(policy)) {
      if (policyNames.has(name)) continue;
      const why = keyName.test(name) ? `: ${noKey}` : ', which is not known';
      this.#invalid(`has ${JSON.stringify(name)}${why}`, [name]);
    }
    if ($schema !== undefined && typeof $schema !== 'string') {
      this.#invalid('has a $schema that is no text', ['$schema']);
    }
    if (version !== 1) this.#invalid('must have the version 1', ['version']);
    if (strict !== undefined && typeof strict !== 'boolean') {
      this.#invalid('has a value of strict that is not true or false', ['strict']);
    }
    this.#checkColumns(columns);
    if (relations !== undefined) this.#checkRelations(relations);
    return this.#problems;
  }

  #checkColumns(columns: unknown): void {
    if (!isPlainObject(columns)) {
      this.#invalid('has no object "columns"', ['columns']);
      return;
    }
    for (const [pattern, rule] of Object.entries(columns)) {
      const path = ['columns', pattern];
      const wrong = patternProblem(pattern);
      if (wrong !== undefined) this.#problems.push(invalidEntries(wrong, [path]));
      else this.#checkRule(rule, path, `"${pattern}"`);
    }
  }

  /** @param place - for messages: the pattern, and of rules within documents the path */
  #checkRule(rule: unknown, path: PolicyPath, place: string): void {
    if (typeof rule === 'function') return;
    const { rule: name, ...parameters } = isPlainObject(rule) ? rule : { rule };
    if (typeof name !== 'string') {
      this.#invalid(`has no rule for ${place}: that is a name, or an object with "rule"`, path);
      return;
    }
    const definition = this.#rules.get(name);
    if (definition === undefined) {
      const known = [...this.#rules.keys()].join(', ');
      const where = isPlainObject(rule) ? [...path, 'rule'] : path;
      this.#invalid(`has the rule "${name}" for ${place}, and the rules are ${known}`, where);
      return;
    }
    const isColumn = path.length === 2;
    if (isColumn && 'trustChecks' in parameters) {
      if (!['boolean', 'undefined'].includes(typeof parameters['trustChecks'])) {
        const what = `has a value of trustChecks for ${place} that is not true or false`;
        this.#invalid(what, [...path, 'trustChecks']);
      }
      delete parameters['trustChecks'];
    }
    this.#checkParameters(isColumn ? definition : withinDocument(definition), parameters, {
      ...{ path, place },
    });
    if (name === 'json') this.#checkPaths(parameters['paths'], [...path, 'paths'], place);
  }

  #checkParameters(
    rule: Pick<RuleDefinition, 'name' | 'parameters' | 'required'>,
    parameters: Record<string, unknown>,
    { path, place }: { readonly path: PolicyPath; readonly place: string },
  ): void {
    const unknown = Object.keys(parameters).filter((name) => !Object.hasOwn(rule.parameters, name));
    for (const name of unknown.filter((each) => keyName.test(each))) {
      this.#invalid(`has ${JSON.stringify(name)} for ${place}: ${noKey}`, [...path, name]);
      delete parameters[name];
    }
    const fault = parameterFault(rule, parameters);
    if (fault === undefined) return;
    const where = fault.parameter === undefined ? path : [...path, fault.parameter];
    this.#invalid(`has a wrong rule for ${place}: ${fault.problem}`, where);
  }

  #checkPaths(paths: unknown, path: PolicyPath, place: string): void {
    if (!isPlainObject(paths)) return;
    for (const [text, rule] of Object.entries(paths)) {
      const at = `${place} at ${JSON.stringify(text)}`;
      if (parseJsonPath(text) !== undefined) this.#checkRule(rule, [...path, text], at);
      else {
        const how = 'one is written as $.customer.email, $.items[*].name or $..password';
        this.#invalid(`has ${JSON.stringify(text)} for ${place}, which is no path: ${how}`, [
          ...path,
          text,
        ]);
      }
    }
  }

  #checkRelations(relations: unknown): void {
    if (!Array.isArray(relations)) {
      this.#invalid('has relations that are no list', ['relations']);
      return;
    }
    for (const [index, relation] of relations.entries()) {
      const wrong = relationProblem(relation);
      if (wrong !== undefined) {
        this.#invalid(`has a wrong relation: ${wrong}`, ['relations', index]);
      }
    }
  }

  #invalid(what: string, path: PolicyPath): void {
    const message = `The policy of masks ${what}.`;
    this.#problems.push(invalidEntries(message, [path]));
  }
}

/** A value of a document may be true or null as well. */
function withinDocument(
  rule: RuleDefinition,
): Pick<RuleDefinition, 'name' | 'parameters' | 'required'> {
  if (rule.name !== 'constant') return rule;
  const { name, parameters, required } = rule;
  const value = { ...parameters['value'], type: ['string', 'number', 'boolean', 'null'] };
  return {
    ...{ name, parameters: { ...parameters, value } },
    ...(required === undefined ? {} : { required }),
  };
}

function patternProblem(pattern: string): string | undefined {
  try {
    parsePattern(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof DumpError) return error.message;
    throw error;
  }
}

function relationProblem(relation: unknown): string | undefined {
  if (!isPlainObject(relation)) return 'that is an object with "from" and "to"';
  const unknown = Object.keys(relation).find((name) => name !== 'from' && name !== 'to');
  if (unknown !== undefined) return `it has ${JSON.stringify(unknown)}, which is not known`;
  for (const side of ['from', 'to'] as const) {
    const names = relation[side];
    const list: readonly unknown[] = Array.isArray(names) ? names : [names];
    if (list.length === 0 || list.some((name) => typeof name !== 'string')) {
      return `"${side}" is a name, database.table.column, or a list of those`;
    }
    // Alone, it is as long as itself.
    if (relationColumns({ from: names, to: names } as DeclaredRelation) === undefined) {
      return `"${side}" is not database.table.column, without stars, or a list of columns of one table`;
    }
  }
  return relationColumns(relation as unknown as DeclaredRelation) === undefined
    ? '"from" and "to" have not as many columns'
    : undefined;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
