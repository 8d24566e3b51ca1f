/** The texts of the progress bar. */

import type { DumpProgress } from '@dumpstream/core';
import { describe, expect, test } from 'vitest';
import { progressLine } from '../src/commands/dump/progress-text.ts';
import { formatBytes, formatCount, formatDuration } from '../src/format.ts';

const underWay: DumpProgress = {
  database: 'shop',
  table: 'orders',
  tablesDone: 1,
  tablesTotal: 4,
  rows: 250,
  estimatedRows: 1000,
  bytes: 1234,
};

describe('the progress line', () => {
  test('tells the share, the table, the rows and the bytes', () => {
    expect(progressLine(underWay)).toBe('█████░░░░░░░░░░░░░░░  25 %  orders  250 rows  1.2 kB');
  });

  test('waits at 99 % where there are more rows than the server estimated', () => {
    expect(progressLine({ ...underWay, rows: 50_000 })).toContain('░  99 %  orders  50,000 rows');
  });

  test('is at 0 % where the server estimates no rows', () => {
    expect(progressLine({ ...underWay, estimatedRows: 0 })).toContain('   0 %');
  });

  test('is at 100 % at the end, and names no table', () => {
    const done = { ...underWay, table: undefined, tablesDone: 4, rows: 900 };
    expect(progressLine(done)).toBe(`${'█'.repeat(20)} 100 %  900 rows  1.2 kB`);
  });

  test("shows control characters of a table's name instead of sending them", () => {
    expect(progressLine({ ...underWay, table: 'a\u001b[2Jb' })).toContain('  a\\u{1b}[2Jb  ');
  });

  test('tells the keys of a subset while its rows are found, and no share', () => {
    const finding = { ...underWay, table: 'customers', rows: 0, bytes: 0, subsetKeys: 123_000 };
    expect(progressLine(finding)).toBe('finding rows of the subset  customers  123,000 keys');
    expect(progressLine({ ...finding, table: 'a\u001b[2Jb' })).toContain('  a\\u{1b}[2Jb  ');
  });

  test('shortens long names by whole characters', () => {
    const line = progressLine({ ...underWay, table: '🛒'.repeat(64) });
    expect(line).toContain(`  ${'🛒'.repeat(29)}…  `);
  });
});

describe('numbers', () => {
  test('of bytes are in powers of ten', () => {
    expect([0, 999, 1000, 999_949, 999_999, 25_252_844, 3e12].map(formatBytes)).toEqual([
      ...['0 B', '999 B', '1.0 kB', '999.9 kB', '1.0 MB', '25.3 MB', '3.0 TB'],
    ]);
  });

  test('of things have the right noun', () => {
    expect([0, 1, 12_345].map((count) => formatCount(count, 'row'))).toEqual([
      ...['0 rows', '1 row', '12,345 rows'],
    ]);
  });

  test('of time are in seconds, from a minute on with minutes', () => {
    expect([80, 59_900, 125_000].map(formatDuration)).toEqual(['0.1 s', '59.9 s', '2 min 5 s']);
  });
});
