/** Subsets of the sample shop restore with foreign key checks on, and hold exactly the closure. */

import type { SubsetOptions } from '@dumpstream/core';
import { beforeAll, expect, test } from 'vitest';
import { dumpOf, expectEqual, restoreInto } from '../restore/restored.ts';
import { loadSampleShop } from '../sample/index.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { danglingRows, type Expected, keepSubset } from './expected-subset.ts';

interface Case {
  readonly title: string;
  readonly subset: SubsetOptions;
  readonly expected: Expected;
}

const cases: readonly Case[] = [
  {
    title: 'orders with all that they refer to',
    subset: { roots: { orders: 'id % 50 = 0' } },
    expected: { roots: { orders: 'id % 50 = 0' } },
  },
  {
    title: 'customers with all that refers to them, and what that refers to',
    subset: { roots: { customers: 'id % 40 = 0' }, referring: true },
    expected: {
      roots: { customers: 'id % 40 = 0' },
      referring: ['addresses', 'orders', 'order_items', 'payments', 'reviews', 'categories'],
    },
  },
  {
    title: 'customers with their orders, and not with the rest',
    subset: { roots: { customers: 'id % 40 = 0' }, referring: ['orders'] },
    expected: { roots: { customers: 'id % 40 = 0' }, referring: ['orders'] },
  },
  {
    title: 'a tree that refers to itself',
    subset: { roots: { categories: 'parent_id IS NOT NULL AND id % 7 = 0 -- the leaves' } },
    expected: { roots: { categories: 'parent_id IS NOT NULL AND id % 7 = 0' } },
  },
  {
    title: 'a table of which all rows are taken',
    subset: { roots: { order_items: 'TRUE', coupons: 'discount > 50' } },
    expected: { roots: { order_items: 'TRUE', coupons: 'discount > 50' } },
  },
];

describeEachFlavor('a subset of the sample shop', (server) => {
  let shop: string;
  let whole: Buffer;

  beforeAll(async () => {
    shop = await server.createDatabase('shop');
    await loadSampleShop(server, shop);
    whole = await dumpOf(server, shop);
  });

  test.for(cases)('is exactly the closure: $title', async ({ subset, expected }) => {
    const bytes = await dumpOf(server, shop, { subset });
    const target = await server.createDatabase('target');
    await restoreInto(server, bytes, target);
    expect(await danglingRows(server, target)).toBe(0);
    const copy = await server.createDatabase('copy');
    await restoreInto(server, whole, copy);
    await keepSubset(server, copy, expected);
    await expectEqual(server, copy, target);
    expect(await dumpOf(server, shop, { subset, parallel: 2 })).toEqual(bytes);
  });
});
