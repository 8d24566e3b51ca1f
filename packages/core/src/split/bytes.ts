/** Looks for bytes in a chunk. */

import { isSpace } from './byte-kinds.ts';

/** Of UTF-8. */
export const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const lineFeed = 0x0a;
const starByte = 0x2a;
const slashByte = 0x2f;

/** The position behind the text up to a line's end, or of the end of the data. */
export function endOfLine(data: Buffer, at: number): [end: number, behind: number | undefined] {
  const found = data.indexOf(lineFeed, at);
  return found === -1 ? [data.length, undefined] : [found, found];
}

export function endOfBlock(data: Buffer, at: number): [end: number, behind: number | undefined] {
  let star = data.indexOf(starByte, at);
  while (star !== -1) {
    const next = data[star + 1];
    if (next === slashByte) return [star, star + 2];
    if (next === undefined) return [star, undefined];
    star = data.indexOf(starByte, star + 1);
  }
  return [data.length, undefined];
}

/** `undefined` where more bytes are needed to tell. */
export function startsWith(
  data: Buffer,
  at: number,
  bytes: Buffer,
  final: boolean,
): boolean | undefined {
  for (let index = 0; index < bytes.length; index++) {
    const byte = data[at + index];
    if (byte === undefined) return final ? false : undefined;
    if (byte !== bytes[index]) return false;
  }
  return true;
}

/** Without the white space at the end. */
export function trimmedEnd(bytes: Buffer): Buffer {
  let length = bytes.length;
  while (length > 0 && isSpace(bytes[length - 1] as number)) length--;
  return bytes.subarray(0, length);
}
