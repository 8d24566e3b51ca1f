/** What dumpstream is to reach, and whether the figures say that it does. */

import type { Results } from '../results.ts';
import { restoreSeconds } from './restore-table.ts';
import { findRow, type Row, summarize } from './summary.ts';

/** One target. */
export interface Target {
  readonly what: string;
  /** The most that is allowed, in the unit of `measured`. */
  readonly most: number;
  /** `undefined` where a figure for it is missing. */
  readonly measured: number | undefined;
}

/** Whether it is met; `undefined` where it was not measured. */
export function isMet({ most, measured }: Target): boolean | undefined {
  return measured === undefined ? undefined : measured <= most;
}

type Figure = 'wallSeconds' | 'cpuSeconds' | 'peakMemoryBytes';

/**
 * All targets. CPU and memory are those of `--parallel 1`; wall times those of whichever number of
 * connections was the fastest, and where a memory stands beside a wall time it is of the same run.
 */
export function targets(results: Results): Target[] {
  return [...comparisonTargets(results), ...memoryTargets(results), ...restoreTargets(results)];
}

function comparisonTargets({ comparison }: Results): Target[] {
  const rowsOf = (workload: string) =>
    comparison === undefined ? [] : summarize(comparison, workload);
  const mixed = rowsOf('mixed');
  const single = findRow(mixed, { family: 'dumpstream', compression: 'none', threads: 1 });
  const peer = (family: Row['program']['family'], compression: Row['program']['compression']) =>
    fastest(mixed.filter(({ program }) => is(program, family, compression)));
  const own = (compression: Row['program']['compression']) => peer('dumpstream', compression);
  const small = rowsOf('small-tables');
  const one = findRow(rowsOf('one-million'), { family: 'dumpstream', threads: 1 });
  const ten = findRow(rowsOf('ten-million'), { family: 'dumpstream', threads: 1 });
  const target = (
    what: string,
    most: number,
    figure: Figure,
    ours: Row | undefined,
    theirs: Row | undefined,
  ): Target => ({
    what,
    most,
    measured:
      ours === undefined || theirs === undefined ? undefined : ours[figure] / theirs[figure],
  });
  const mydumper = cheapest(mixed.filter(({ program }) => is(program, 'mydumper', 'none')));
  return [
    target("CPU, uncompressed / mydumper's", 1, 'cpuSeconds', single, mydumper),
    target(
      "CPU, uncompressed / mariadb-dump's",
      1 / 2,
      'cpuSeconds',
      single,
      peer('mariadb-dump', 'none'),
    ),
    target(
      "wall, uncompressed / mydumper's",
      1,
      'wallSeconds',
      own('none'),
      peer('mydumper', 'none'),
    ),
    ...(['gzip-6', 'gzip-1'] as const).flatMap((level) => [
      target(
        `wall, ${level} / mariadb-dump | gzip's`,
        1 / 2,
        'wallSeconds',
        own(level),
        peer('mariadb-dump', level),
      ),
      target(`wall, ${level} / mydumper's`, 1, 'wallSeconds', own(level), peer('mydumper', level)),
    ]),
    target(
      "wall, zstd-3 / mydumper's",
      1,
      'wallSeconds',
      own('zstd-3'),
      peer('mydumper', 'zstd-3'),
    ),
    target(
      "wall / npm mysqldump's",
      1 / 8,
      'wallSeconds',
      own('none'),
      peer('npm mysqldump', 'none'),
    ),
    target(
      "memory / npm mysqldump's",
      1 / 5,
      'peakMemoryBytes',
      own('none'),
      peer('npm mysqldump', 'none'),
    ),
    target(
      "wall, small tables / mariadb-dump's",
      1,
      'wallSeconds',
      fastest(small.filter(({ program }) => program.family === 'dumpstream')),
      findRow(small, { family: 'mariadb-dump' }),
    ),
    target('CPU, 10 million rows / 1 million rows', 11, 'cpuSeconds', ten, one),
    target('wall, 10 million rows / 1 million rows', 11, 'wallSeconds', ten, one),
  ];
}

function memoryTargets({ memory }: Results): Target[] {
  const find = (gigabytes: number, destination: string) =>
    memory?.measurements.find(
      (candidate) => candidate.gigabytes === gigabytes && candidate.destination === destination,
    );
  const failures = [find(1, 'S3'), find(10, 'S3')].map((run) =>
    run === undefined ? undefined : Number(!run.passed),
  );
  const [small, large] = [find(1, 'S3'), find(10, 'S3')];
  const growth =
    small?.passed && large?.passed ? large.residentPeakBytes / small.residentPeakBytes : undefined;
  return [
    { what: 'dumps of 1 GB to S3 that fail inside 128 MiB', most: 0, measured: failures[0] },
    { what: 'dumps of 10 GB to S3 that fail inside 128 MiB', most: 0, measured: failures[1] },
    { what: 'resident memory, 10 GB / 1 GB', most: 1.05, measured: growth },
    {
      what: 'restores and verifications of 1 GB that fail inside 128 MiB',
      most: 0,
      measured: memory?.readings?.filter(({ passed }) => !passed).length,
    },
  ];
}

function restoreTargets({ restore }: Results): Target[] {
  const seconds = (kind: 'client' | 'dumpstream', connections: number) => {
    const found = restore?.measurements.find(
      (run) => run.kind === kind && run.compression === 'none' && run.connections === connections,
    );
    return found === undefined ? undefined : restoreSeconds(found);
  };
  const client = seconds('client', 1);
  const share = (connections: number) => {
    const own = seconds('dumpstream', connections);
    return own === undefined || client === undefined ? undefined : own / client;
  };
  return [
    { what: "wall, restore --parallel 1 / the stock client's", most: 1, measured: share(1) },
    { what: "wall, restore --parallel 2 / the stock client's", most: 0.7, measured: share(2) },
  ];
}

function is(
  program: Row['program'],
  family: Row['program']['family'],
  compression: Row['program']['compression'],
): boolean {
  return program.family === family && program.compression === compression;
}

function fastest(rows: readonly Row[]): Row | undefined {
  return rows.toSorted((a, b) => a.wallSeconds - b.wallSeconds)[0];
}

function cheapest(rows: readonly Row[]): Row | undefined {
  return rows.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds)[0];
}
