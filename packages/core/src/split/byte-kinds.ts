/** What a byte of SQL code may begin, as tables for the loops that look for it. */

import { hasNoBreakSpace, noBreakSpace } from '../sql/no-break-space.ts';
import { hasEscapes } from './quoted.ts';
import type { ReadingModes } from './statement.ts';
import { isHead, type WideCharacters, wideCharacters } from './wide-characters.ts';

/** Nothing that is looked for. */
export const nothing = 0;
export const open = 1;
export const close = 2;
/** Quotes in which a backslash means nothing, and in which it takes the meaning from the next byte. */
export const plainQuote = 3;
export const escapedQuote = 4;
/** What comes before is known by the hot loop; this and what follows needs a closer look. */
export const firstLooked = 5;
export const quote = 5;
/** The first byte of the delimiter; what else it is, is in {@link KindTables.otherwise}. */
export const delimiterStart = 6;
export const backslash = 7;
export const hash = 8;
export const minus = 9;
export const slash = 10;
export const star = 11;
/** The first byte of a character of two bytes. */
export const wideHead = 12;
export const comma = 13;
export const dot = 14;
export const wordByte = 15;
export const otherSign = 16;

export interface KindTables {
  /** Where only quotes, comments and the delimiter matter. */
  readonly plain: Uint8Array;
  /** Where parentheses are counted as well. */
  readonly nested: Uint8Array;
  /** Where each token matters: all but white space is something. */
  readonly every: Uint8Array;
  /** Like {@link every}, as if there were no delimiter. */
  readonly otherwise: Uint8Array;
  readonly wide: WideCharacters | undefined;
}

const signs: readonly [string, number][] = [
  ['\'"`', quote],
  ['(', open],
  [')', close],
  ['\\', backslash],
  ['#', hash],
  ['-', minus],
  ['/', slash],
  ['*', star],
  [',', comma],
  ['.', dot],
  [' \t\n\v\f\r', nothing],
];

/** Of the last modes and delimiters: texts go to and fro between a few, some for each statement. */
const known = new Map<string, KindTables>();
const mostKnown = 32;

export function kindTables(modes: ReadingModes, delimiter: Buffer): KindTables {
  const { ansiQuotes, noBackslashEscapes, characterSet } = modes;
  const key = [ansiQuotes, noBackslashEscapes, characterSet, delimiter.toString('latin1')].join();
  let tables = known.get(key);
  if (tables === undefined) {
    if (known.size === mostKnown) known.clear();
    tables = makeTables(modes, delimiter);
    known.set(key, tables);
  }
  return tables;
}

function makeTables(modes: ReadingModes, delimiter: Buffer): KindTables {
  const wide = wideCharacters(modes.characterSet);
  const otherwise = new Uint8Array(256).fill(otherSign);
  for (let byte = 0; byte < 256; byte++) {
    if (byte >= 0x80 || /[\w$]/.test(String.fromCharCode(byte))) otherwise[byte] = wordByte;
    if (wide !== undefined && isHead(wide, byte)) otherwise[byte] = wideHead;
  }
  if (hasNoBreakSpace(modes.characterSet)) otherwise[noBreakSpace] = nothing;
  for (const [characters, kind] of signs) {
    for (const byte of Buffer.from(characters)) otherwise[byte] = kind;
  }
  const only = (kinds: readonly number[]) => {
    const table = otherwise.map((kind) => (kinds.includes(kind) ? kind : nothing));
    // The bytes of wide characters can't be left out one by one.
    if (wide === undefined) {
      for (const byte of Buffer.from('\'"`')) {
        table[byte] = hasEscapes(byte, modes) ? escapedQuote : plainQuote;
      }
    }
    return withDelimiter(table, delimiter);
  };
  const looked = [quote, backslash, hash, minus, slash, star, wideHead];
  return {
    plain: only(looked),
    nested: only([...looked, open, close]),
    every: withDelimiter(otherwise.slice(), delimiter),
    otherwise,
    wide,
  };
}

function withDelimiter(table: Uint8Array, delimiter: Buffer): Uint8Array {
  const [first] = delimiter;
  if (first !== undefined) table[first] = delimiterStart;
  return table;
}

/** White space, as the servers have it. */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
