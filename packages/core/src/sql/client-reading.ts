/** How the stock client programs read a statement, to find out whether they would send it whole. */

import type { TokenModes } from './tokens.ts';

/** What a client would do wrong with a statement. */
export type ClientMisreading =
  /** Take it for something else: cut it, or run a command in it (`\!` starts a shell). */
  | 'misread'
  /** Take the carriage return out of CR LF inside a string or name, or stumble over a NUL. */
  | 'bytesLost';

/** In what the programs `mysql` and `mariadb`, of all versions, differ. */
interface ClientKind {
  /** Knows that `"` quotes names under ANSI_QUOTES, where a backslash has no meaning. */
  readonly knowsAnsiQuotes: boolean;
  /** A backslash has no meaning in backticks. */
  readonly plainBackticks: boolean;
}

const clientKinds: readonly ClientKind[] = [
  { knowsAnsiQuotes: true, plainBackticks: true },
  { knowsAnsiQuotes: false, plainBackticks: false },
];

/**
 * The clients look for the delimiter, for commands of one letter after a backslash, and for
 * comments, each outside of what they take for quotes. They know the session's mode only in part,
 * and read the bytes as UTF-8 whatever its character set is: the second byte of a character in
 * sjis or gbk may be a backslash to them.
 *
 * @param statement - the bytes up to the delimiter
 * @returns `undefined` where every client sends these very bytes
 */
export function clientMisreading(
  statement: Buffer,
  delimiter: string,
  modes: TokenModes,
): ClientMisreading | undefined {
  const readings = clientKinds.map((kind) => read(statement, delimiter, modes, kind));
  return readings.find((reading) => reading === 'misread') ?? readings.find(Boolean);
}

/** A comment that the client does not send unless told to, with its end where it has one. */
const comment = /#[^\n]*|--(?=[ \t\n\v\f\r]|$)[^\n]*|\/\*(?!M?!).*?(?<end>\*\/|$)/sy;

function read(
  statement: Buffer,
  delimiter: string,
  modes: TokenModes,
  client: ClientKind,
): ClientMisreading | undefined {
  const text = statement.toString('latin1');
  let result: ClientMisreading | undefined = text.includes('\0') ? 'bytesLost' : undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    // At the end of a line in a name the clients take a backslash away.
    if (character === '\\' && next === '\n' && quote !== '' && quote !== "'") return 'misread';
    if (character === '\\' && escapes(quote, modes, client)) {
      if (quote === '' && next !== 'N') return 'misread';
      if (quote !== '`' || next !== '`') at++;
    } else if (quote === '') {
      comment.lastIndex = at;
      const found = '#-/'.includes(character) ? comment.exec(text) : null;
      if (found !== null) {
        if (found.groups?.['end'] === '') return 'misread';
        at += found[0].length - 1;
      } else if (text.startsWith(delimiter, at)) {
        return 'misread';
      } else if (character === '\n' && beginsLikeCommand(text, at)) {
        return 'misread';
      } else if (`'"\``.includes(character)) {
        quote = character;
      }
    } else if (character === quote) {
      quote = '';
    } else if (character === '\r' && next === '\n') {
      result = 'bytesLost';
    }
  }
  return quote === '' ? result : 'misread';
}

/**
 * The clients leave out the end of a line that begins with "delimiter", though it is no command in
 * the middle of a statement: what follows would belong to a comment at its end.
 */
function beginsLikeCommand(text: string, lineEnd: number): boolean {
  const lineStart = text.lastIndexOf('\n', lineEnd - 1) + 1;
  return text.slice(lineStart, lineStart + 9).toLowerCase() === 'delimiter';
}

/** Outside of quotes a backslash starts a command, whatever the mode. */
function escapes(quote: string, modes: TokenModes, client: ClientKind): boolean {
  if (quote === '') return true;
  if (modes.noBackslashEscapes) return false;
  if (quote === '`') return !client.plainBackticks;
  return !(quote === '"' && modes.ansiQuotes && client.knowsAnsiQuotes);
}
