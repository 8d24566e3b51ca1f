/** Where the text of a PREPARE comes from: from literals that can be looked at, or from elsewhere. */

import type { ReadingModes } from '../split/statement.ts';
import { Lexer } from './lexer.ts';
import type { TargetServer } from './version-comment.ts';

/**
 * - `literals`: one of those that stand in the statement, see `preparedTexts`
 * - `variable`: the value of that user variable
 * - `unknown`: it is put together, or nobody knows
 */
export type PreparedSource =
  | { readonly kind: 'literals' }
  | { readonly kind: 'variable'; readonly variable: string }
  | { readonly kind: 'unknown' };

/** Of PREPARE and EXECUTE IMMEDIATE; `undefined` for all other statements. */
export function preparedSource(
  bytes: Buffer,
  modes: ReadingModes,
  server: TargetServer,
): PreparedSource | undefined {
  const lexer = new Lexer(bytes, modes, server);
  if (lexer.takeWords('PREPARE')) {
    lexer.advance();
    if (!lexer.takeWords('FROM')) return { kind: 'unknown' };
  } else if (!lexer.takeWords('EXECUTE', 'IMMEDIATE')) {
    return undefined;
  }
  const place = lexer.place();
  const variable = readUserVariable(lexer);
  if (variable !== undefined) {
    return lexer.isEnd() && variable !== unclear ? { kind: 'variable', variable } : unknown;
  }
  lexer.goTo(place);
  return isChoiceOfLiterals(lexer) ? { kind: 'literals' } : unknown;
}

const unknown = { kind: 'unknown' } as const;

/** What a SET does to user variables. */
export interface UserVariables {
  /** The variable whose value is one of the literals of the statement, where it sets no other one. */
  readonly literals?: string;
  /** Whether user variables may have got values that nobody has looked at. */
  readonly others: boolean;
}

/** @param bytes - a SET */
export function userVariables(
  bytes: Buffer,
  modes: ReadingModes,
  server: TargetServer,
): UserVariables {
  const lexer = new Lexer(bytes, modes, server);
  if (!lexer.takeWords('SET')) return { others: true };
  const variable = readUserVariable(lexer);
  if (variable !== undefined) {
    lexer.takeSign(':');
    const isKnown = lexer.takeSign('=') && isChoiceOfLiterals(lexer) && variable !== unclear;
    return isKnown ? { literals: variable, others: false } : { others: true };
  }
  while (!lexer.isEnd()) {
    if (lexer.isSign('@') && readUserVariable(lexer) !== undefined) return { others: true };
    if (!lexer.isEnd()) lexer.advance();
  }
  return { others: false };
}

/** A user variable that may be another one than it seems, as it is not of letters and digits alone. */
const unclear = '';

/** Stands behind it afterwards; two signs are those of a variable of the server. */
function readUserVariable(lexer: Lexer): string | undefined {
  if (!lexer.takeSign('@')) return undefined;
  if (lexer.takeSign('@')) return undefined;
  const name = lexer.name();
  if (name === undefined && lexer.kind !== 'string') return undefined;
  lexer.advance();
  // Compared without case; by MySQL 8 also without accents, and blanks at the end.
  return name !== undefined && /^[\w.$]+$/.test(name) ? name.toLowerCase() : unclear;
}

/** None of them makes a text of its parts. */
const harmlessWords = new Set([
  ...['IF', 'LENGTH', 'VERSION', 'LIKE', 'AND', 'OR', 'NOT', 'IS', 'NULL', 'X'],
]);
const harmlessSigns = ['(', ')', ',', '=', '<', '>', '!'] as const;

/** To the end: `'text'`, `_utf8mb4 0x…`, `IF(@@variable, 'this', 'that')`. */
function isChoiceOfLiterals(lexer: Lexer): boolean {
  while (!lexer.isEnd()) {
    if (lexer.isSign('@')) {
      if (readUserVariable(lexer) !== undefined || lexer.kind !== 'word') return false;
      lexer.advance();
      continue;
    }
    const word = lexer.word();
    const harmless =
      lexer.kind === 'string' ||
      (lexer.kind === 'word' && isHarmlessWord(lexer, word)) ||
      harmlessSigns.some((sign) => lexer.isSign(sign));
    if (!harmless) return false;
    lexer.advance();
  }
  return true;
}

/** Long words are hexadecimal numbers. */
function isHarmlessWord(lexer: Lexer, word: string): boolean {
  if (word !== '') return harmlessWords.has(word) || /^(?:\d+|0X[0-9A-F]*|_\w+)$/.test(word);
  const { bytes, start } = lexer;
  return bytes[start] === 0x30 && (bytes[start + 1] === 0x78 || bytes[start + 1] === 0x58);
}
