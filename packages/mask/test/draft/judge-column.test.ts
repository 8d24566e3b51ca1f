/** Columns beside their tables, types and values: what their names alone don't say. */

import type { DescribedColumn, DescribedTable } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { judgeColumn } from '../../src/draft/judge-column.ts';
import { ladder } from '../../src/draft/rule-choices.ts';
import { ColumnTally } from '../../src/draft/tally.ts';

function described(
  name: string,
  columnType: string,
  more: Partial<DescribedColumn> = {},
): DescribedColumn {
  const [, dataType = '', length] = /^(\w+)(?:\((\d+)\))?/.exec(columnType) ?? [];
  return {
    ...{ name, columnType, dataType, comment: '', nullable: true, members: undefined },
    longest:
      length === undefined ? (/text|blob/.test(dataType) ? 65_535 : undefined) : Number(length),
    characterSet: /char|text/.test(dataType) ? 'utf8mb4' : undefined,
    ...{ inUniqueKey: false, uniqueAlone: false, checked: false, holdsJson: false, references: [] },
    ...more,
  };
}

function judge(
  table: string,
  column: DescribedColumn,
  values: readonly string[] = [],
  others: readonly DescribedColumn[] = [],
  comment = '',
): string {
  const tally = new ColumnTally();
  for (const value of values) tally.add(value);
  const of: DescribedTable = {
    ...{ database: 'd', name: table, comment, primaryKey: [], columns: [column, ...others] },
  };
  const { category, look } = judgeColumn(of, column, values.length === 0 ? undefined : tally);
  return `${category ?? 'kept'}${look ? ', look' : ''}`;
}

const times = (value: (index: number) => string): string[] =>
  Array.from({ length: 30 }, (_, n) => value(n));

test.each<[table: string, name: string, expected: string]>([
  ['users', 'name', 'personName'],
  ['t_kokyaku', 'namae', 'personName'],
  ['会員マスタ', '名前', 'personName'],
  ['companies', 'name', 'company'],
  ['countries', 'name', 'kept'],
  ['user_roles', 'name', 'kept'],
  ['m_shohin', 'mei', 'givenName'],
  ['qwertz', 'name', 'personName, look'],
  ['qwertz', 'foo', 'freeText, look'],
  ['products', 'description', 'kept, look'],
  ['tasks', 'description', 'freeText'],
  ['users', 'location', 'address'],
  ['stores', 'location', 'kept'],
  ['employees', 'extension', 'phone'],
  ['files', 'extension', 'kept'],
  ['sessions', 'id', 'secret'],
  ['orders', 'id', 'kept'],
  ['settings', 'value', 'freeText'],
])('in the table %s the column %s is %s', (table, name, expected) => {
  expect(judge(table, described(name, 'varchar(100)'))).toBe(expected);
});

test('a state is one of an address where the other parts of it are', () => {
  const state = described('state', 'varchar(40)');
  expect(judge('orders', state)).toBe('kept');
  expect(judge('orders', state, [], [described('billing_city', 'varchar(40)')])).toBe('region');
});

test("a comment is asked where the name says nothing, the table's as well", () => {
  const column = described('f03', 'varchar(90)', { comment: 'メールアドレス（半角）' });
  expect(judge('t7', column)).toBe('email');
  expect(judge('t7', described('nm', 'varchar(90)'), [], [], '顧客マスタ')).toBe('personName');
  const flag = described('email_sent', 'varchar(9)', { comment: 'e-mail address' });
  expect(judge('t7', flag)).toBe('kept');
});

test('a type that can not hold it makes a name a mere name', () => {
  expect(judge('users', described('email', 'int(11)'))).toBe('kept');
  expect(judge('users', described('email', 'tinyint(1)'))).toBe('kept');
  expect(judge('users', described('phone', 'char(1)'))).toBe('kept');
  expect(judge('users', described('phone', 'bigint'))).toBe('phone');
  expect(judge('users', described('photo', 'longblob'))).toBe('photo');
});

test('values weigh more than a name that says nothing personal', () => {
  const code = described('code', 'varchar(90)');
  expect(
    judge(
      'things',
      code,
      times((n) => `a${n}@mail.test`),
    ),
  ).toBe('email, look');
  expect(
    judge(
      'things',
      code,
      times((n) => `SKU-${n}`),
    ),
  ).toBe('kept');
  expect(
    judge(
      't',
      described('foo', 'varchar(9)'),
      times((n) => (n % 2 === 0 ? 'open' : 'shut')),
    ),
  ).toBe('kept, look');
  expect(
    judge(
      't',
      described('foo', 'varchar(90)'),
      times((n) => `Blarg ${n}x`),
    ),
  ).toBe('freeText, look');
});

test('a name of nobody knows what is masked unless its values can be no names', () => {
  const name = described('name', 'varchar(90)');
  expect(
    judge(
      'qwertz',
      name,
      times((n) => `node-${n}.example`),
    ),
  ).toBe('kept, look');
  expect(
    judge(
      'qwertz',
      name,
      times(() => 'Wiesława Żurek'),
    ),
  ).toBe('personName, look');
  expect(
    judge(
      'qwertz',
      name,
      times(() => 'Mary Smith'),
    ),
  ).toBe('personName, look');
});

test('where an address is expected and no value is one, a person is asked', () => {
  const email = described('email', 'varchar(90)');
  expect(
    judge(
      'users',
      email,
      times((n) => `node ${n}`),
    ),
  ).toBe('email, look');
  expect(
    judge(
      'users',
      email,
      times((n) => `a${n}@mail.test`),
    ),
  ).toBe('email');
});

test('rules that a CHECK may refuse come last, and "keep" after them', () => {
  const column = described('email', 'varchar(90)', { checked: true, nullable: false });
  const judgement = { category: 'email', confidence: 'high', reasons: [], look: false } as const;
  const rules = ladder(judgement, column, {
    locale: undefined,
    entity: undefined,
    unfit: new Set(),
  });
  expect(rules[0]).toBe('email');
  expect(rules.at(-1)).toBe('keep');
  const trusting = rules.findIndex((rule) => typeof rule === 'object' && rule.trustChecks === true);
  expect(trusting).toBeGreaterThan(0);
  expect(rules[trusting]).toEqual({ rule: 'email', trustChecks: true });
  expect(rules).not.toContain('null');
});
