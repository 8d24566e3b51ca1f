/** Splits SQL text of the server's own writing (SHOW CREATE) into tokens. */

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
}

/**
 * Tokens of a text, which together are all of it.
 *
 * @param sql - one character for each byte (`latin1`), so that no byte gets lost
 */
export function* tokens(sql: string, modes: TokenModes = {}): Generator<Token, void, undefined> {
  const escaped = modes.noBackslashEscapes ? '' : '|\\\\.';
  const inQuotes = modes.noBackslashEscapes ? "[^']" : "[^'\\\\]";
  const inDouble = modes.noBackslashEscapes ? '[^"]' : '[^"\\\\]';
  const doubleQuoted = modes.ansiQuotes
    ? { name: '|"(?:[^"]|"")*"', string: '' }
    : { name: '', string: `|"(?:${inDouble}|""${escaped})*"` };
  const pattern = new RegExp(
    [
      `(?<name>\`(?:[^\`]|\`\`)*\`${doubleQuoted.name})`,
      `(?<string>'(?:${inQuotes}|''${escaped})*'${doubleQuoted.string})`,
      '(?<versionStart>/\\*M?!\\d*)',
      '(?<versionEnd>\\*/)',
      // A version comment inside a comment is not looked for: the server does not write any.
      '(?<comment>/\\*.*?\\*/|#[^\\n]*|--(?=[ \\t\\n\\v\\f\\r\\0]|$)[^\\n]*)',
      '(?<space>[ \\t\\n\\v\\f\\r]+)',
      '(?<word>[\\w$\\x80-\\xff]+)',
      '(?<sign>.)',
    ].join('|'),
    'gs',
  );
  for (const match of sql.matchAll(pattern)) {
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0];
    yield { kind: kind as TokenKind, text: match[0], start: match.index };
  }
}

/** The name that a `name` token stands for, or a word as it is. */
export function unquoteName(token: Pick<Token, 'kind' | 'text'>): string {
  if (token.kind !== 'name') return token.text;
  const quote = token.text.slice(0, 1);
  return token.text.slice(1, -1).replaceAll(quote + quote, quote);
}
