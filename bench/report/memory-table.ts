/** The runs inside memory limits as a table for a terminal. */

import type { MemoryReport } from '../memory/memory.ts';
import type { LimitedRun } from '../memory/run-limited.ts';
import { mebibytes } from './sizes.ts';
import { align } from './terminal-table.ts';

/** All runs, those that look for the smallest limit after the others. */
export function memoryTable({ measurements, steps, readings = [] }: MemoryReport): string {
  const rows = [
    ...[...measurements, ...steps].map((run) =>
      rowOf(`${run.gigabytes} GB to ${run.destination}`, run),
    ),
    ...readings.map((run) => rowOf(`${run.command} of 1 GB, ${run.compression}`, run)),
  ];
  const heading = ['', 'limit', '', 'time', 'VmHWM', 'anonymous', 'cgroup peak'];
  return align([heading, ...rows]).join('\n');
}

function rowOf(what: string, run: LimitedRun & { readonly limitMiB: number }): string[] {
  return [
    what,
    `${run.limitMiB} MiB`,
    run.passed ? 'whole' : 'failed',
    `${run.seconds.toFixed(1)} s`,
    mebibytes(run.residentPeakBytes),
    mebibytes(run.anonymousPeakBytes),
    run.groupPeakBytes === undefined ? '–' : mebibytes(run.groupPeakBytes),
  ];
}
