/** The rule `email`: addresses that are nobody's, and as many as there were. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnOf, problemOf, ruleOf, textMask, unique } from './columns.ts';

const folding = { collation: 'utf8mb4_unicode_ci' };
const wide = columnOf('varchar(255)', folding);

test('makes addresses at example.com, with a name and a key', () => {
  const mask = textMask('email', wide);
  expect(mask('somebody@company.com')).toMatch(/^[a-z]{2,8}\.[a-z2-7]{16}@example\.com$/);
  expect(mask('no address')).toMatch(/^[a-z]{2,8}\.[a-z2-7]{16}@example\.com$/);
  expect(mask('')).toBe('');
});

test('makes one address of those that differ by case, and different ones of all others', () => {
  const mask = textMask('email', wide);
  expect(mask('Some.Body@Company.com')).toBe(mask('some.body@company.COM'));
  const many = Array.from({ length: 2000 }, (_, index) => mask(`user${index}@company.com`));
  expect(new Set(many).size).toBe(many.length);
});

test('never is longer than the column takes, nor the address itself', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 18, max: 60 }),
      fc.oneof(fc.emailAddress(), fc.string()),
      fc.boolean(),
      (length, value, keepDomain) => {
        fc.pre(value !== '');
        const mask = textMask('email', columnOf(`varchar(${length})`, folding), { keepDomain });
        const masked = mask(value);
        expect(masked.length).toBeLessThanOrEqual(length);
        expect(masked).toMatch(/^[^@]+@[^@]+$/);
        expect(masked).not.toBe(value);
        expect(mask(value)).toBe(masked);
      },
    ),
  );
});

test('has other domains where the policy says so', () => {
  expect(textMask('email', wide, { domain: 'mail.test' })('a@b.org')).toMatch(/@mail\.test$/);
  const kept = textMask('email', wide, { keepDomain: true });
  expect(kept('ann@customer.co.jp ')).toMatch(/@customer\.co\.jp$/);
  expect(kept('no address')).toMatch(/@example\.com$/);
  expect(problemOf('email', wide, { domain: 'no domain' })).toContain('no name of a mail domain');
  expect(problemOf('email', wide, { domain: 5 })).toContain('domain');
});

test('is injective where there is room for 80 bits, and is refused where a unique column has none', () => {
  const { injective } = ruleOf('email');
  expect(injective(columnOf('varchar(28)'), {})).toBe(true);
  expect(injective(columnOf('varchar(27)'), {})).toBe(false);
  expect(problemOf('email', unique(columnOf('varchar(28)')))).toBeUndefined();
  expect(problemOf('email', unique(columnOf('varchar(27)')))).toBe(
    'the column takes 27 characters and a masked address of a unique column needs 28',
  );
  expect(problemOf('email', columnOf('varchar(17)'))).toContain('needs 18');
  expect(problemOf('email', columnOf('varbinary(99)'))).toContain('columns of text');
});
