/** What tells which statements of a dump an earlier restore has put into the target. */

import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { finishedSections, withoutRangesOf } from '../../src/apply/progress/finished-sections.ts';
import { DefinitionsReached } from '../../src/apply/progress/made-definitions.ts';
import type { StoredProgress, WrittenRange } from '../../src/apply/progress/stored-progress.ts';
import { WrittenRows } from '../../src/apply/progress/written-rows.ts';
import { counterOf } from '../../src/apply/tables/auto-increment.ts';
import { orphanedPartition } from '../../src/apply/tables/orphaned-partitions.ts';
import type { Manifest, ManifestSection } from '../../src/manifest/manifest.ts';

const modes = { ansiQuotes: false, noBackslashEscapes: false, characterSet: 'utf8mb4' };
const anotherDump = expect.objectContaining({ code: 'CANNOT_RESUME' });

function statement(offset: number, text = `statement ${offset}`) {
  return { offset, bytes: Buffer.from(text) };
}

function rangeOf(...offsets: readonly number[]): WrittenRange {
  const checksum = offsets.reduce((sum, offset) => crc32(statement(offset).bytes, sum), 0);
  return { first: offsets[0] ?? 0, last: offsets.at(-1) ?? 0, checksum, rows: offsets.length };
}

describe('rows that are in the target', () => {
  test('are those of the ranges alone', () => {
    const rows = new WrittenRows([rangeOf(50, 60), rangeOf(10, 20, 30)]);
    const found = [0, 10, 20, 30, 40, 50, 60, 70].filter((offset) => rows.has(statement(offset)));
    expect(found).toEqual([10, 20, 30, 50, 60]);
    rows.end();
  });

  test.each([
    ['holds another text', [10, 20], (rows: WrittenRows) => rows.has(statement(20, 'another'))],
    ['begins elsewhere', [], (rows: WrittenRows) => rows.has(statement(11))],
    ['ends elsewhere', [10], (rows: WrittenRows) => rows.has(statement(25))],
    ['ends before them', [10], (rows: WrittenRows) => rows.end()],
    ['does not hold them', [], (rows: WrittenRows) => rows.end()],
  ])('are of another dump where this one %s', (_, before, last) => {
    const rows = new WrittenRows([rangeOf(10, 20)]);
    for (const offset of before.filter((one) => one < 20)) rows.has(statement(offset));
    expect(() => last(rows)).toThrow(anotherDump);
  });

  test('are forgotten by table', () => {
    const rows = new WrittenRows([rangeOf(10), { ...rangeOf(20), table: '["x","m"]' }]);
    rows.forget('["x","m"]');
    expect([10, 20].map((offset) => rows.has(statement(offset)))).toEqual([true, false]);
    rows.end();
  });
});

describe('definitions that are in the target', () => {
  function reachedOn(offsets: readonly number[]) {
    const first = new DefinitionsReached();
    for (const offset of offsets) first.has(statement(offset));
    return first.reached(statement(offsets.at(-1) ?? 0));
  }

  test('are those up to the last one', () => {
    const second = new DefinitionsReached(reachedOn([10, 20]));
    expect([10, 20, 30].map((offset) => second.has(statement(offset)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(second.reached(statement(30))).toEqual(reachedOn([10, 20, 30]));
  });

  test('do not go back', () => {
    const second = new DefinitionsReached(reachedOn([10, 20]));
    second.has(statement(10));
    expect(second.reached(statement(10))).toBeUndefined();
  });

  test('are of another dump where one of them is another, or missing', () => {
    const changed = new DefinitionsReached(reachedOn([10, 20]));
    changed.has(statement(10, 'another'));
    changed.has(statement(20));
    expect(() => changed.has(statement(30))).toThrow(anotherDump);
    const missing = new DefinitionsReached(reachedOn([10, 20]));
    missing.has(statement(20));
    expect(() => missing.end()).toThrow(anotherDump);
  });
});

describe('sections that need not be read', () => {
  const section: ManifestSection = {
    ...({ kind: 'tableRows', database: 'shop', name: 'a' } as const),
    ...{ start: 1000, bytes: 5_000_000, checksum: 1, rows: 30 },
  };
  const small = { ...section, start: 6_000_000, bytes: 1000 };
  // What else a manifest holds is not looked at.
  const manifest = { databases: ['shop'], sections: [section, small] } as unknown as Manifest;
  const progressWith = (ranges: readonly WrittenRange[]): ReadonlyMap<string, StoredProgress> =>
    new Map([['target', { ranges } as unknown as StoredProgress]]);
  const finished = (ranges: readonly WrittenRange[]) =>
    finishedSections(manifest, progressWith(ranges), () => 'target');
  const written = (first: number, rows: number) => ({ first, last: first, checksum: 1, rows });

  test('are large ones with all of their rows', () => {
    const ranges = [written(1100, 10), written(3_000_000, 20), written(6_000_100, 30)];
    expect(finished(ranges)).toEqual([{ section, database: 'target' }]);
    const left = withoutRangesOf(progressWith(ranges), finished(ranges));
    expect(left.get('target')?.ranges).toEqual([written(6_000_100, 30)]);
  });

  test('are none of which rows are missing, or may be', () => {
    expect(finished([written(1100, 29)])).toEqual([]);
    expect(finished([{ ...written(1100, 30), table: '["target","a"]' }])).toEqual([]);
  });
});

test.each([
  [
    'CREATE TABLE `t` (\n  `id` int AUTO_INCREMENT\n) ENGINE=InnoDB AUTO_INCREMENT=17 COMMENT=1',
    '17',
  ],
  ["CREATE TABLE `t` (`id` int COMMENT ') AUTO_INCREMENT=5')\n ENGINE=InnoDB", undefined],
  ["CREATE TABLE `t` (`id` int)\n ENGINE=InnoDB COMMENT='AUTO_INCREMENT=5'", undefined],
  ['CREATE TABLE `t` (`id` int) AUTO_INCREMENT=5; DROP TABLE x', '5'],
])('AUTO_INCREMENT of %s is %s', (text, counter) => {
  expect(counterOf(Buffer.from(text), modes)).toBe(counter);
});

describe('a partition that a crash has left', () => {
  const table = { database: 'x', name: 'p' };
  const error = (message: string, errno = 1050) => Object.assign(new Error(message), { errno });

  test('is reached by the name of its file', () => {
    expect(orphanedPartition(error('Table `x`.`p` /* Partition `p0` */ exists'), table)).toBe(
      '`x`.`#mysql50#p#P#p0`',
    );
    const below = error('Tabelle `x`.`p` /* Partition `p0`, Unterpartition `s1` */ existiert');
    expect(orphanedPartition(below, table)).toBe('`x`.`#mysql50#p#P#p0#SP#s1`');
  });

  test('is nothing else, nor one of a name that files have in another way', () => {
    expect(orphanedPartition(error('Table `x`.`p` exists'), table)).toBeUndefined();
    const dashed = error('Table `x`.`p` /* Partition `p-0` */ exists');
    expect(orphanedPartition(dashed, table)).toBeUndefined();
    expect(orphanedPartition(error('/* Partition `p0` */', 1064), table)).toBeUndefined();
  });
});
