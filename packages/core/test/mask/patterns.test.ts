/** Which columns a pattern means, and which rule a column gets. */

import { describe, expect, it } from 'vitest';
import { policyDigest } from '../../src/mask/canonical-policy.ts';
import { parsePattern, patternMatcher } from '../../src/mask/patterns.ts';
import { resolveRules, unnamedColumns } from '../../src/mask/resolve-rules.ts';
import { databaseOf, policyOf, testTable } from './tables.ts';

function matches(pattern: string, name: string, foldsNames = false): boolean {
  const [database = '', table = '', column = ''] = name.split('|');
  return patternMatcher(parsePattern(pattern), foldsNames)({ database, table, column });
}

describe('a pattern', () => {
  it.each([
    ['shop.customers.email', 'shop|customers|email', true],
    ['shop.customers.email', 'shop|customers|EMail', true],
    ['shop.customers.email', 'shop|Customers|email', false],
    ['shop.*.email', 'shop|customers|email', true],
    ['*.*.*mail*', 'shop|customers|email', true],
    ['*.*.mail', 'shop|customers|email', false],
    ['shop.c*s.email', 'shop|customers|email', true],
    ['`a.b`.`c``d`.`e*f`', 'a.b|c`d|e*f', true],
    ['`a.b`.`c``d`.`e*f`', 'a.b|c`d|exf', false],
    ['shop.a+b.c$', 'shop|a+b|c$', true],
    ['shop.a+b.c$', 'shop|aab|c$', false],
    ['店.客.名前', '店|客|名前', true],
  ])('%s means %s: %s', (pattern, name, expected) => {
    expect(matches(pattern, name)).toBe(expected);
  });

  it('takes names of tables in any case where the server does', () => {
    expect(matches('Shop.CUSTOMERS.email', 'shop|customers|email', true)).toBe(true);
  });

  it.each([
    '',
    'a',
    'a.b',
    'a.b.c.d',
    'a..c',
    '.b.c',
    'a.b.',
    'a.b.`c',
    'a.b.c`',
    'a.b.``',
    'a.`b`x.c',
  ])('is refused where it has not three parts: "%s"', (pattern) => {
    expect(() => parsePattern(pattern)).toThrow(`"${pattern}"`);
  });
});

describe('the rule of a column', () => {
  const table = testTable('customers', ['`id` int NOT NULL', '`email` text', '`e` text GENERATED']);
  const catalog = { databases: [databaseOf([table])] };
  const ruleOf = (columns: Parameters<typeof policyOf>[0], column = 'email') =>
    resolveRules(catalog, policyOf(columns), false).rules.get(table)?.get(column)?.rule;

  it('is that of the pattern with the fewest stars, and of those the longest', () => {
    expect(ruleOf({ '*.*.*': 'text', 'shop.*.email': 'hash', '*.*.email': 'redact' })).toBe('hash');
    expect(ruleOf({ 'shop.customers.*mail': 'text', 'shop.customers.e*': 'hash' })).toBe('text');
  });

  it('is an error where two say as much', () => {
    const columns = { 'shop.customers.e*ail': 'text', 'shop.customers.em*il': 'hash' } as const;
    const { problems } = resolveRules(catalog, policyOf(columns), false);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /`email`: those of "shop.customers.e\*ail" and "shop.customers.em\*il"/,
      ),
    ]);
    const same = {
      'shop.customers.e*ail': 'text',
      'shop.customers.em*il': { rule: 'text' },
    } as const;
    expect(resolveRules(catalog, policyOf(same), false).problems).toEqual([]);
  });

  it('tells patterns that mean nothing', () => {
    const { unmet } = resolveRules(
      catalog,
      policyOf({ 'shop.x.*': 'text', '*.*.id': 'keep' }),
      false,
    );
    expect(unmet).toEqual(['shop.x.*']);
  });

  it('is refused for a generated column that is named, and left to it by a star', () => {
    const named = resolveRules(catalog, policyOf({ 'shop.customers.e': 'text' }), false);
    expect(named.problems.map(({ code }) => code)).toEqual(['INVALID_MASK']);
    expect(resolveRules(catalog, policyOf({ '*.*.e*': 'text' }), false).problems).toEqual([]);
  });

  it('is missing from columns that a strict policy must name, generated ones apart', () => {
    const resolved = resolveRules(catalog, policyOf({ '*.*.id': 'keep' }), false);
    expect(unnamedColumns(resolved)).toEqual(['`shop`.`customers`.`email`']);
  });
});

describe('the digest of a policy', () => {
  it('does not depend on the order of its names', () => {
    const a = policyOf({ 'a.b.c': { rule: 'text', x: 1, y: 2 }, 'a.b.d': 'keep' });
    const b = policyOf({ 'a.b.d': 'keep', 'a.b.c': { y: 2, x: 1, rule: 'text' } });
    expect(policyDigest(a)).toBe(policyDigest(b));
    expect(policyDigest(a)).toMatch(/^[\da-f]{64}$/);
    expect(policyDigest({ ...a, strict: true })).not.toBe(policyDigest(a));
  });

  it('has a function by its name', () => {
    const one = policyOf({
      'a.b.c': function mask() {
        return 'x';
      },
    });
    const other = policyOf({
      'a.b.c': function other() {
        return 'x';
      },
    });
    expect(policyDigest(one)).not.toBe(policyDigest(other));
  });
});
