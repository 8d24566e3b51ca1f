/** What is made of a dump's progress: of rows, and of a subset's rows that are only being found. */

import { EventEmitter } from 'node:events';
import type { DumpProgress, DumpStream } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { ProgressWatch } from '../src/progress-watch.ts';

const finding: DumpProgress = {
  database: 'shop',
  table: 'customers',
  tablesDone: 0,
  tablesTotal: 4,
  rows: 0,
  estimatedRows: 1000,
  bytes: 0,
  subsetKeys: 123,
};

/** @returns a watch, and the fake stream that it watches: it emits what a test says */
function watched() {
  const told = { reports: 0, firstRows: 0 };
  const watch = new ProgressWatch({
    log: () => {},
    memoryMegabytes: 512,
    onProgress: () => told.reports++,
    onFirstRows: () => told.firstRows++,
    wholeMs: () => 60_000,
    availableMs: () => 30_000,
  });
  const stream = Object.assign(new EventEmitter(), { estimate: new Promise(() => {}) });
  const dump = { parallel: 1, hasMaxRate: false, database: 'shop', readBackShare: 0 };
  watch.watch(stream as unknown as DumpStream, dump);
  return { watch, told, emit: (progress: DumpProgress) => stream.emit('progress', progress) };
}

test('rows of a subset that are found are not taken for rows that were read', () => {
  const { watch, told, emit } = watched();
  emit(finding);
  expect(told).toEqual({ reports: 1, firstRows: 0 });
  expect(watch.reached).toBeUndefined();
  expect(watch.report().progress).toBe(
    'By then 123 rows of the subset were found, and none was read.',
  );
  const { subsetKeys, ...reading } = finding;
  emit({ ...reading, rows: 10, bytes: 1000 });
  expect(told).toEqual({ reports: 2, firstRows: 1 });
  expect(watch.reached).toMatchObject({ rows: 10 });
  expect(watch.report().progress).toMatch(/^By then 0 of 4 tables, 10 rows and /);
});

test('before anything was found or read, a deadline says so', () => {
  expect(watched().watch.report().progress).toBe('No row had been read by then.');
});
