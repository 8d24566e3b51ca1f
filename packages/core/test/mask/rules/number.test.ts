/** `number`. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integerRange } from '../../../src/mask/column-limits.ts';
import { columnOf, problemOf, ruleOf, textMask, unique } from './columns.ts';

const integerTypes = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'].flatMap((type) => [
  type,
  `${type} unsigned`,
]);

function limits(columnType: string): [bigint, bigint] {
  const range = integerRange(columnOf(columnType));
  return [range?.lowest ?? 0n, range?.highest ?? 0n];
}

const integer = fc
  .constantFrom(...integerTypes)
  .chain((type) => fc.tuple(fc.constant(type), fc.bigInt(...limits(type))));

describe('number', () => {
  it.each(['tinyint', 'tinyint unsigned'])('is one for one over all of %s', (columnType) => {
    const number = textMask('number', columnOf(columnType));
    const [lowest, highest] = limits(columnType);
    const masked = new Set<bigint>();
    for (let value = lowest; value <= highest; value++) {
      const partner = BigInt(number(String(value)));
      // The lowest one of a signed type is alone in its class.
      if (value !== 0n && value !== -128n) expect(partner).not.toBe(value);
      expect(partner >= lowest && partner <= highest).toBe(true);
      masked.add(partner);
    }
    expect(masked.size).toBe(256);
  });

  it('keeps the sign, the range and the order of magnitude of a whole number', () => {
    fc.assert(
      fc.property(integer, ([columnType, value]) => {
        const partner = BigInt(textMask('number', columnOf(columnType))(String(value)));
        const [lowest, highest] = limits(columnType);
        expect(partner >= lowest && partner <= highest).toBe(true);
        expect(partner < 0n).toBe(value < 0n);
        expect(partner === 0n).toBe(value === 0n);
        const bits = (number: bigint): number => number.toString(2).replace('-', '').length;
        if (bits(value) > 7) expect(bits(partner)).toBe(bits(value));
        else expect(bits(partner)).toBeLessThanOrEqual(7);
      }),
      { numRuns: 60 },
    );
  });

  it('makes the same number of one in every type', () => {
    const masked = ['smallint', 'int unsigned', 'bigint', 'decimal(12,2)', 'double', 'float'].map(
      (type) => Number(textMask('number', columnOf(type))('1234')),
    );
    expect(new Set(masked).size).toBe(1);
    const [a, b] = ['decimal(12,2)', 'decimal(20,6)'].map((type) =>
      Number(textMask('number', columnOf(type))('1234.50')),
    );
    expect(a).toBe(b);
  });

  it('is one for one on DECIMAL as well, digits behind the point and all', () => {
    const number = textMask('number', columnOf('decimal(4,2)'));
    const masked = new Set<string>();
    for (let cents = -9999; cents <= 9999; cents += 7) {
      const value = (cents / 100).toFixed(2);
      const partner = number(value);
      expect(partner).toMatch(/^-?\d{1,2}\.\d\d$/);
      if (cents !== 0) expect(partner).not.toBe(value);
      masked.add(partner);
    }
    expect(masked.size).toBe(2857);
    const small = textMask('number', columnOf('decimal(2,1)'));
    const all = Array.from({ length: 100 }, (_, index) => small((index / 10).toFixed(1)));
    expect(new Set(all).size).toBe(100);
  });

  it('keeps the size of a FLOAT and of a DOUBLE', () => {
    for (const columnType of ['float', 'double']) {
      const number = textMask('number', columnOf(columnType));
      fc.assert(
        fc.property(
          fc.double({ min: 1e-30, max: 1e30, noNaN: true }),
          fc.boolean(),
          (size, negative) => {
            const value = negative ? -size : size;
            const masked = Number(number(String(value)));
            expect(masked).not.toBe(value);
            expect(masked / value).toBeGreaterThan(0.05);
            expect(masked / value).toBeLessThan(20);
          },
        ),
        { numRuns: 40 },
      );
      expect(number('0')).toBe('0');
    }
  });

  it('draws from a range, in units of the column', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999, max: 999 }), (value) => {
        const age = textMask('number', columnOf('int'), { min: 18, max: 99.9 })(String(value));
        expect(age).toMatch(/^\d\d$/);
        expect(age).not.toBe(String(value));
        expect(Number(age)).toBeGreaterThanOrEqual(18);
        const share = { min: 0.125, max: 0.375 };
        const exact = textMask('number', columnOf('decimal(5,2)'), share)((value / 10).toFixed(2));
        expect(exact).toMatch(/^0\.(?:1[3-9]|2\d|3[0-7])$/);
        const float = Number(textMask('number', columnOf('float'), share)(String(value)));
        expect(float >= share.min && float <= share.max).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('draws all of a small range, and negative ones', () => {
    const number = textMask('number', columnOf('int'), { min: -1.5, max: 1 });
    const drawn = new Set(Array.from({ length: 60 }, (_, index) => number(String(100 + index))));
    expect([...drawn].sort()).toEqual(['-1', '0', '1']);
    expect(textMask('number', columnOf('int'), { min: 5, max: 5 })('5')).toBe('5');
  });

  it('adds noise, never none and never past the sign or the column', () => {
    const noise = { noise: 0.1 };
    fc.assert(
      fc.property(fc.integer({ min: -128, max: 127 }), (value) => {
        const masked = Number(textMask('number', columnOf('tinyint'), noise)(String(value)));
        expect(masked >= -128 && masked <= 127).toBe(true);
        expect(Math.sign(masked)).toBe(Math.sign(value));
        if (value !== 0) expect(masked).not.toBe(value);
        expect(Math.abs(masked - value)).toBeLessThanOrEqual(Math.max(1, Math.abs(value) * 0.1));
        const text = (value / 4).toFixed(2);
        const exact = textMask('number', columnOf('decimal(6,2)'), noise)(text);
        expect(exact).toMatch(/^-?\d+\.\d\d$/);
        const float = Number(textMask('number', columnOf('double'), noise)(String(value)));
        expect(Math.abs(float - value)).toBeLessThanOrEqual(Math.abs(value) * 0.1 + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused where a unique key needs one for one', () => {
    for (const columnType of [...integerTypes, 'decimal(10,2)']) {
      const column = unique(columnOf(columnType));
      expect(problemOf('number', column)).toBeUndefined();
      expect(ruleOf('number').injective(column, {})).toBe(true);
      expect(problemOf('number', column, { noise: 0.5 })).toContain('unique');
      expect(problemOf('number', column, { min: 1, max: 100 })).toContain('unique');
    }
    expect(problemOf('number', unique(columnOf('double')))).toContain('unique');
  });

  it.each([
    ['varchar(20)', {}, 'holds no numbers'],
    ['int', { min: 1 }, 'both min and max'],
    ['int', { max: 1 }, 'both min and max'],
    ['int', { min: 1, max: 2, noise: 0.1 }, 'not both'],
    ['int', { min: 2, max: 1 }, 'above'],
    ['int', { min: 0.2, max: 0.8 }, 'takes no number from min to max'],
    ['tinyint unsigned', { min: -1, max: 10 }, 'takes numbers from 0 to 255'],
    ['tinyint', { min: 0, max: 128 }, 'takes numbers from -128 to 127'],
    ['decimal(4,2)', { min: 0, max: 100 }, 'takes numbers from -99.99 to 99.99'],
    ['float', { min: 0, max: 1e39 }, 'does not take all'],
    ['double unsigned', { min: -1, max: 1 }, 'does not take all'],
    ['int', { noise: 0 }, '"noise"'],
    ['int', { noise: 1.1 }, '"noise"'],
  ])('is refused on %s with %j', (columnType, parameters, problem) => {
    expect(problemOf('number', columnOf(columnType), parameters)).toContain(problem);
  });
});
