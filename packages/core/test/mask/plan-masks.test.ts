/** Which masks are made for a catalog, and which are refused. */

import { describe, expect, it } from 'vitest';
import { planOf, testTable } from './tables.ts';

const customers = testTable('customers', [
  '`id` int NOT NULL',
  '`code` varchar(20) NOT NULL',
  '`note` text',
  "`kind` enum('a','b''c')",
  'PRIMARY KEY (`id`)',
  'UNIQUE KEY `code` (`code`)',
]);

describe('a mask', () => {
  it('knows its column', () => {
    const { tables, messages } = planOf([customers], { '*.*.code': 'hash', '*.*.kind': 'null' });
    expect(messages).toEqual([]);
    expect(tables.get(customers)?.get('code')).toMatchObject({
      rule: 'hash',
      column: { table: 'customers', name: 'code', longest: 20, unique: true, nullable: false },
    });
    expect(tables.get(customers)?.get('kind')?.column).toMatchObject({
      ...{ members: ['a', "b'c"], longest: undefined, unique: false, nullable: true },
    });
  });

  it('is none where the column is kept', () => {
    expect(planOf([customers], { '*.*.*': 'keep' }).tables.size).toBe(0);
  });

  it('is refused where its rule says so', () => {
    expect(planOf([customers], { '*.*.id': 'text' }).messages).toEqual([
      '`shop`.`customers`.`id` can\'t have the rule "text", as the column holds numbers.',
    ]);
  });

  it('is refused where it reads a column that is not there', () => {
    const columns = { '*.*.note': { rule: 'text', by: 'x' } } as const;
    expect(planOf([customers], columns).messages).toEqual([expect.stringContaining('"x"')]);
  });
});

describe('a unique key', () => {
  it('needs a rule that makes no two values one', () => {
    expect(planOf([customers], { '*.*.code': 'text' }).messages).toEqual([
      expect.stringMatching(/`code` can't have the rule "text".*unique key `code`/),
    ]);
    expect(planOf([customers], { '*.*.code': () => 'x' }).messages).toHaveLength(1);
  });

  it('needs it of all masked columns', () => {
    const table = testTable('t', ['`a` text', '`b` text', 'UNIQUE KEY `u` (`a`,`b`)']);
    expect(planOf([table], { '*.*.a': 'hash' }).messages).toEqual([]);
    expect(planOf([table], { '*.*.a': 'hash', '*.*.b': 'text' }).messages).toHaveLength(1);
  });

  it('needs nothing of a column beside others that are unique by themselves', () => {
    const table = testTable('t', [
      ...['`id` int NOT NULL', '`a` text'],
      ...['PRIMARY KEY (`id`)', 'UNIQUE KEY `u` (`a`,`id`)'],
    ]);
    expect(planOf([table], { '*.*.a': 'text' }).messages).toEqual([]);
  });

  it('takes NULL, but in a primary key', () => {
    const table = testTable('t', ['`a` text', 'UNIQUE KEY `u` (`a`)']);
    expect(planOf([table], { '*.*.a': 'null' }).messages).toEqual([]);
  });

  it('of first characters, or of what is computed from a masked column, is refused', () => {
    const prefix = testTable('t', ['`a` text', 'UNIQUE KEY `u` (`a`(10))']);
    expect(planOf([prefix], { '*.*.a': 'hash' }).messages).toHaveLength(1);
    const computed = testTable('t', [
      ...['`a` text', '`b` text GENERATED ALWAYS AS (lower(`a`)) VIRTUAL'],
      ...['`c` text GENERATED ALWAYS AS (trim(`b`)) VIRTUAL', 'UNIQUE KEY `u` (`c`)'],
    ]);
    expect(planOf([computed], { '*.*.a': 'hash' }).messages).toHaveLength(1);
    const functional = testTable('t', ['`a` text', 'UNIQUE KEY `u` ((lower(`a`)))']);
    expect(planOf([functional], { '*.*.a': 'hash' }).messages).toHaveLength(1);
  });
});

describe('a foreign key', () => {
  const orders = testTable('orders', [
    '`customer` varchar(30)',
    'CONSTRAINT `fk` FOREIGN KEY (`customer`) REFERENCES `customers` (`code`)',
  ]);

  it('needs the same rule on both sides, which then sees the same column', () => {
    const { tables, messages } = planOf([customers, orders], {
      ...{ '*.customers.code': 'hash', '*.orders.customer': { rule: 'hash' } },
    });
    expect(messages).toEqual([]);
    expect(tables.get(orders)?.get('customer')?.column).toMatchObject({
      longest: 20,
      unique: true,
    });
  });

  it.each([
    { '*.customers.code': 'hash' },
    { '*.orders.customer': 'hash' },
    { '*.customers.code': 'hash', '*.orders.customer': 'text' },
    { '*.customers.code': 'hash', '*.orders.customer': { rule: 'hash', length: 1 } },
  ] as const)('is told where they differ: %j', (columns) => {
    const { messages } = planOf([customers, orders], columns);
    expect(messages).toContainEqual(
      expect.stringMatching(/`orders`.`customer` .* and `shop`.`customers`.`code` .*`fk`/),
    );
  });

  it('does not mind NULL, nor a table that is not in the dump', () => {
    expect(planOf([customers, orders], { '*.orders.customer': 'null' }).messages).toEqual([]);
    expect(planOf([orders], { '*.orders.customer': 'hash' }).messages).toEqual([]);
  });
});

describe('a CHECK', () => {
  const table = testTable('t', [
    ...['`a` text', '`j` text CHECK (json_valid(`j`))'],
    ...['CONSTRAINT `long` CHECK (length(`a`) > 3)'],
  ]);

  it('refuses a mask, unless it is trusted', () => {
    expect(planOf([table], { '*.*.a': 'hash' }).messages).toEqual([
      expect.stringContaining('the CHECK `long`'),
    ]);
    expect(planOf([table], { '*.*.a': { rule: 'hash', trustChecks: true } }).messages).toEqual([]);
  });

  it('of JSON takes JSON and NULL', () => {
    expect(planOf([table], { '*.*.j': 'json' }).messages).toEqual([]);
    expect(planOf([table], { '*.*.j': 'null' }).messages).toEqual([]);
    expect(planOf([table], { '*.*.j': 'hash' }).messages).toHaveLength(1);
  });

  it('is a partition as well', () => {
    const parted = testTable('t', ['`a` text'], '\n PARTITION BY LIST COLUMNS(`a`) (PARTITION p)');
    expect(planOf([parted], { '*.*.a': 'hash' }).messages).toEqual([
      expect.stringContaining('partition'),
    ]);
    const hashed = testTable('t', ['`a` text'], '\n PARTITION BY KEY (`a`)');
    expect(planOf([hashed], { '*.*.a': 'hash' }).messages).toEqual([]);
  });
});
