/** The part sizes keep an upload within S3's limits, whatever is planned. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  equalPartSizes,
  growingPartSizes,
  maximumPartSize,
  maximumParts,
  minimumPartSize,
  type PartSizes,
} from '../src/part-size.ts';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
const tebibyte = 1024 ** 4;

/** S3's largest object: 48.8 TiB. */
const largestObject = Math.floor(48.8 * tebibyte);

/** How many parts an upload of this length has, and how large the largest is. */
function partsOf(
  bytes: number,
  sizes: PartSizes,
): { readonly parts: number; readonly largest: number } {
  let left = bytes;
  let parts = 0;
  let largest = 0;
  while (left > 0) {
    parts += 1;
    const size = sizes(parts);
    // What S3 refuses: a part that is too small and not the last one, or too large.
    if (size < minimumPartSize || size > maximumPartSize) throw new RangeError(`${size}`);
    if (size < largest) throw new RangeError('a part is smaller than the one before');
    largest = size;
    left -= size;
  }
  return { parts, largest };
}

const upTo = (bytes: number) =>
  fc
    .double({ min: 0, max: Math.log2(bytes), noNaN: true })
    .map((exponent) => Math.floor(2 ** exponent));

describe('growing parts', () => {
  test('hold any length up to 5 TiB in 10,000, whatever was planned', () => {
    fc.assert(
      fc.property(upTo(5 * tebibyte), fc.option(upTo(largestObject)), (bytes, planned) => {
        const { parts } = partsOf(bytes, growingPartSizes(planned ?? undefined));
        expect(parts).toBeLessThanOrEqual(maximumParts);
      }),
    );
    expect(partsOf(5 * tebibyte, growingPartSizes(undefined)).parts).toBeLessThanOrEqual(
      maximumParts,
    );
  });

  test("hold what was planned, up to S3's largest object, and twice of it up to half of that", () => {
    fc.assert(
      fc.property(upTo(largestObject), (planned) => {
        const sizes = growingPartSizes(planned);
        const bytes = Math.min(planned * 2, largestObject);
        expect(partsOf(planned, sizes).parts).toBeLessThanOrEqual(maximumParts);
        if (planned * 2 <= 0.7 * largestObject) {
          expect(partsOf(bytes, sizes).parts).toBeLessThanOrEqual(maximumParts);
        }
      }),
    );
    expect(partsOf(largestObject, growingPartSizes(largestObject)).parts).toBeLessThanOrEqual(
      maximumParts,
    );
  });

  test.for([
    [19 * gibibyte, 8 * mebibyte],
    [100e9, 32 * mebibyte],
    [0.5 * tebibyte, 1024 * mebibyte],
  ])('of an unknown length of %d bytes have at most %d bytes', ([bytes = 0, size]) => {
    expect(partsOf(bytes, growingPartSizes(undefined)).largest).toBeLessThanOrEqual(size ?? 0);
  });

  test('of a plan of up to 100 GB need no more memory than without one', () => {
    fc.assert(
      fc.property(upTo(100e9), (planned) => {
        const unplanned = partsOf(planned, growingPartSizes(undefined)).largest;
        const { largest } = partsOf(planned, growingPartSizes(planned));
        expect(largest).toBeLessThanOrEqual(Math.max(unplanned, 32 * mebibyte));
      }),
    );
  });

  test("begin with S3's minimum, and larger where much is planned", () => {
    expect(growingPartSizes(undefined)(1)).toBe(minimumPartSize);
    expect(growingPartSizes(16 * gibibyte)(1)).toBe(minimumPartSize);
    expect(growingPartSizes(100 * gibibyte)(1)).toBe(30 * mebibyte);
    expect(growingPartSizes(Number.MAX_SAFE_INTEGER)(1)).toBe(maximumPartSize);
  });
});

test('equal parts stay equal', () => {
  const sizes = equalPartSizes(7 * mebibyte);
  expect([1, 5000, maximumParts].map(sizes)).toEqual([7, 7, 7].map((size) => size * mebibyte));
});
