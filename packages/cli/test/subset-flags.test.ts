/** What the flags of subsets mean to core. */

import { Command } from 'commander';
import { expect, test } from 'vitest';
import { type SubsetFlags, subsetOf, subsetOptions, whereOf } from '../src/subset/flags.ts';

function flagsOf(...words: readonly string[]): SubsetFlags {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  for (const option of subsetOptions()) command.addOption(option);
  return command.parse(words, { from: 'user' }).opts<SubsetFlags>();
}

test('a condition for all tables is no subset', () => {
  const flags = flagsOf('--where', "note = 'a: b' AND @x := 1");
  expect(whereOf(flags)).toBe("note = 'a: b' AND @x := 1");
  expect(subsetOf(flags)).toBeUndefined();
});

test('conditions go with the tables that stand before them', () => {
  const flags = flagsOf('-w', 'orders: id > 5', '-w', "shop.`a ``b`: x = 'c: d'");
  expect(whereOf(flags)).toEqual({ orders: 'id > 5', 'shop.a `b': "x = 'c: d'" });
});

test('a subset begins with the rows of its flags', () => {
  const flags = flagsOf(
    ...['--subset', 'shop.customers: id % 100 = 0', '--subset', 'products: price > 10'],
    ...['--sample', 'shop.customers=5%', '--limit', '100', '--referring', 'orders', 'payments'],
    ...['--relation', 'shop.a.b, shop.a.c -> shop.d.e, shop.d.f'],
  );
  expect(subsetOf(flags)).toEqual({
    roots: { 'shop.customers': 'id % 100 = 0', products: 'price > 10' },
    sample: { 'shop.customers': 0.05 },
    limit: 100,
    referring: ['orders', 'payments'],
    relations: [{ from: ['shop.a.b', 'shop.a.c'], to: ['shop.d.e', 'shop.d.f'] }],
  });
});

test('a sample of all tables, and all that refers to them', () => {
  expect(subsetOf(flagsOf('--sample', '0.5 %', '--referring'))).toEqual({
    sample: 0.005,
    referring: true,
  });
});

test.for([
  ['--subset', 'id = 1'],
  ['--subset', 'customers:'],
  ['--sample', '0'],
  ['--sample', '101%'],
  ['--sample', 'a=5%', '--sample', '5%'],
  ['--sample', '5%', '--sample', '6%'],
  ['--limit', '0'],
  ['--limit', 'a=1', '--limit', 'a=2'],
  ['--where', 'id = 1', '--where', 'a: id = 1'],
  ['--relation', 'a.b.c'],
])('%j is refused', (words) => {
  expect(() => flagsOf(...words)).toThrow(/invalid/);
});
