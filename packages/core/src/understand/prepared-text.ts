/** Statements that stand in a statement as text: what a PREPARE may make of it. */

import type { ReadingModes } from '../split/statement.ts';
import { classOf, word } from './bytes.ts';
import { type Edit, withEdits } from './edits.ts';
import { Lexer } from './lexer.ts';
import type { TargetServer } from './version-comment.ts';

/** A literal that may be the text of a statement. */
export interface PreparedText {
  readonly bytes: Buffer;
  /** How that text is read: in the character set of its introducer. */
  readonly modes: ReadingModes;
  /** Where the literal is in the statement around it. */
  readonly start: number;
  readonly end: number;
  /** Whether it is written as a hexadecimal number. */
  readonly hexadecimal: boolean;
}

/**
 * The literals in `SET @x = …`, `PREPARE s FROM …` and `EXECUTE IMMEDIATE …`, those in functions as
 * well: `SET @x = IF(…, 'DO 0', 'DROP TABLE t')`. What is put together of several, or read from
 * a table, is not found.
 *
 * @param server - see `understand`
 */
export function preparedTexts(
  bytes: Buffer,
  modes: ReadingModes,
  server?: TargetServer,
): readonly PreparedText[] {
  const lexer = new Lexer(bytes, modes, server);
  if (!beginsWithText(lexer)) return [];
  const texts: { text: PreparedText; parts: Buffer[] }[] = [];
  let introducer: string | undefined;
  let isBehindString = false;
  while (!lexer.isEnd()) {
    const { start, end } = lexer;
    const literal = readLiteral(lexer, modes);
    if (literal !== undefined) {
      const last = isBehindString && lexer.kind === 'string' ? texts.at(-1) : undefined;
      if (last === undefined) {
        const characterSet = introducer ?? modes.characterSet;
        const text = { ...literal, modes: { ...modes, characterSet }, start, end };
        texts.push({ text, parts: [literal.bytes] });
      } else {
        // Strings one behind the other are one to the server.
        last.text = { ...last.text, end };
        last.parts.push(literal.bytes);
      }
    }
    isBehindString = lexer.kind === 'string';
    const name = lexer.kind === 'word' ? bytes.toString('latin1', start, end) : '';
    introducer = /^_[a-z]\w{2,30}$/i.test(name) ? name.slice(1).toLowerCase() : undefined;
    lexer.advance();
  }
  return texts.map(({ text, parts }) => ({ ...text, bytes: Buffer.concat(parts) }));
}

function beginsWithText(lexer: Lexer): boolean {
  if (lexer.takeWords('PREPARE')) {
    lexer.advance();
    return lexer.takeWords('FROM');
  }
  if (lexer.takeWords('EXECUTE', 'IMMEDIATE')) return true;
  return lexer.takeWords('SET') && lexer.isSign('@');
}

function readLiteral(
  lexer: Lexer,
  modes: ReadingModes,
): Pick<PreparedText, 'bytes' | 'hexadecimal'> | undefined {
  const { bytes, start, end } = lexer;
  if (lexer.kind === 'string') {
    const text = unescaped(bytes.subarray(start, end), modes);
    // x'4352…': a word and a string behind it.
    const isHexadecimal = bytes[start - 1] === 0x78 || bytes[start - 1] === 0x58;
    return isHexadecimal && isWordOfOne(bytes, start - 1)
      ? { bytes: Buffer.from(text.toString('latin1'), 'hex'), hexadecimal: false }
      : { bytes: text, hexadecimal: false };
  }
  // 0x4352…
  if (lexer.kind !== 'word' || bytes[start] !== 0x30 || bytes[start + 1] !== 0x78) return undefined;
  return { bytes: Buffer.from(bytes.toString('latin1', start + 2, end), 'hex'), hexadecimal: true };
}

function isWordOfOne(bytes: Buffer, at: number): boolean {
  return at === 0 || classOf[bytes[at - 1] ?? 0] !== word;
}

const escapes = new Map([
  [0x30, 0],
  [0x62, 8],
  [0x6e, 10],
  [0x72, 13],
  [0x74, 9],
  [0x5a, 26],
]);

/** https://dev.mysql.com/doc/refman/8.4/en/string-literals.html */
function unescaped(literal: Buffer, { noBackslashEscapes }: ReadingModes): Buffer {
  const [quote] = literal;
  const result = Buffer.alloc(literal.length);
  let length = 0;
  for (let at = 1; at < literal.length - 1; at++) {
    let byte = literal[at] ?? 0;
    if (byte === 0x5c && !noBackslashEscapes) {
      at++;
      byte = literal[at] ?? 0;
      byte = escapes.get(byte) ?? byte;
    } else if (byte === quote) {
      at++;
    }
    result[length++] = byte;
  }
  return result.subarray(0, length);
}

/**
 * The statement with its texts changed that are written in hexadecimal, as our dumps write
 * definitions that the client programs would read wrongly.
 */
export function inPreparedText(
  bytes: Buffer,
  modes: ReadingModes,
  change: (text: Buffer, modes: ReadingModes) => Buffer,
): Buffer {
  const edits: Edit[] = [];
  for (const text of preparedTexts(bytes, modes)) {
    if (!text.hexadecimal) continue;
    const changed = change(text.bytes, text.modes);
    if (changed === text.bytes) continue;
    edits.push({ start: text.start, end: text.end, text: `0x${changed.toString('hex')}` });
  }
  return withEdits(bytes, edits);
}
