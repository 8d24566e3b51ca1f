/** Which columns have to have one rule. */

import type { ColumnName, DescribedColumn, DescribedTable } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { linkedGroups } from '../../src/draft/linked-groups.ts';

function column(
  name: string,
  ...references: readonly [table: string, column: string][]
): DescribedColumn {
  return {
    ...{ name, comment: '', dataType: 'int', columnType: 'int', characterSet: undefined },
    ...{ nullable: true, longest: undefined, members: undefined, inUniqueKey: false },
    ...{ uniqueAlone: false, checked: false, holdsJson: false },
    references: references.map(([table, to]): ColumnName => ({ database: 'd', table, column: to })),
  };
}

function table(name: string, ...columns: readonly DescribedColumn[]): DescribedTable {
  return { database: 'd', name, comment: '', primaryKey: [], columns };
}

function groups(...tables: readonly DescribedTable[]): readonly string[] {
  return linkedGroups(tables).map(({ root, members }) => {
    const names = members.map((one) => `${one.table.name}.${one.column.name}`);
    return `${root.table.name}.${root.column.name}: ${names.join(' ')}`;
  });
}

test('chains of foreign keys are one group, called by what is referred to', () => {
  const chained = groups(
    table('c', column('id', ['b', 'id'])),
    table('b', column('id', ['a', 'id']), column('x')),
    table('a', column('id')),
  );
  expect(chained).toEqual(['a.id: c.id b.id a.id', 'b.x: b.x']);
});

test('circles, self-references and references to what is not there end', () => {
  expect(groups(table('a', column('id', ['a', 'id'], ['gone', 'id'])))).toEqual(['a.id: a.id']);
  const circle = groups(
    table('a', column('id', ['b', 'id'])),
    table('b', column('id', ['a', 'id'])),
  );
  expect(circle).toEqual(['b.id: a.id b.id']);
});

test('names in another case are found, and tables that differ in case alone are two', () => {
  expect(groups(table('A', column('Id')), table('b', column('x', ['A', 'ID'])))).toEqual([
    'A.Id: A.Id b.x',
  ]);
  expect(groups(table('t', column('id')), table('T', column('id')))).toEqual([
    't.id: t.id',
    'T.id: T.id',
  ]);
});
