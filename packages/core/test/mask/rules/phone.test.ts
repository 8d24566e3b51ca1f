/** The rule `phone`: numbers of the same form, that nobody has where there are such. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnOf, problemOf, textMask, unique } from './columns.ts';

const mask = textMask('phone', columnOf('varchar(60)'));

test.for([
  ['090-1234-5678', /^090-0\d{3}-\d{4}$/],
  ['09012345678', /^0900\d{7}$/],
  ['+81-90-1234-5678', /^\+81-90-0\d{3}-\d{4}$/],
  ['+81 (0)3-1234-5678', /^\+81 \(0\)3-0\d{3}-\d{4}$/],
  ['03-1234-5678', /^03-0\d{3}-\d{4}$/],
  ['(03) 1234-5678', /^\(03\) 0\d{3}-\d{4}$/],
  ['０３－１２３４－５６７８', /^０３－０[０-９]{3}－[０-９]{4}$/],
  ['0120-123-456', /^0120-0\d\d-\d{3}$/],
  ['0466-12-3456', /^0466-0\d-\d{4}$/],
  ['03-1234-5678（内線123）', /^03-0\d{3}-\d{4}（内線\d{3}）$/],
  ['(212) 867-5309', /^\([2-9]\d\d\) 555-01\d\d$/],
  ['+1 212-867-5309 x123', /^\+1 [2-9]\d\d-555-01\d\d x\d{3}$/],
  ['1.212.867.5309', /^1\.[2-9]\d\d\.555\.01\d\d$/],
  ['+44 7911 123456', /^\+44 7700 900\d{3}$/],
  ['+44 (0)20 7946 0123', /^\+44 \(0\)16 3296 0\d{3}$/],
  ['+49 30 123456', /^\+49 \d\d \d{6}$/],
  ['+358 40 1234567', /^\+358 \d\d \d{7}$/],
  ['TEL 03-1234-5678 / 090-1111-2222', /^TEL 03-0\d{3}-\d{4} \/ 090-0\d{3}-\d{4}$/],
  ['110', /^[1-9]\d\d$/],
] as const)('keeps the form of %s', ([number, form]) => {
  expect(mask(number)).toMatch(form);
  expect(mask(number)).not.toBe(number);
});

test('masks a number the same way however it is written', () => {
  const digits = (text: string) => text.replace(/\D/g, '');
  expect(digits(mask('090-1234-5678'))).toBe(mask('09012345678'));
  expect(digits(mask('+81 90 1234 5678')).slice(2)).toBe(mask('09012345678').slice(1));
  expect(digits(mask('(212) 867-5309'))).toBe(mask('2128675309'));
});

test('leaves no words in place that might be names', () => {
  expect(mask('call Johnson')).not.toContain('Johnson');
  expect(mask('田中 03-1234-5678')).not.toContain('田中');
});

test('replaces digits by digits and leaves every sign where it is', () => {
  const numbers = fc.string({
    unit: fc.constantFrom(...'0123456789+-() ./０１９'),
    maxLength: 25,
  });
  fc.assert(
    fc.property(numbers, (number) => {
      const masked = mask(number);
      expect(masked.replace(/[0-9]/g, '0').replace(/[０-９]/g, '９')).toBe(
        number.replace(/[0-9]/g, '0').replace(/[０-９]/g, '９'),
      );
      expect(mask(number)).toBe(masked);
    }),
  );
});

test('keeps as many digits in a column of BIGINT', () => {
  const whole = textMask('phone', columnOf('bigint(20)'));
  expect(whole('9012345678')).toMatch(/^[1-9]\d{9}$/);
  expect(BigInt(whole('9223372036854775807'))).toBeLessThan(2n ** 63n);
});

test('is refused for unique columns, and columns of no numbers', () => {
  expect(problemOf('phone', unique(columnOf('varchar(20)')))).toContain('unique');
  expect(problemOf('phone', columnOf('int'))).toContain('bigint');
});
