/** The value of an expression in a SET statement, where it can be told without the server. */

import type { SetTokens } from './set-tokens.ts';

export type Value = string | number;

/** Where the variables in expressions get their values from. */
export interface Variables {
  user(name: string): Value | undefined;
  /** @param scope - as it was written; empty if it was not */
  system(scope: string, name: string): Value | undefined;
}

/** Nobody nests functions deeper to set a mode. */
const deepest = 20;

/**
 * Literals, variables, CONCAT and REPLACE: what dumps and hand-written scripts put modes together
 * with. A word stands for itself, as in `SET sql_mode = ANSI`.
 *
 * @returns `undefined` for anything else, and NULL
 */
export function evaluate(tokens: SetTokens, variables: Variables): Value | undefined {
  const value = readValue(tokens, variables, 0);
  return tokens.isAtEnd ? value : undefined;
}

function readValue(tokens: SetTokens, variables: Variables, depth: number): Value | undefined {
  if (depth > deepest) return;
  if (tokens.takeSign('(')) {
    tokens.takeWord('SELECT');
    const value = readValue(tokens, variables, depth + 1);
    return tokens.takeSign(')') ? value : undefined;
  }
  if (tokens.takeSign('@')) return readVariable(tokens, variables);
  const text = tokens.takeString();
  if (text !== undefined) return text;
  const word = tokens.peekWord();
  const name = tokens.takeName();
  if (name === undefined) return;
  if (/^\d+$/.test(word)) return Number(word);
  if (tokens.takeSign('(')) return call(word, readArguments(tokens, variables, depth + 1));
  return word === 'NULL' ? undefined : name;
}

function readVariable(tokens: SetTokens, variables: Variables): Value | undefined {
  const isSystem = tokens.takeSign('@');
  const first = tokens.takeName();
  if (first === undefined) return;
  if (!isSystem) return variables.user(first);
  if (!tokens.takeSign('.')) return variables.system('', first);
  const second = tokens.takeName();
  return second === undefined ? undefined : variables.system(first, second);
}

/** Up to the closing parenthesis; `undefined` where one of them can't be told. */
function readArguments(
  tokens: SetTokens,
  variables: Variables,
  depth: number,
): readonly string[] | undefined {
  const values: string[] = [];
  do {
    const value = readValue(tokens, variables, depth);
    if (value === undefined) return;
    values.push(String(value));
  } while (tokens.takeSign(','));
  return tokens.takeSign(')') ? values : undefined;
}

function call(name: string, values: readonly string[] | undefined): Value | undefined {
  if (values === undefined) return;
  if (name === 'CONCAT') return values.join('');
  const [text, from, to] = values;
  if (name !== 'REPLACE' || text === undefined || from === undefined || to === undefined) return;
  return from === '' ? text : text.replaceAll(from, to);
}
