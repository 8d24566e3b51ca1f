/** `creditCard`. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnOf, problemOf, textMask, unique } from './columns.ts';

const card = textMask('creditCard', columnOf('varchar(40)'));

function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = 2 * digit;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const digits = fc.stringMatching(/^[0-9]{12,19}$/);

describe('creditCard', () => {
  it('makes a card of the test range, with a check digit', () => {
    expect(hasCheckDigit('4111111111111111')).toBe(true);
    fc.assert(
      fc.property(digits, (value) => {
        const masked = card(value);
        expect(masked).toHaveLength(value.length);
        expect(masked).toMatch(/^400000\d+$/);
        expect(hasCheckDigit(masked)).toBe(true);
        expect(masked).not.toBe(value);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps separators, and is the same card however it is written', () => {
    const plain = card('4111111111111111');
    const spaced = card('4111 1111 1111 1111');
    expect(spaced).toMatch(/^4000 00\d\d \d{4} \d{4}$/);
    expect(spaced.replaceAll(' ', '')).toBe(plain);
    expect(card('4111-1111-1111-1111').replaceAll('-', '')).toBe(plain);
    expect(card('４１１１１１１１１１１１１１１１').normalize('NFKC')).toBe(plain);
    expect(textMask('creditCard', columnOf('bigint'))('4111111111111111')).toBe(plain);
    expect(textMask('creditCard', columnOf('decimal(16,0)'))('4111111111111111')).toBe(plain);
  });

  it.each(['1234', 'VISA 4111 1111 1111 1111', '**** **** **** 1234', '1'.repeat(20)])(
    'redacts %s, which is no card number',
    (value) => {
      const masked = card(value);
      expect(masked).toHaveLength(value.length);
      expect(masked).not.toBe(value);
      expect(masked.replace(/[^* ]/g, 'x')).toBe(value.replace(/[^* ]/g, 'x'));
    },
  );

  it('stays in the range of a number', () => {
    const number = textMask('creditCard', columnOf('bigint unsigned'));
    for (const value of ['18446744073709551615', '9223372036854775807', '12', '0']) {
      expect(BigInt(number(value))).toBeLessThan(2n ** 64n);
    }
    expect(card('')).toBe('');
  });

  it('is for columns that take card numbers, which need not differ', () => {
    for (const type of ['varchar(19)', 'bigint', 'decimal(16,0)']) {
      expect(problemOf('creditCard', columnOf(type))).toBeUndefined();
      expect(problemOf('creditCard', unique(columnOf(type)))).toContain('unique');
    }
    expect(problemOf('creditCard', columnOf('int'))).toContain('takes no card numbers');
    expect(problemOf('creditCard', columnOf('decimal(16,2)'))).toContain('takes no card numbers');
    expect(problemOf('creditCard', columnOf('varchar(11)'))).toContain('takes 11 characters');
    expect(problemOf('creditCard', columnOf('date'))).toContain('holds no card numbers');
  });
});
