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

/** How many of the ascending numbers are at most the limit. */
function countUpTo(numbers: readonly number[], limit: number): number {
  return countBelow(numbers, limit + 1);
}

/** How many of the ascending whole numbers are below the limit. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
