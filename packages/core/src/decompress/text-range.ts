/** Which bytes of a file hold a range of its text, and where in them. */

import type { ManifestPieces } from '../manifest/manifest.ts';

/** Offsets in the file, and how much text in front is not asked for. */
export interface FileRange {
  readonly start: number;
  readonly end: number;
  readonly surplus: number;
}

/**
 * The pieces from the one that holds the first byte to the one that holds the last.
 *
 * @param ends - of what has no further piece behind it, ascending
 */
export function fileRangeOf(
  { text, file }: Pick<ManifestPieces, 'text' | 'file'>,
  start: number,
  end: number,
  ends: readonly { readonly text: number; readonly file: number }[],
): FileRange {
  const first = Math.max(0, countUpTo(text, start) - 1);
  const behind = countBelow(text, end);
  const known = ends.find((place) => place.text >= end);
  return {
    start: file[first] ?? 0,
    end: file[behind] ?? known?.file ?? ends.at(-1)?.file ?? 0,
    surplus: start - (text[first] ?? 0),
  };
}

/** How many of the ascending whole numbers are at most the limit. */
function countUpTo(numbers: readonly number[], limit: number): number {
  return countBelow(numbers, limit + 1);
}

function countBelow(numbers: readonly number[], limit: number): number {
  return countWhile(numbers, (number) => number < limit);
}

/** How many items at the beginning fulfil a condition that no item behind them does. */
export function countWhile<Item>(
  items: readonly Item[],
  isFulfilled: (item: Item) => boolean,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && isFulfilled(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
