/** Where the rows of an INSERT begin and end. */

import * as kinds from './byte-kinds.ts';
import { startsWith } from './bytes.ts';
import * as marks from './comment-marks.ts';
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
  const { nested, every, otherwise } = tables;
  const end = bytes.length;
  let borders = new Uint32Array(2 * Math.ceil(end / usualRowBytes) + 2);
  let count = 0;
  let depth = 0;
  let start = -1;
  /** At the beginning, and behind a comma. */
  let rowMayBegin = true;
  // What is in the head matters for the comment that it may stand in.
  let inComment = false;
  let rowsInComment = false;
  let table = nested;
  let at = 0;
  while (at < end) {
    const inHead = at < headBytes;
    if (at === headBytes) {
      rowsInComment = inComment;
      table = every;
    }
    const byte = bytes[at] as number;
    const kind = table[byte] as number;
    if (kind === kinds.nothing) {
      at++;
    } else if (kind === kinds.plainQuote || kind === kinds.escapedQuote) {
      at = endOfQuoted(bytes, at + 1, end, byte, kind === kinds.escapedQuote) + 1;
    } else if (kind === kinds.open && !inHead) {
      if (depth++ === 0) {
        if (start === -1 && !rowMayBegin) break;
        if (start === -1) start = at;
        rowMayBegin = false;
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
      if (inComment !== rowsInComment) break;
    } else {
      const mark = executableMark(bytes, at, kind, inComment);
      if (mark > 0) {
        // Between rows it is the end of them, but not behind the word ROW.
        if (!inHead && depth === 0 && count > 0 && start === -1) break;
        inComment = kind === kinds.slash;
        at += mark;
        continue;
      }
      const behind = endOfComment(bytes, at, kind, otherwise);
      if (behind > at) at = behind;
      else if (inHead || depth > 0) at = behindSign(bytes, at, otherwise[byte], tables, modes);
      else if (kind === kinds.comma && !rowMayBegin && start === -1) {
        rowMayBegin = true;
        at++;
      } else if (rowMayBegin && isRowWord(bytes, at, otherwise)) {
        start = at;
        rowMayBegin = false;
        at += 3;
      } else break;
    }
  }
  return borders.subarray(0, count);
}

/** Bytes of the mark that begins or ends an executable comment, 0 where there is none. */
function executableMark(bytes: Buffer, at: number, kind: number, inComment: boolean): number {
  if (kind === kinds.star) return inComment && startsWith(bytes, at, marks.blockEnd, true) ? 2 : 0;
  return kind === kinds.slash ? marks.executableMark(bytes, at) : 0;
}

/** Behind a comment; the same position where there is none. */
function endOfComment(bytes: Buffer, at: number, kind: number, otherwise: Uint8Array): number {
  if (
    kind === kinds.hash ||
    (kind === kinds.minus && marks.beginsLineComment(bytes, at, otherwise, true))
  ) {
    return behindText(bytes, '\n', at + 1);
  }
  if (kind !== kinds.slash || !startsWith(bytes, at, marks.blockStart, true)) return at;
  return behindText(bytes, '*/', at + 2);
}

/** Behind a sign without a meaning, a wide character, or quotes that may hold one. */
function behindSign(
  bytes: Buffer,
  at: number,
  kind: number | undefined,
  { wide }: kinds.KindTables,
  modes: ReadingModes,
): number {
  if (wide === undefined) return at + 1;
  if (kind === kinds.wideHead) return at + (isTail(wide, bytes[at + 1]) ? 2 : 1);
  if (kind !== kinds.quote) return at + 1;
  const byte = bytes[at] as number;
  return endOfWideQuoted(bytes, at + 1, bytes.length, byte, hasEscapes(byte, modes), wide) + 1;
}

function behindText(bytes: Buffer, text: string, at: number): number {
  const found = bytes.indexOf(text, at);
  return found === -1 ? bytes.length : found + text.length;
}

function isRowWord(bytes: Buffer, at: number, otherwise: Uint8Array): boolean {
  if (bytes.toString('latin1', at, at + 3).toUpperCase() !== 'ROW') return false;
  const kind = otherwise[bytes[at + 3] ?? 0];
  return kind !== kinds.wordByte && kind !== kinds.wideHead;
}

function enlarged(borders: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * borders.length);
  larger.set(borders);
  return larger;
}
