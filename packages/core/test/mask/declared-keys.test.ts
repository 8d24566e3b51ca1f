/** Relations that a policy declares: their columns are masked alike, as those of foreign keys. */

import { expect, it } from 'vitest';
import { planOf, testTable } from './tables.ts';

const customers = testTable('customers', [
  '`tenant` int NOT NULL',
  '`code` varchar(20) NOT NULL',
  'UNIQUE KEY `code` (`tenant`,`code`)',
]);
const orders = testTable('orders', ['`tenant` int', '`customer` varchar(40)']);
const tables = [customers, orders];
const relation = { from: 'shop.orders.customer', to: 'shop.customers.code' };

it('are masked with one rule', () => {
  const columns = { '*.*.code': 'hash', '*.*.customer': 'hash' } as const;
  const { messages, tables: planned } = planOf(tables, columns, [relation]);
  expect(messages).toEqual([]);
  // As long as the shorter one, and unique where one of them is.
  expect(planned.get(orders)?.get('customer')?.column).toMatchObject({ longest: 20, unique: true });
  expect(planOf(tables, columns).tables.get(orders)?.get('customer')?.column).toMatchObject({
    ...{ longest: 40, unique: false },
  });
});

it('are refused with two rules, or where one is kept', () => {
  const message = expect.stringMatching(/`customer`.*`code`.*joined by a relation of the policy/);
  for (const columns of [{ '*.*.code': 'hash' }, { '*.*.customer': 'hash' }] as const) {
    const { messages, problems } = planOf(tables, columns, [relation]);
    expect(messages).toEqual([message]);
    expect(problems[0]?.policyPaths).toEqual([
      ['columns', Object.keys(columns)[0]],
      ['relations', 0],
    ]);
    expect(planOf(tables, columns).messages).toEqual([]);
  }
});

it('may be of several columns, each with its own', () => {
  const relations = [
    { from: 'shop.nowhere.id', to: 'shop.customers.code' },
    {
      from: ['shop.orders.tenant', 'shop.orders.customer'],
      to: ['shop.customers.tenant', 'shop.customers.code'],
    },
  ];
  const columns = { '*.*.code': 'hash', '*.*.customer': 'hash', '*.*.tenant': 'keep' } as const;
  expect(planOf(tables, columns, relations).messages).toEqual([]);
  const { problems } = planOf(tables, { '*.*.code': 'hash' }, relations);
  expect(problems.map(({ policyPaths }) => policyPaths?.at(-1))).toEqual([['relations', 1]]);
});

it('are found in any case where the server takes names so', () => {
  const shouted = { from: 'SHOP.Orders.CUSTOMER', to: 'Shop.CUSTOMERS.Code' };
  expect(planOf(tables, { '*.*.code': 'hash' }, [shouted], true).messages).toHaveLength(1);
  expect(planOf(tables, { '*.*.code': 'hash' }, [shouted], false).messages).toEqual([]);
});
