/** The order of keys: that of the server for numbers and dates, and for texts any that stays the same. */

import type { KeysetColumn } from '../../plan/keyset.ts';

export type CompareKeys = (a: string, b: string) => number;

/** Reading rows in the order of their key reads each page of a table once. */
export function keyOrder(columns: readonly KeysetColumn[]): CompareKeys {
  const parts = columns.map(({ literal }) => comparisons[literal]);
  const [only] = parts;
  // Texts decide where a key has more parts than columns, by which rows are told from each other too.
  if (parts.length === 1 && only !== undefined) return (a, b) => only(a, b) || compareTexts(a, b);
  return (a, b) => {
    const left = a.split(',');
    const right = b.split(',');
    for (const [index, compare] of parts.entries()) {
      const order = compare(left[index] ?? '', right[index] ?? '');
      if (order !== 0) return order;
    }
    return compareTexts(a, b);
  };
}

const comparisons: Readonly<Record<KeysetColumn['literal'], CompareKeys>> = {
  number: compareDecimals,
  bits: compareDecimals,
  double: (a, b) => Number(a) - Number(b),
  quoted: compareTexts,
  bytes: compareTexts,
};

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Of any length: the digits are not made a number. */
function compareDecimals(a: string, b: string): number {
  const [negative, other] = [a.startsWith('-'), b.startsWith('-')];
  if (negative !== other) return negative ? -1 : 1;
  return negative ? compareDigits(b, a) : compareDigits(a, b);
}

function compareDigits(a: string, b: string): number {
  return wholeDigits(a) - wholeDigits(b) || compareTexts(a, b);
}

function wholeDigits(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? text.length : point;
}
