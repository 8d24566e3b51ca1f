/** Where the rows of an INSERT begin and end. */

import * as kinds from './byte-kinds.ts';
import { endOfQuoted, endOfWideQuoted, hasEscapes } from './quoted.ts';
import type { ReadingModes } from './statement.ts';
import { isTail } from './wide-characters.ts';

const noDelimiter = Buffer.alloc(0);
const usualRowBytes = 64;

/**
 * The rows of one of the splitter's statements, each with its parentheses.
 *
 * @param bytes - of an INSERT … VALUES, as the splitter gave it
 * @param headBytes - `headBytes` of the statement
 * @param modes - with which the splitter read it
 * @returns for each row where it begins and the position behind it: two numbers a row
 */
export function rowBorders(bytes: Buffer, headBytes: number, modes: ReadingModes): Uint32Array {
  const tables = kinds.kindTables(modes, noDelimiter);
  const { nested, every, wide } = tables;
  const end = bytes.length;
  let borders = new Uint32Array(2 * Math.ceil(end / usualRowBytes) + 2);
  let count = 0;
  let depth = 0;
  let at = headBytes;
  let start = -1;
  let table = every;
  while (at < end) {
    const byte = bytes[at] as number;
    const kind = table[byte] as number;
    if (kind === kinds.nothing) {
      at++;
    } else if (isQuote(kind) && depth > 0) {
      const escapes = hasEscapes(byte, modes);
      at =
        wide === undefined
          ? endOfQuoted(bytes, at + 1, end, byte, escapes) + 1
          : endOfWideQuoted(bytes, at + 1, end, byte, escapes, wide) + 1;
    } else if (kind === kinds.open) {
      if (depth++ === 0) {
        if (start === -1) start = at;
        table = nested;
      }
      at++;
    } else if (kind === kinds.close && depth > 0) {
      at++;
      if (--depth > 0) continue;
      if (count + 2 > borders.length) borders = enlarged(borders);
      borders[count++] = start;
      borders[count++] = at;
      start = -1;
      table = every;
    } else {
      const behind = endOfComment(bytes, at, kind);
      if (behind > at) at = behind;
      else if (depth > 0)
        at += kind === kinds.wideHead && wide && isTail(wide, bytes[at + 1]) ? 2 : 1;
      else if (kind === kinds.comma) at++;
      else if (start === -1 && isRowWord(bytes, at)) {
        start = at;
        at += 3;
      } else break;
    }
  }
  return borders.subarray(0, count);
}

function isQuote(kind: number): boolean {
  return kind === kinds.plainQuote || kind === kinds.escapedQuote || kind === kinds.quote;
}

/** Behind a comment, or the mark that begins or ends an executable one; else the same position. */
function endOfComment(bytes: Buffer, at: number, kind: number): number {
  const next = bytes[at + 1];
  if (kind === kinds.hash || (kind === kinds.minus && kinds.beginsComment(next, bytes[at + 2]))) {
    return behind(bytes, '\n', at + 1);
  }
  if (kind === kinds.star && next === kinds.slashByte) return at + 2;
  if (kind !== kinds.slash || next !== kinds.starByte) return at;
  const executable = kinds.executableMark(bytes, at);
  return executable > 0 ? at + executable : behind(bytes, '*/', at + 2);
}

function behind(bytes: Buffer, text: string, at: number): number {
  const found = bytes.indexOf(text, at);
  return found === -1 ? bytes.length : found + text.length;
}

function isRowWord(bytes: Buffer, at: number): boolean {
  return /^row(?![\w$\x80-\xff])/i.test(bytes.toString('latin1', at, at + 4));
}

function enlarged(borders: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * borders.length);
  larger.set(borders);
  return larger;
}
