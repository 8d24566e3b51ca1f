/** The part size keeps an upload within S3's limits, whatever is planned. */

import { describe, expect, test } from 'vitest';
import {
  maximumPartSize,
  maximumParts,
  minimumPartSize,
  partSizeFor,
  planSafetyFactor,
  unplannedPartSize,
} from '../src/part-size.ts';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

describe('the part size', () => {
  test("is S3's minimum for small plans", () => {
    expect(partSizeFor(0)).toBe(5 * mebibyte);
    expect(partSizeFor(12 * gibibyte)).toBe(5 * mebibyte);
  });

  test('grows with the plan', () => {
    expect(partSizeFor(20 * gibibyte)).toBe(9 * mebibyte);
    expect(partSizeFor(100 * gibibyte)).toBe(41 * mebibyte);
  });

  test('of an unknown length has room for 156 GiB', () => {
    expect(partSizeFor(undefined)).toBe(unplannedPartSize);
    expect(unplannedPartSize * maximumParts).toBeGreaterThan(156 * gibibyte);
  });

  test('never exceeds what S3 takes', () => {
    expect(partSizeFor(Number.MAX_SAFE_INTEGER)).toBe(maximumPartSize);
  });

  test('is a multiple of 1 MiB and leaves room for four times the plan, up to 12 TiB', () => {
    for (let planned = 1; planned < 12 * 1024 * gibibyte; planned = planned * 1.7 + 12_345) {
      const partSize = partSizeFor(planned);
      expect(partSize % mebibyte).toBe(0);
      expect(partSize).toBeGreaterThanOrEqual(minimumPartSize);
      expect(Math.ceil((planned * planSafetyFactor) / partSize)).toBeLessThanOrEqual(maximumParts);
    }
  });
});
