/** Finds the end of what stands in quotes. */

import type { ReadingModes } from './statement.ts';
import { isHead, isTail, type WideCharacters } from './wide-characters.ts';

const backslashByte = 0x5c;
const doubleQuote = 0x22;
const backtick = 0x60;

/** So many bytes are looked at one by one before a call into the engine is worth it. */
const shortBytes = 48;

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
  const short = Math.min(end, at + shortBytes);
  while (position < short) {
    const byte = data[position];
    if (byte === quote) return position;
    position += byte === backslashByte ? 2 : 1;
  }
  return position < end ? endOfLong(data, position, end, quote) : position;
}

/** In long strings the engine looks for both bytes, each at once over a long way. */
function endOfLong(data: Buffer, at: number, end: number, quote: number): number {
  let position = at;
  let nextQuote = orEnd(data.indexOf(quote, position), end);
  let steps = 0;
  while (position < end) {
    if (nextQuote < position) nextQuote = orEnd(data.indexOf(quote, position), end);
    // Only up to the quote: how far the backslash is matters no more behind it.
    const within = data.subarray(position, nextQuote);
    const found = within.indexOf(backslashByte);
    if (found === -1) return nextQuote;
    position += found + 2;
    // Backslashes that stand close are cheaper to find one by one.
    if (++steps >= 4 || found < shortBytes) {
      const stop = Math.min(end, position + 8 * shortBytes);
      while (position < stop) {
        const byte = data[position];
        if (byte === quote) return position;
        position += byte === backslashByte ? 2 : 1;
      }
    }
  }
  return position;
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
