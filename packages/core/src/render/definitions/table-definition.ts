/** The text of SHOW CREATE TABLE, taken apart as far as parts of it are written in another way. */

import type { Table } from '../../catalog/model.ts';
import { type Token, tokens, unquoteName } from '../../sql/tokens.ts';

/** A part of the text to write otherwise; positions in characters, one for each byte. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The parts of a column that a server may show inexactly. */
export interface ColumnText {
  /** One character for each byte of UTF-8. */
  readonly name: string;
  /** The literal after DEFAULT, `undefined` where there is none or where it is no string. */
  readonly defaultText: Token | undefined;
  /** The number after DEFAULT, where it is written without quotes (MariaDB). */
  readonly defaultNumber: Pick<Token, 'start' | 'text'> | undefined;
  /** The members of an ENUM or SET, empty for other types. */
  readonly members: readonly Token[];
  /** Its keywords outside of parentheses, in upper case. */
  readonly words: readonly string[];
}

/** Columns of a definition as `latin1` text, in their order. */
export function columnTexts(definition: string): readonly ColumnText[] {
  const columns: (ColumnText & {
    defaultText: Token | undefined;
    defaultNumber: Pick<Token, 'start' | 'text'> | undefined;
    members: Token[];
    words: string[];
  })[] = [];
  let depth = 0;
  let previous: Token | undefined;
  let beforePrevious: Token | undefined;
  let begins = false;
  for (const token of tokens(definition)) {
    if (token.kind === 'space' || token.kind === 'comment') continue;
    const column = columns.at(-1);
    if (column !== undefined && depth === 1) {
      column.defaultNumber = numberWith(column.defaultNumber, token, previous);
    }
    if (token.text === '(') {
      depth++;
      begins = depth === 1;
    } else if (token.text === ')') {
      depth--;
      if (depth === 0) break;
    } else if (token.text === ',' && depth === 1) {
      begins = true;
    } else if (begins) {
      // A key or constraint begins with a word.
      if (token.kind !== 'name') break;
      columns.push({
        name: unquoteName(token),
        defaultText: undefined,
        defaultNumber: undefined,
        members: [],
        words: [],
      });
      begins = false;
    } else if (token.kind === 'word' && depth === 1) {
      column?.words.push(token.text.toUpperCase());
    } else if (token.kind === 'string' && column !== undefined) {
      const word = previous?.text.toUpperCase() ?? '';
      if (depth === 1 && word === 'DEFAULT') column.defaultText = token;
      const listed = word === '(' || word === ',';
      if (depth === 2 && listed && (column.members.length > 0 || isListType(beforePrevious))) {
        column.members.push(token);
      }
    }
    beforePrevious = previous;
    previous = token;
  }
  return columns;
}

/** A number is several tokens: sign, digits, point, exponent. */
function numberWith(
  number: ColumnText['defaultNumber'],
  token: Token,
  previous: Token | undefined,
): ColumnText['defaultNumber'] {
  if (number !== undefined) {
    const follows =
      token.start === number.start + number.text.length && /^[\w.+-]/.test(token.text);
    return follows ? { start: number.start, text: number.text + token.text } : number;
  }
  const begins = previous?.text.toUpperCase() === 'DEFAULT' && /^[-+.\d]/.test(token.text);
  return begins ? { start: token.start, text: token.text } : undefined;
}

function isListType(token: Token | undefined): boolean {
  return ['ENUM', 'SET'].includes(token?.text.toUpperCase() ?? '');
}

/**
 * Parts that would mean something else in the restored table:
 *
 * - MariaDB names the database in defaults that come from a sequence, also its own.
 * - A server that is older than a version comment skips it, and looks for its end without regard to
 *   quotes: one that holds the end mark in a name or string loses the comment's signs.
 */
export function misplacedParts(definition: string, table: Table): readonly Replacement[] {
  // Most tables have neither, and need not be taken apart for it.
  if (!/\/\*|nextval|lastval|setval/i.test(definition)) return [];
  const own = Buffer.from(table.database).toString('latin1');
  const replacements: Replacement[] = [];
  const recent: Token[] = [];
  let version: { readonly start: Token; hostile: boolean } | undefined;
  for (const token of tokens(definition)) {
    if (token.kind === 'versionStart') version = { start: token, hostile: false };
    if (version !== undefined && /^['"`].*\*\//s.test(token.text)) version.hostile = true;
    if (token.kind === 'versionEnd' && version !== undefined) {
      if (version.hostile) replacements.push(removal(version.start), removal(token));
      version = undefined;
    }
    if (token.kind === 'space') continue;
    recent.push(token);
    const [call, opening, database, dot, name] = recent.slice(-5);
    if (
      /^(?:nextval|lastval|setval)$/i.test(call?.text ?? '') &&
      opening?.text === '(' &&
      database?.kind === 'name' &&
      dot?.text === '.' &&
      name?.kind === 'name' &&
      unquoteName(database) === own
    ) {
      replacements.push({ start: database.start, end: name.start, text: '' });
    }
  }
  return replacements;
}

/**
 * The AUTO_INCREMENT of a table, to leave out. An ARCHIVE table with a unique key takes no rows below
 * it; it comes back by itself with the rows.
 */
export function autoIncrementOption(definition: string): readonly Replacement[] {
  let depth = 0;
  let option: Token | undefined;
  for (const token of tokens(definition)) {
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    else if (option !== undefined && token.kind === 'space') {
      return [{ start: option.start, end: token.start + token.text.length, text: '' }];
    } else if (depth === 0 && token.text === 'AUTO_INCREMENT') option = token;
  }
  return [];
}

/**
 * Whether a TIMESTAMP is NOT NULL and has no default. Only a session with
 * explicit_defaults_for_timestamp makes such a column; others give it one without a word.
 * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_explicit_defaults_for_timestamp
 */
export function needsExplicitTimestamps(columns: readonly ColumnText[]): boolean {
  return columns.some(
    ({ words }) =>
      words[0] === 'TIMESTAMP' &&
      words.includes('NOT') &&
      !words.includes('DEFAULT') &&
      !words.includes('GENERATED'),
  );
}

function removal({ start, text }: Token): Replacement {
  return { start, end: start + text.length, text: '' };
}

/** @param replacements - none of which overlaps another one */
export function withReplacements(text: string, replacements: readonly Replacement[]): string {
  let result = '';
  let position = 0;
  for (const { start, end, text: part } of [...replacements].sort((a, b) => a.start - b.start)) {
    result += text.slice(position, start) + part;
    position = end;
  }
  return result + text.slice(position);
}
