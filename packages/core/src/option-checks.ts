/** What the checks of options at the doors have in common. */

import { DumpError } from './errors.ts';
import { tokens } from './sql/tokens.ts';

export type Check = (value: unknown) => boolean;

/** For each option how it is checked, and what it must be. */
export type Checks<Options> = Readonly<Record<keyof Options, readonly [Check, string]>>;

export const isBoolean: Check = (value) => typeof value === 'boolean';
export const isObject: Check = (value) => typeof value === 'object' && value !== null;
export const isNames: Check = (value) =>
  Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '');
export const isPositiveInteger: Check = (value) => Number.isSafeInteger(value) && Number(value) > 0;
/** An SQL condition that can be put into parentheses. */
export const isCondition: Check = (value) =>
  typeof value === 'string' && value.trim() !== '' && isBalanced(value);
export const isMilliseconds: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

export const connectionCheck: readonly [Check, string] = [
  (value) =>
    (typeof value === 'string' && value !== '') || isObject(value) || typeof value === 'function',
  'a URL, an object of mysql2 connection options or a function that opens a connection',
];
export const booleanCheck: readonly [Check, string] = [isBoolean, 'true or false'];
export const waitCheck: readonly [Check, string] = [
  isMilliseconds,
  'a whole number of milliseconds, 0 or more',
];
export const parallelCheck: readonly [Check, string] = [
  (value) => isPositiveInteger(value) && Number(value) <= 64,
  'a number of connections from 1 to 64',
];
export const signalCheck: readonly [Check, string] = [
  (value) => value instanceof AbortSignal,
  'an AbortSignal',
];

/**
 * An option that is undefined counts as left out.
 *
 * @param door - the function that takes the options, for the message
 * @throws DumpError `INVALID_OPTION` that names the option; never its value, which may be a secret
 */
export function checkEach<Options extends object>(
  options: Options,
  checks: Checks<Options>,
  door: string,
): void {
  if (!isObject(options)) throw invalidOption(`${door} takes an object of options`);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, name)) throw unknownOption(name, Object.keys(checks));
    const [isValid, what] = checks[name as keyof Options];
    if (value !== undefined && !isValid(value)) {
      throw invalidOption(`The option ${name} must be ${what}`);
    }
  }
}

export function invalidOption(message: string, hint = ''): DumpError {
  return new DumpError('INVALID_OPTION', `${message}.${hint}`);
}

function unknownOption(name: string, all: readonly string[]): DumpError {
  const folded = name.toLowerCase();
  const near = all
    .map((known) => ({ known, distance: editDistance(folded, known.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const hint = near !== undefined && near.distance <= 2 ? ` Did you mean ${near.known}?` : '';
  return invalidOption(`There is no option "${name}"`, hint);
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const current = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const substituted = (previous[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      current.push(Math.min(substituted, (previous[j + 1] ?? 0) + 1, (current[j] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** Whether a condition stays within the parentheses that it is put in. */
function isBalanced(condition: string): boolean {
  let depth = 0;
  for (const { kind, text } of tokens(condition)) {
    if (kind === 'sign' && (text === '(' || text === ')')) depth += text === '(' ? 1 : -1;
    // A quote or comment that has no end is no token of its own.
    if (depth < 0 || (kind === 'sign' && /['"`]/.test(text))) return false;
  }
  return depth === 0;
}
