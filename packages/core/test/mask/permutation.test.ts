/** Keyed orders of whole numbers. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Keyed } from '../../src/mask/keyed.ts';
import { keyedPermutation } from '../../src/mask/permutation.ts';

const domain = new Keyed('a key for tests of masks').domain('test');
const other = new Keyed('another key for tests of masks').domain('test');

const size = fc.oneof(
  fc.bigInt(2n, 2n ** 20n),
  fc.bigInt(2n ** 20n, 2n ** 64n),
  fc.bigInt(2n ** 64n, 2n ** 128n),
  fc.constantFrom(2n ** 31n - 1n, 2n ** 63n - 1n, 2n ** 64n, 2n ** 122n, 2n ** 128n),
);
const sizeAndValue = size.chain((n) => fc.tuple(fc.constant(n), fc.bigInt(0n, n - 1n)));

describe('a permutation', () => {
  it.each([1, 2, 3, 4, 5, 7, 8, 9, 16, 100, 127, 128, 129, 600])(
    'of %i numbers gives each of them one partner',
    (count) => {
      const permutation = keyedPermutation(domain, BigInt(count));
      const partners = Array.from({ length: count }, (_, index) =>
        permutation.apply(BigInt(index)),
      );
      expect(new Set(partners).size).toBe(count);
      expect(partners.every((partner) => partner >= 0n && partner < BigInt(count))).toBe(true);
      expect(partners.some((partner, index) => count > 1 && partner === BigInt(index))).toBe(false);
    },
  );

  it('of any size leads back to where it came from, and nowhere else', () => {
    fc.assert(
      fc.property(sizeAndValue, ([n, value]) => {
        const permutation = keyedPermutation(domain, n);
        const partner = permutation.apply(value);
        expect(partner).toBeLessThan(n);
        expect(partner).not.toBe(value);
        expect(permutation.invert(partner)).toBe(value);
        expect(permutation.apply(permutation.invert(value))).toBe(value);
      }),
      { numRuns: 60 },
    );
  });

  it('is another one with another key, and the same one with the same', () => {
    const values = Array.from({ length: 20 }, (_, index) => BigInt(index));
    const under = (keyed: typeof domain): bigint[] => {
      const permutation = keyedPermutation(keyed, 1_000_000n);
      return values.map((value) => permutation.apply(value));
    };
    expect(under(domain)).toEqual(under(new Keyed('a key for tests of masks').domain('test')));
    expect(under(domain).filter((value, index) => value === under(other)[index])).toEqual([]);
  });

  it('spreads neighbours over all of its numbers', () => {
    const permutation = keyedPermutation(domain, 2n ** 32n);
    const quarters = [0, 0, 0, 0];
    for (let index = 0; index < 400; index++) {
      const quarter = Number(permutation.apply(BigInt(index)) >> 30n);
      quarters[quarter] = (quarters[quarter] ?? 0) + 1;
    }
    expect(Math.min(...quarters)).toBeGreaterThan(50);
  });
});
