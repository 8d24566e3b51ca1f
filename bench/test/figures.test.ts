/** What is made of the figures of a bench. Nothing is measured here. */

import { describe, expect, test } from 'vitest';
import { parseChildrenCpu } from '../measure/children-cpu.ts';
import { commandLine } from '../measure/run-measured.ts';
import { type MemoryReport, typicalRun } from '../memory/memory.ts';
import { maskCosts } from '../report/masks-table.ts';
import { median, summarize, yardstickBytes } from '../report/summary.ts';
import { isMet, type Target, targets } from '../report/targets.ts';
import { terminalReport } from '../report/terminal-table.ts';
import { comparisonOf, type MadeUpProgram } from './made-up-results.ts';

const stockDump: MadeUpProgram = {
  name: 'mariadb-dump',
  family: 'mariadb-dump',
  wallSeconds: [4, 5, 40],
  sqlBytes: 2e9,
};
const own: MadeUpProgram = {
  name: 'dumpstream --parallel 1',
  family: 'dumpstream',
  wallSeconds: [2, 1, 3],
  sqlBytes: 3e9,
};

describe('the median', () => {
  test('is not moved by one slow run', () => {
    expect(median([4, 400, 5])).toBe(5);
  });

  test('of an even number of runs is between the two in the middle', () => {
    expect(median([1, 10, 4, 3])).toBe(3.5);
  });

  test('does not exist where nothing ran', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('a summary', () => {
  test('holds medians over the rounds', () => {
    const [row] = summarize(comparisonOf([stockDump]), 'mixed');
    expect(row).toMatchObject({ wallSeconds: 5, cpuSeconds: 2.5, outputBytes: 2e9 });
  });

  test('counts CPU for each GB of the SQL that mariadb-dump writes, for all programs', () => {
    const rows = summarize(comparisonOf([own, stockDump]), 'mixed');
    expect(rows.map(({ cpuPerGigabyte }) => cpuPerGigabyte)).toEqual([0.5, 1.25]);
  });

  test('counts for each GB of its own SQL where mariadb-dump is missing or has failed', () => {
    expect(yardstickBytes(comparisonOf([own]), 'mixed')).toBe(3e9);
    const failed = { ...stockDump, failed: 'exit code 2' };
    expect(yardstickBytes(comparisonOf([failed, own]), 'mixed')).toBe(3e9);
  });

  test('has no row for a program that failed, whatever times it had', () => {
    const rows = summarize(comparisonOf([{ ...own, failed: 'exit code 1' }, stockDump]), 'mixed');
    expect(rows.map(({ program }) => program.name)).toEqual(['mariadb-dump']);
  });

  test('of another workload is empty', () => {
    expect(summarize(comparisonOf([own, stockDump]), 'wide')).toEqual([]);
  });
});

describe('the report for a terminal', () => {
  test("compares times with mariadb-dump's", () => {
    const report = terminalReport(comparisonOf([own, stockDump]));
    expect(report).toMatch(/^dumpstream --parallel 1 +2\.00 s +0\.40 +1\.00 s +0\.40 /m);
  });

  test('names programs that failed, with the reason, and has no times of them', () => {
    const report = terminalReport(comparisonOf([{ ...own, failed: 'exit code 1' }, stockDump]));
    expect(report).toContain('dumpstream --parallel 1: failed, exit code 1');
    expect(report).not.toContain('2.00 s');
  });

  test('names programs that are missing, with how to get them', () => {
    const missing = [{ name: 'mydumper' as const, missing: 'install it' }];
    const report = terminalReport({ ...comparisonOf([own]), missing });
    expect(report).toContain('mydumper is missing: install it');
  });
});

describe('a target', () => {
  const find = (programs: readonly MadeUpProgram[], what: string, workload = 'mixed') => {
    const all = targets({ comparison: comparisonOf(programs, workload) });
    return all.find((target) => target.what === what) as Target;
  };

  test("of half of mariadb-dump's CPU is met at just the half, and not above", () => {
    const what = "CPU, uncompressed / mariadb-dump's";
    const half = { ...own, wallSeconds: [2.5] };
    expect(isMet(find([half, stockDump], what))).toBe(true);
    expect(isMet(find([{ ...own, wallSeconds: [2.6] }, stockDump], what))).toBe(false);
  });

  test('that was not measured is neither met nor missed', () => {
    expect(isMet(find([own], "CPU, uncompressed / mariadb-dump's"))).toBeUndefined();
    const failed = { ...stockDump, failed: 'exit code 2' };
    expect(isMet(find([own, failed], "CPU, uncompressed / mariadb-dump's"))).toBeUndefined();
  });

  test('of a wall time takes the faster number of connections, and the memory of the same run', () => {
    const peer: MadeUpProgram = {
      name: 'npm mysqldump',
      family: 'npm mysqldump',
      wallSeconds: [16],
      peakMemoryBytes: 1000,
    };
    const one = { ...own, wallSeconds: [4], peakMemoryBytes: 100 };
    const two = { ...own, name: 'two', threads: 2, wallSeconds: [1], peakMemoryBytes: 500 };
    expect(find([one, two, peer], "wall / npm mysqldump's").measured).toBe(1 / 16);
    expect(find([one, two, peer], "memory / npm mysqldump's").measured).toBe(0.5);
  });

  test('of compressed output compares the same levels', () => {
    const level6: MadeUpProgram = { ...own, compression: 'gzip-6', wallSeconds: [3] };
    const others: readonly MadeUpProgram[] = [
      { ...stockDump, name: 'a', compression: 'gzip-6', wallSeconds: [10] },
      { ...stockDump, name: 'b', compression: 'gzip-1', wallSeconds: [2] },
    ];
    expect(find([level6, ...others], "wall, gzip-6 / mariadb-dump | gzip's").measured).toBe(0.3);
  });

  test('of memory is missed by a dump that was killed inside the limit', () => {
    const { machine, server, measuredAt } = comparisonOf([]);
    const run = {
      gigabytes: 1,
      destination: 'S3',
      limitMiB: 128,
      passed: false,
      failed: 'SIGKILL',
      seconds: 1,
      groupPeakBytes: 128 * 2 ** 20,
      anonymousPeakBytes: 1,
      residentPeakBytes: 1,
    } as const;
    const memory = { machine, server, measuredAt, measurements: [run], steps: [] };
    const verdicts = targets({ memory }).map((target) => [target.what, isMet(target)]);
    expect(verdicts).toContainEqual(['dumps of 1 GB to S3 that fail inside 128 MiB', false]);
    expect(verdicts).toContainEqual(['dumps of 10 GB to S3 that fail inside 128 MiB', undefined]);
    expect(verdicts).toContainEqual(['resident memory, 10 GB / 1 GB', undefined]);
  });

  test('of the way back is missed by one restore that was killed, and open where none was made', () => {
    const { machine, server, measuredAt } = comparisonOf([]);
    const run = {
      command: 'restore',
      compression: 'gzip',
      bytes: 1,
      limitMiB: 128,
      failed: undefined,
      seconds: 1,
      groupPeakBytes: 1,
      anonymousPeakBytes: 1,
      residentPeakBytes: 1,
    } as const;
    const before = { machine, server, measuredAt, measurements: [], steps: [] };
    const verdict = (memory: MemoryReport) =>
      targets({ memory })
        .filter(({ what }) => what.startsWith('restores and verifications'))
        .map(isMet);
    const [whole, killed] = [
      { ...run, passed: true },
      { ...run, passed: false },
    ];
    expect(verdict({ ...before, readings: [whole, killed] })).toEqual([false]);
    expect(verdict({ ...before, readings: [whole] })).toEqual([true]);
    expect(verdict(before)).toEqual([undefined]);
  });
});

describe('the typical of several runs inside a limit', () => {
  const run = (residentPeakBytes: number, passed: boolean) => ({
    passed,
    failed: undefined,
    seconds: 1,
    groupPeakBytes: 1,
    anonymousPeakBytes: 1,
    residentPeakBytes,
  });

  test('is the one in the middle by its memory', () => {
    expect(typicalRun([run(9, true), run(1, true), run(2, true)]).residentPeakBytes).toBe(2);
  });

  test('is one that failed where any did', () => {
    expect(typicalRun([run(9, false), run(1, true), run(2, true)]).passed).toBe(false);
  });
});

test('CPU seconds of children are read from /proc whatever the program is called', () => {
  const before = Array.from({ length: 13 }, (_, index) => (index === 0 ? 'S' : index));
  const stat = `7 (a) b (c) ${[...before, 150, 25, 20, 0].join(' ')}`;
  expect(parseChildrenCpu(stat)).toBe(1.75);
});

test('a pipeline fails when its first program does, and passes arguments on as they are', () => {
  const [command, [, script = ''] = []] = commandLine([
    { command: 'dump', arguments: ["it's $HOME"] },
    { command: 'gzip', arguments: ['-6'] },
  ]);
  expect(command).toBe('bash');
  expect(script).toBe(`set -o pipefail; 'dump' 'it'\\''s $HOME' | 'gzip' '-6'`);
});

describe('the cost of masks', () => {
  const sample = (cpuSeconds: number) => ({ wallSeconds: 2 * cpuSeconds, cpuSeconds });
  const { machine } = comparisonOf([]);
  const costs = maskCosts({
    measuredAt: '2026-01-02T03:04:05.000Z',
    ...{ machine, server: 'a server', scale: 'quick', rounds: 3, rows: 1_000_000 },
    measurements: [
      { name: 'no masks', maskedColumns: 0, samples: [2, 4, 40].map(sample) },
      { name: 'one', maskedColumns: 1, samples: [4, 8, 80].map(sample) },
      { name: 'two', maskedColumns: 2, samples: [3, 6, 80].map(sample) },
    ],
  });

  test('is that of a value in microseconds, by the ratio within each round', () => {
    expect(costs.map(({ perValue }) => perValue)).toEqual([undefined, 4, 1]);
    expect(costs.map(({ cpuRatio }) => cpuRatio)).toEqual([1, 2, 1.5]);
  });

  test('shows rows for each second of the wall', () => {
    expect(costs.map(({ rowsPerSecond }) => rowsPerSecond)).toEqual([125_000, 62_500, 1e6 / 12]);
  });
});
