/** Schemas of well-known programs, judged by names and types alone: how much is found, and how much is said wrongly. */

import type { DescribedColumn, DescribedTable } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { judgeColumn } from '../../src/draft/judge-column.ts';
import { knownSchemas } from './known-schemas.ts';

function describedColumn(name: string, columnType: string): DescribedColumn {
  const [, dataType = '', length] = /^(\w+)(?:\((\d+)\))?/.exec(columnType) ?? [];
  return {
    ...{ name, columnType, dataType, comment: '', nullable: true, members: undefined },
    longest:
      length === undefined ? (/text|blob/.test(dataType) ? 65_535 : undefined) : Number(length),
    characterSet: /char|text/.test(dataType) ? 'utf8mb4' : undefined,
    ...{ inUniqueKey: false, uniqueAlone: false, checked: false, holdsJson: false, references: [] },
  };
}

interface Judged {
  readonly column: string;
  readonly truth: string;
  readonly masked: boolean;
  readonly category: string;
  readonly confidence: string;
}

function judged(schema: string): readonly Judged[] {
  return schema
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [name = '', list = ''] = line.split(': ');
      const columns = list.split(/, (?=[^\d'])/).map((text) => {
        const [column = '', type = ''] = text.replace(/[!?]$/, '').split(' ');
        return { truth: /[!?]$/.exec(text)?.[0] ?? '', column: describedColumn(column, type) };
      });
      const table: DescribedTable = {
        ...{ database: 'd', name, comment: '', primaryKey: [] },
        columns: columns.map(({ column }) => column),
      };
      return columns.map(({ truth, column }) => {
        const { category, confidence } = judgeColumn(table, column, undefined);
        return {
          ...{ column: `${name}.${column.name}`, truth },
          ...{ masked: category !== undefined, category: category ?? 'kept', confidence },
        };
      });
    });
}

test.each(Object.entries(knownSchemas))(
  'all that is personal in %s is masked',
  (_title, schema) => {
    const missed = judged(schema).filter(({ truth, masked }) => truth === '!' && !masked);
    expect(missed.map(({ column }) => column)).toEqual([]);
  },
);

test('what is masked besides is what nobody can tell, and little of it', () => {
  const all = Object.values(knownSchemas).flatMap(judged);
  const wrong = all.filter(({ truth, masked }) => truth === '' && masked);
  const right = all.filter(({ truth, masked }) => truth === '!' && masked);
  const sure = wrong.filter(({ confidence }) => confidence !== 'low');
  expect(sure.map(({ column, category }) => `${column}: ${category}`)).toEqual([]);
  expect(right.length / (right.length + wrong.length)).toBeGreaterThan(0.97);
});
