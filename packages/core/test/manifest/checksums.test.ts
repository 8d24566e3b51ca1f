/** The checksum of bytes in parts, against zlib's of the whole. */

import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { combineChecksums } from '../../src/manifest/combine-checksums.ts';

describe('the checksums of two parts', () => {
  test('are together that of both, one behind the other', () => {
    const bytes = fc.uint8Array({ maxLength: 3000, size: 'max' });
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const whole = crc32(Buffer.concat([a, b]));
        expect(combineChecksums(crc32(a), crc32(b), b.length)).toBe(whole);
      }),
      { numRuns: 500 },
    );
  });

  test('are combined over more bytes than fit into 32 bits', () => {
    const mebibyte = Buffer.alloc(2 ** 20, 'a');
    let summed = 0;
    for (let done = 0; done < 4100; done += 1) summed = crc32(mebibyte, summed);
    const part = crc32(mebibyte);
    let combined = 0;
    for (let done = 0; done < 4100; done += 1) {
      combined = combineChecksums(combined, part, mebibyte.length);
    }
    expect(combined).toBe(summed);
    expect(combineChecksums(part, summed, 4100 * 2 ** 20)).toBe(crc32(mebibyte, combined));
  });

  test('may be combined in any order', () => {
    const length = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    const sum = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(sum, sum, sum, length, length, (a, b, c, ofB, ofC) => {
        fc.pre(ofB + ofC <= Number.MAX_SAFE_INTEGER);
        expect(combineChecksums(combineChecksums(a, b, ofB), c, ofC)).toBe(
          combineChecksums(a, combineChecksums(b, c, ofC), ofB + ofC),
        );
      }),
    );
  });
});
