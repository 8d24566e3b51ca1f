/**
 * Headings of routines and events as SHOW CREATE writes them: partly in another character set and
 * mode than the program was made under, and must be restored under.
 */

import type { StoredProgram } from '../../catalog/model.ts';
import { type TokenModes, tokens } from '../../sql/tokens.ts';
import type { Replacement } from './table-definition.ts';

/** A part that the server wrote itself; the rest is what the user typed. */
export interface ServerWritten {
  /** Names and definers; comments and members of a returned ENUM, with backslashes as escapes. */
  readonly kind: 'name' | 'string';
  readonly start: number;
  readonly end: number;
}

/**
 * @param text - the statement, one character for each byte
 * @param writesNames - MySQL 8 writes the names of routines and triggers itself; older versions and
 *   MariaDB give them in the character set of the body
 */
export function serverWritten(
  kind: StoredProgram['kind'],
  text: string,
  modes: TokenModes,
  writesNames: boolean,
): readonly ServerWritten[] {
  switch (kind) {
    case 'procedure':
    case 'function':
      return routineParts(text, modes).filter((part) => writesNames || part.kind !== 'name');
    case 'event':
      return eventParts(text, modes);
    case 'trigger':
      return triggerParts(text, modes, writesNames);
    default:
      return [];
  }
}

const string = "'(?:[^'\\\\]|\\\\.|'')*'";
const returns = new RegExp(` RETURNS (?:${string}|[^\\n'])*\\n`, 'sy');
const characteristic = new RegExp(` {4}(?:COMMENT ${string}|[A-Z ]+)\\n`, 'sy');

/** Names up to the parameters, which are as the user typed them; then lines that the server makes. */
function routineParts(text: string, modes: TokenModes): readonly ServerWritten[] {
  const parts: ServerWritten[] = [];
  let depth = 0;
  let afterParameters = text.length;
  for (const token of tokens(text, modes)) {
    if (depth === 0 && token.kind === 'name') parts.push(partOf('name', token));
    if (token.text === '(') depth++;
    if (token.text !== ')') continue;
    depth--;
    if (depth > 0) continue;
    afterParameters = token.start + 1;
    break;
  }
  returns.lastIndex = afterParameters;
  let position = returns.test(text) ? returns.lastIndex : afterParameters + 1;
  characteristic.lastIndex = position;
  while (characteristic.test(text)) position = characteristic.lastIndex;
  for (const { 0: found, index } of text
    .slice(afterParameters, position)
    .matchAll(new RegExp(string, 'gs'))) {
    parts.push(partOf('string', { start: afterParameters + index, text: found }));
  }
  return parts;
}

function eventParts(text: string, modes: TokenModes): readonly ServerWritten[] {
  const parts: ServerWritten[] = [];
  let previous = '';
  for (const token of tokens(text, modes)) {
    if (token.kind === 'space') continue;
    if (token.kind === 'word' && token.text === 'DO') break;
    if (token.kind === 'name') parts.push(partOf('name', token));
    if (token.kind === 'string' && previous === 'COMMENT') parts.push(partOf('string', token));
    previous = token.text;
  }
  return parts;
}

/** The definer, which all servers add, and the names of trigger and table. */
function triggerParts(
  text: string,
  modes: TokenModes,
  writesNames: boolean,
): readonly ServerWritten[] {
  const parts: ServerWritten[] = [];
  const end = writesNames ? 'FOR' : 'TRIGGER';
  for (const token of tokens(text, modes)) {
    if (token.kind === 'word' && token.text.toUpperCase() === end) break;
    if (token.kind === 'name') parts.push(partOf('name', token));
  }
  return parts;
}

function partOf(
  kind: ServerWritten['kind'],
  { start, text }: { readonly start: number; readonly text: string },
): ServerWritten {
  return { kind, start, end: start + text.length };
}

/**
 * `ON COMPLETION NOT PRESERVE` of an event, to leave out: it is the default, and a syntax error
 * under HIGH_NOT_PRECEDENCE, where NOT is another token.
 */
export function notPreserved(text: string, modes: TokenModes): readonly Replacement[] {
  const phrase = 'ON COMPLETION NOT PRESERVE';
  let words = '';
  let start = 0;
  for (const token of tokens(text, modes)) {
    if (token.kind === 'space') continue;
    if (token.text === 'DO') break;
    if (token.text === 'ON') start = token.start;
    words = token.text === 'ON' ? 'ON' : `${words} ${token.text}`;
    if (words === phrase) return [{ start, end: token.start + token.text.length, text: '' }];
  }
  return [];
}

const escapes = new Map([
  ['\\n', '\n'],
  ['\\r', '\r'],
  ['\\0', '\0'],
  ['\\\\', '\\'],
]);

/** A string that is written with backslashes as escapes, for NO_BACKSLASH_ESCAPES. */
export function withoutBackslashEscapes(literal: string): string {
  return literal.replace(/\\./gs, (escaped) => escapes.get(escaped) ?? escaped);
}
