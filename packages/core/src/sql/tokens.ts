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
  /** Character set of the text. Matters for those with ASCII in the second byte of a character. */
  readonly characterSet?: string;
}

/** Characters of two bytes in sets where the second one may be a backslash or a backtick. */
const twoBytes = new Map<string | undefined, string>([
  ...['sjis', 'cp932'].map((name) => [name, '[\\x81-\\x9f\\xe0-\\xfc][\\x40-\\xfc]'] as const),
  ...['big5', 'gbk', 'gb18030'].map((name) => [name, '[\\x81-\\xfe][\\x40-\\xfe]'] as const),
]);

/**
 * Tokens of a text, which together are all of it.
 *
 * @param sql - one character for each byte (`latin1`), so that no byte gets lost
 */
export function* tokens(sql: string, modes: TokenModes = {}): Generator<Token, void, undefined> {
  const escaped = modes.noBackslashEscapes ? '' : '|\\\\.';
  const pair = twoBytes.get(modes.characterSet);
  const character = pair === undefined ? '' : `${pair}|`;
  const inQuotes = modes.noBackslashEscapes ? "[^']" : "[^'\\\\]";
  const inDouble = modes.noBackslashEscapes ? '[^"]' : '[^"\\\\]';
  const doubleQuoted = modes.ansiQuotes
    ? { name: `|"(?:${character}[^"]|"")*"`, string: '' }
    : { name: '', string: `|"(?:${character}${inDouble}|""${escaped})*"` };
  const pattern = new RegExp(
    [
      `(?<name>\`(?:${character}[^\`]|\`\`)*\`${doubleQuoted.name})`,
      `(?<string>'(?:${character}${inQuotes}|''${escaped})*'${doubleQuoted.string})`,
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
