/** Integer keys cut into ranges: nothing is left out or read twice, however the keys lie. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChunkSize } from '../../src/plan/chunk-size.ts';
import { type IntegerRange, IntegerRanges } from '../../src/plan/integer-ranges.ts';

const bytesPerRow = 10;

/** Reads a table of these keys range by range, and tells how many rows each one had. */
function readAll(keys: readonly bigint[], estimatedRows: number, lower?: bigint): number[] {
  const left = lower === undefined ? keys : keys.filter((key) => key > lower);
  const first = left[0];
  const last = left.at(-1);
  if (first === undefined || last === undefined) return [];
  const size = new ChunkSize({ estimatedBytes: 1000, estimatedRows: 100 }, 20 * bytesPerRow);
  const ranges = new IntegerRanges(first, last, lower, estimatedRows, size);
  const counts: number[] = [];
  let end: bigint | undefined = lower;
  for (let range = ranges.next(); range !== undefined; range = ranges.next()) {
    expect(range.lower).toBe(end);
    end = range.upper;
    const rows = left.filter((key) => inRange(key, range)).length;
    counts.push(rows);
    size.observe({ rows, packetBytes: rows * bytesPerRow });
    ranges.observe(range, rows);
  }
  expect(end).toBeUndefined();
  return counts;
}

function inRange(key: bigint, { lower, upper }: IntegerRange): boolean {
  return (lower === undefined || key > lower) && (upper === undefined || key <= upper);
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n });
const small = fc.bigInt({ min: -300n, max: 300n });

describe('the ranges of an integer key', () => {
  test('follow one another from the smallest key to the largest, and hold each key once', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.oneof(small, int64), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.option(fc.oneof(small, int64), { nil: undefined }),
        (unsorted, estimatedRows, lower) => {
          const keys = unsorted.toSorted((a, b) => (a < b ? -1 : 1));
          const expected = keys.filter((key) => lower === undefined || key > lower).length;
          const counts = readAll(keys, estimatedRows, lower);
          expect(counts.reduce((sum, rows) => sum + rows, 0)).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('are as large as a chunk where the keys lie close', () => {
    const keys = Array.from({ length: 2000 }, (_, index) => BigInt(index));
    const counts = readAll(keys, 2000);
    expect(counts.length).toBeGreaterThan(90);
    expect(Math.max(...counts)).toBeLessThanOrEqual(21);
  });

  test('get over a gap of any size in a few steps', () => {
    const keys = [
      ...Array.from({ length: 100 }, (_, index) => BigInt(index)),
      ...Array.from({ length: 100 }, (_, index) => 2n ** 64n - 1n - BigInt(index)),
    ].toSorted((a, b) => (a < b ? -1 : 1));
    expect(readAll(keys, 200).length).toBeLessThan(100);
  });

  test('are not lost in a wrong estimate', () => {
    const keys = Array.from({ length: 500 }, (_, index) => BigInt(index) * 1_000_000n);
    expect(readAll(keys, 500_000_000).length).toBeLessThan(200);
    expect(readAll(keys, 1).length).toBeLessThan(200);
  });
});
