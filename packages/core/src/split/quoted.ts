/** Finds the end of what stands in quotes. */

import type { ReadingModes } from './statement.ts';
import { isHead, isTail, type WideCharacters } from './wide-characters.ts';

const backslashByte = 0x5c;
const doubleQuote = 0x22;
const backtick = 0x60;

/** So many bytes are looked at one by one before a call into the engine is worth it. */
const shortBytes = 256;

/** Whether a backslash takes the meaning from the next byte in quotes of this kind. */
export function hasEscapes(quote: number, modes: ReadingModes): boolean {
  if (quote === backtick || modes.noBackslashEscapes) return false;
  return !(quote === doubleQuote && modes.ansiQuotes);
}

/**
 * A doubled quote ends the string here, and begins the next one: that makes no difference to what
 * is a string and what isn't, and needs no look at the byte behind.
 *
 * @param at - behind the opening quote, or anywhere in between
 * @returns the position of the closing quote; `end` where there is none, and `end + 1` where the
 * byte behind the end has its meaning taken by a backslash
 */
export function endOfQuoted(
  data: Buffer,
  at: number,
  end: number,
  quote: number,
  escapes: boolean,
): number {
  if (!escapes) return orEnd(data.indexOf(quote, at), end);
  let position = at;
  let nextQuote = -1;
  while (position < end) {
    const stop = Math.min(end, position + shortBytes);
    position = skipPlain(data, position, stop, quote);
    if (position < stop) {
      if (data[position] === quote) return position;
      position += 2;
    } else if (position < end) {
      // Looked for once, not again behind each backslash.
      if (nextQuote < position) nextQuote = orEnd(data.indexOf(quote, position), end);
      const found = data.subarray(position, nextQuote).indexOf(backslashByte);
      if (found === -1) return nextQuote;
      position += found + 2;
    }
  }
  return position;
}

function skipPlain(data: Buffer, start: number, stop: number, quote: number): number {
  let at = start;
  while (at < stop && data[at] !== quote && data[at] !== backslashByte) at++;
  return at;
}

/**
 * The same where a character of two bytes may have a backslash or quote as its second one.
 *
 * @returns also the position of the last byte, where the next one decides what it is
 */
export function endOfWideQuoted(
  data: Buffer,
  at: number,
  end: number,
  quote: number,
  escapes: boolean,
  wide: WideCharacters,
): number {
  let position = at;
  while (position < end) {
    const byte = data[position] as number;
    if (byte === quote) return position;
    if (isHead(wide, byte)) {
      if (position + 1 === end) return position;
      position += isTail(wide, data[position + 1]) ? 2 : 1;
    } else {
      position += escapes && byte === backslashByte ? 2 : 1;
    }
  }
  return position;
}

function orEnd(position: number, end: number): number {
  return position === -1 ? end : position;
}
