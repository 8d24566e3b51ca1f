/** The hot loop: leaves out what needs no closer look, which is nearly all of a dump. */

import type { KindTables } from './byte-kinds.ts';
import * as kinds from './byte-kinds.ts';
import { dash } from './comment-marks.ts';
import type { InsertReader } from './insert-reader.ts';
import { endOfQuoted } from './quoted.ts';

const commaByte = 0x2c;
const openByte = 0x28;
const closeByte = 0x29;
const lineFeed = 0x0a;

/**
 * Strings that end in the data are left out, and so are whole rows.
 *
 * @param insert - depth and rows are counted in it
 * @param shift - from a position in the data to one in the statement
 * @param lastRowEnd - in the data: rows that end behind it do not fit; where it is not more than
 * `start`, each end of a row is looked at more closely
 * @returns the position of what is something else, or the end of the data
 */
export function skipCode(
  data: Buffer,
  start: number,
  tables: KindTables,
  insert: InsertReader,
  shift: number,
  lastRowEnd: number,
): number {
  const table = insert.isOver ? tables.plain : tables.nested;
  const inRow = insert.isInRow;
  const end = data.length;
  let { depth, rowStart, rowsEnd } = insert;
  let rows = 0;
  let at = start;
  for (;;) {
    at = skipNothing(data, at, end, table);
    if (at >= end) break;
    const byte = data[at] as number;
    const kind = table[byte] as number;
    if (kind >= kinds.firstLooked) {
      // That of a number; where the data ends behind it, it is left to the closer look.
      if (kind !== kinds.minus || at + 1 === end || data[at + 1] === dash) break;
      at++;
    } else if (kind === kinds.open) {
      depth++;
      at++;
    } else if (kind === kinds.close) {
      if (depth !== 1) {
        depth--;
        at++;
        continue;
      }
      if (!inRow || at >= lastRowEnd) break;
      // The borders of most rows: what is between them otherwise, comments for example, is left
      // to the closer look, as is the last row.
      if (data[at + 1] !== commaByte) break;
      const next = data[at + 2] === lineFeed ? at + 3 : at + 2;
      if (next >= end || data[next] !== openByte) break;
      rows++;
      rowsEnd = at + 1 + shift;
      rowStart = next + shift;
      at = next + 1;
    } else {
      const close = endOfQuoted(data, at + 1, end, byte, kind === kinds.escapedQuote);
      // Where the data ends within it, another reader begins with it.
      if (close >= end) break;
      at = close + 1;
    }
  }
  insert.depth = depth;
  if (rows > 0) insert.addRows(rows, rowsEnd, rowStart);
  return at;
}

/**
 * The position of the first byte that is something. By itself the engine makes it more than twice as
 * fast as within the loop around it.
 */
export function skipNothing(data: Buffer, start: number, end: number, table: Uint8Array): number {
  let at = start;
  while (at < end && table[data[at] as number] === kinds.nothing) at++;
  return at;
}

/** Whether the loop may take these for what they usually are. */
export function hasUsualRows(delimiter: Buffer): boolean {
  const [first] = delimiter;
  return first !== commaByte && first !== openByte && first !== closeByte;
}
