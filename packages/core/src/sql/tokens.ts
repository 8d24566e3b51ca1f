/** Splits SQL text of the server's own writing (SHOW CREATE) into tokens. */

import { hasNoBreakSpace } from './no-break-space.ts';

/** What a {@link Token} is. */
export type TokenKind =
  /** A keyword, an unquoted name or a number; also bytes of characters beyond ASCII. */
  | 'word'
  /** A name in backticks, or in double quotes under ANSI_QUOTES. */
  | 'name'
  /** A string in single quotes, or in double quotes without ANSI_QUOTES. */
  | 'string'
  /** A comment to the end of its line, or between slashes and asterisks. */
  | 'comment'
  /** The beginning of a comment that servers read as code: with its version number. */
  | 'versionStart'
  /** The end of one. */
  | 'versionEnd'
  | 'space'
  /** Any other single character. */
  | 'sign';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins in the text. */
  readonly start: number;
}

/** The modes of the session in which the text was written. */
export interface TokenModes {
  /** `"` quotes names. */
  readonly ansiQuotes?: boolean;
  /** A backslash in a string is a character like any other. */
  readonly noBackslashEscapes?: boolean;
  /** Character set of the text. Matters for those with ASCII in the second byte of a character. */
  readonly characterSet?: string;
}

/**
 * Characters of two bytes in sets where the second one may be a backslash or a backtick, as
 * `ismbchar()` of the servers tells them.
 */
const twoBytes = new Map<string | undefined, string>([
  ...['sjis', 'cp932'].map(
    (name) => [name, '[\\x81-\\x9f\\xe0-\\xfc][\\x40-\\x7e\\x80-\\xfc]'] as const,
  ),
  ['big5', '[\\xa1-\\xf9][\\x40-\\x7e\\xa1-\\xfe]'],
  ...['gbk', 'gb18030'].map((name) => [name, '[\\x81-\\xfe][\\x40-\\x7e\\x80-\\xfe]'] as const),
]);

/** The kinds, in the order of the groups of {@link tokenPattern}. */
const kinds = [
  ...(['name', 'string', 'versionStart', 'versionEnd'] as const),
  ...(['comment', 'space', 'word', 'sign'] as const),
] satisfies readonly TokenKind[];

/**
 * Tokens of a text, which together are all of it.
 *
 * @param sql - one character for each byte (`latin1`), so that no byte gets lost
 */
export function* tokens(sql: string, modes: TokenModes = {}): Generator<Token, void, undefined> {
  const pattern = tokenPattern(modes);
  let start = 0;
  while (start < sql.length) {
    // The pattern is shared: another text may have been split since the last token was taken.
    pattern.lastIndex = start;
    const match = pattern.exec(sql);
    if (match === null) return;
    const text = match[0];
    // Position 0 is the whole match, those of the groups follow.
    const kind = kinds[match.indexOf(text, 1) - 1];
    if (kind === undefined) return;
    yield { kind, text, start };
    start += text.length;
  }
}

const patterns = new Map<string, RegExp>();

/** Matches one token at its `lastIndex`, in a group for each of {@link kinds}. */
function tokenPattern(modes: TokenModes): RegExp {
  const pair = twoBytes.get(modes.characterSet);
  const blank = hasNoBreakSpace(modes.characterSet ?? '') ? '\\xa0' : '';
  const key = [modes.ansiQuotes === true, modes.noBackslashEscapes === true, pair, blank].join();
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const escaped = modes.noBackslashEscapes ? '' : '|\\\\.';
  // One way alone to read each byte: with two of them, quotes that never end take exponential time.
  const character = pair === undefined ? '' : `${pair}|(?!${pair})`;
  const inQuotes = modes.noBackslashEscapes ? "[^']" : "[^'\\\\]";
  const inDouble = modes.noBackslashEscapes ? '[^"]' : '[^"\\\\]';
  const doubleQuoted = modes.ansiQuotes
    ? { name: `|"(?:${character}[^"]|"")*"`, string: '' }
    : { name: '', string: `|"(?:${character}${inDouble}|""${escaped})*"` };
  const pattern = new RegExp(
    [
      `(\`(?:${character}[^\`]|\`\`)*\`${doubleQuoted.name})`,
      `('(?:${character}${inQuotes}|''${escaped})*'${doubleQuoted.string})`,
      '(/\\*M?!\\d*)',
      '(\\*/)',
      // A version comment inside a comment is not looked for: the server does not write any.
      `(/\\*.*?\\*/|#[^\\n]*|--(?=[\\0- \\x7f${blank}]|$)[^\\n]*)`,
      `([ \\t\\n\\v\\f\\r${blank}]+)`,
      `((?:${character}[\\w$\\x80-\\x9f${blank === '' ? '\\xa0' : ''}\\xa1-\\xff])+)`,
      '(.)',
    ].join('|'),
    'sy',
  );
  patterns.set(key, pattern);
  return pattern;
}

/** The name that a `name` token stands for, or a word as it is. */
export function unquoteName(token: Pick<Token, 'kind' | 'text'>): string {
  if (token.kind !== 'name') return token.text;
  const quote = token.text.slice(0, 1);
  return token.text.slice(1, -1).replaceAll(quote + quote, quote);
}
