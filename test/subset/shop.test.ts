/** Subsets of the sample shop restore with foreign key checks on, and hold exactly the closure. */

import type { SubsetOptions } from '@dumpstream/core';
import { beforeAll, expect, test } from 'vitest';
import { dumpOf, expectEqual, restoreInto } from '../restore/restored.ts';
import { loadSampleShop } from '../sample/index.ts';
import { tableStatements } from '../sample/schema.ts';
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

/** The rows alone, those of parents before those of children, with foreign key checks on. */
function withChecks(sql: string): Buffer {
  const header = sql.slice(0, sql.indexOf('\n--\n-- Table structure'));
  expect(header).toContain('FOREIGN_KEY_CHECKS=0');
  const inserts = tableStatements.flatMap((statement) => {
    const [, table] = /^CREATE TABLE (`(?:[^`]|``)+`|\w+)/.exec(statement) ?? [];
    const quoted = table?.startsWith('`') ? table : `\`${table}\``;
    const parts = sql.split(`\nINSERT INTO ${Buffer.from(quoted).toString('latin1')} `).slice(1);
    return parts.map(
      (part) => `INSERT INTO ${quoted} ${part.slice(0, `${part}\n`.indexOf(');\n') + 2)}`,
    );
  });
  const text = [header.replace('FOREIGN_KEY_CHECKS=0', 'FOREIGN_KEY_CHECKS=1'), ...inserts];
  return Buffer.from(text.join('\n'), 'latin1');
}

describeEachFlavor('a subset of the sample shop', (server) => {
  let shop: string;
  let whole: Buffer;

  beforeAll(async () => {
    shop = await server.createDatabase('shop');
    await loadSampleShop(server, shop);
    whole = await dumpOf(server, shop);
  });

  test.for(cases)('loads with foreign key checks on: $title', async ({ subset }) => {
    const target = await server.createDatabase('target');
    await restoreInto(
      server,
      await dumpOf(server, shop, { noData: true, triggers: false }),
      target,
    );
    const dumped = await dumpOf(server, shop, { subset, completeInsert: true });
    await server.restore(target, withChecks(dumped.toString('latin1')));
    expect(await danglingRows(server, target)).toBe(0);
    const [root] = Object.keys(subset.roots ?? {});
    const [found] = await server.query(`SELECT COUNT(*) AS n FROM ${target}.${root}`);
    expect(Number(found?.['n'])).toBeGreaterThan(0);
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
