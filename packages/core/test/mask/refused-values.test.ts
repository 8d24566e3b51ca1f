/** How many statements look for values that rules can only refuse. */

import { expect, it } from 'vitest';
import type { Table } from '../../src/catalog/model.ts';
import type { RowSession } from '../../src/connect/sql-session.ts';
import { Keyed } from '../../src/mask/keyed.ts';
import { maskedColumn } from '../../src/mask/masked-column.ts';
import type { ChosenRows } from '../../src/plan/chosen-rows.ts';
import { findRefusedValues } from '../../src/stream/refused-values.ts';
import { testTable } from './tables.ts';

const rows = 1000;
const all: ChosenRows = { kind: 'rows', condition: undefined };

/** What a server is asked that has no such values: a fake one. */
async function askedFor(bytesOfRow: number, chosen: ChosenRows = all): Promise<readonly string[]> {
  const lines = ['`id` int NOT NULL', '`a` varchar(36)', '`b` varchar(36)', '`c` varchar(36)'];
  const own = { estimatedRows: rows, estimatedBytes: rows * bytesOfRow };
  const table: Table = { ...testTable('t', lines), ...own };
  const masks = table.columns.slice(1).map((column) => {
    const rule = { rule: 'uuid', parameters: {}, reads: [] } as const;
    return [column.name, { column: maskedColumn(table, column, true), ...rule }] as const;
  });
  const asked: string[] = [];
  const session: RowSession = {
    query: async (sql) => {
      asked.push(sql);
      return [];
    },
    queryEach: async (sql) => {
      asked.push(sql);
    },
  };
  const search = {
    catalog: { databases: [{ name: 'shop', tables: [table] }] },
    masks: {
      key: new Keyed('a key of sixteen bytes').derived(),
      tables: new Map([[table, new Map(masks)]]),
    },
    rowsOf: () => chosen,
  };
  await findRefusedValues(session, search as never, { report: () => {} });
  return asked.filter((sql) => !sql.startsWith('USE'));
}

it('is one for all columns of a table', async () => {
  const [select, ...others] = await askedFor(150);
  expect(others).toEqual([]);
  for (const name of ['`a`', '`b`', '`c`']) expect(select).toContain(name);
});

it('is one for each where the rows are larger than what the indexes hold', async () => {
  expect(await askedFor(2000)).toHaveLength(3);
});

it('is one where the rows must be read in any case', async () => {
  expect(await askedFor(2000, { kind: 'rows', condition: 'id < 7' })).toHaveLength(1);
  expect(await askedFor(2000, { ...all, limit: 10 })).toHaveLength(1);
  const conditions = ['id IN (1)', 'id IN (2)'];
  const list = { next: () => conditions.shift(), key: undefined };
  expect(await askedFor(2000, { kind: 'listed', list })).toHaveLength(2);
});

it('is none for more rows of a limit than a server should copy', async () => {
  expect(await askedFor(150, { ...all, limit: 1_000_000 })).toEqual([]);
});
