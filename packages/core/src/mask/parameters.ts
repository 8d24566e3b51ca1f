/** Checks the parameters of a rule in a policy against what the rule says of them. */

import type { ParameterSchema, RuleDefinition, RuleParameters } from './rule.ts';

/**
 * The part of JSON Schema (draft 2020-12) that rules describe their parameters with. Annotations
 * (`description`, `default`, `examples`) are for editors and say nothing here.
 */
interface KnownSchema {
  readonly type?: JsonType | readonly JsonType[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

const typeNames: Readonly<Record<JsonType, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

/** Something that is wrong with the parameters of a rule. */
export interface ParameterFault {
  /** Undefined where one is missing. */
  readonly parameter: string | undefined;
  /** A clause that tells what is wrong and what would be right; never the value. */
  readonly problem: string;
}

/** See {@link ParameterFault.problem}; undefined where nothing is wrong. */
export function parameterProblem(
  rule: Pick<RuleDefinition, 'name' | 'parameters' | 'required'>,
  parameters: RuleParameters,
): string | undefined {
  return parameterFault(rule, parameters)?.problem;
}

/** The first of them. */
export function parameterFault(
  rule: Pick<RuleDefinition, 'name' | 'parameters' | 'required'>,
  parameters: RuleParameters,
): ParameterFault | undefined {
  const names = Object.keys(rule.parameters);
  for (const [name, value] of Object.entries(parameters)) {
    const schema = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
    if (schema === undefined) {
      const problem = `the rule ${rule.name} has no parameter ${quoted(name)}: ${known(names)}`;
      return { parameter: name, problem };
    }
    const wrong = valueProblem(schema, value);
    if (wrong !== undefined) {
      const problem = `the parameter ${quoted(name)} of ${rule.name} must be ${wrong}`;
      return { parameter: name, problem };
    }
  }
  const missing = rule.required?.find((name) => parameters[name] === undefined);
  if (missing !== undefined) {
    const problem = `the rule ${rule.name} needs its parameter ${quoted(missing)}`;
    return { parameter: undefined, problem };
  }
  return undefined;
}

function known(names: readonly string[]): string {
  return names.length === 0 ? 'it has none' : `there is ${names.map(quoted).join(', ')}`;
}

/** What the value must be, where it is not that. */
function valueProblem(schema: ParameterSchema, value: unknown): string | undefined {
  const {
    type,
    enum: choices,
    minimum,
    maximum,
    minLength,
    maxLength,
    pattern,
  } = schema as KnownSchema;
  if (choices !== undefined && !choices.includes(value)) {
    return `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
  }
  const types = type === undefined ? [] : [type].flat();
  if (types.length > 0 && !types.some((one) => isOfType(one, value))) {
    return types.map((one) => typeNames[one]).join(' or ');
  }
  if (typeof value === 'number') {
    const few = minimum !== undefined && value < minimum;
    if (few || (maximum !== undefined && value > maximum)) return limits(minimum, maximum);
  }
  if (typeof value === 'string') {
    const length = [...value].length;
    const short = minLength !== undefined && length < minLength;
    if (short || (maxLength !== undefined && length > maxLength)) {
      return `a text with ${limits(minLength, maxLength)} characters`;
    }
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
      return `a text of the form ${pattern}`;
    }
  }
  return undefined;
}

function isOfType(type: JsonType, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

function limits(lowest: number | undefined, highest: number | undefined): string {
  if (highest === undefined) return `${lowest} or more`;
  return lowest === undefined ? `${highest} or less` : `from ${lowest} to ${highest}`;
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
