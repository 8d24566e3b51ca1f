/** The dumps inside memory limits as a table for a terminal. */

import type { MemoryReport } from '../memory/memory.ts';
import { mebibytes } from './sizes.ts';
import { align } from './terminal-table.ts';

/** All runs, those that look for the smallest limit after the others. */
export function memoryTable({ measurements, steps }: MemoryReport): string {
  const rows = [...measurements, ...steps].map((run) => [
    `${run.gigabytes} GB to ${run.destination}`,
    `${run.limitMiB} MiB`,
    run.passed ? 'whole' : 'failed',
    `${run.seconds.toFixed(1)} s`,
    mebibytes(run.residentPeakBytes),
    mebibytes(run.anonymousPeakBytes),
    run.groupPeakBytes === undefined ? '–' : mebibytes(run.groupPeakBytes),
  ]);
  const heading = ['', 'limit', '', 'time', 'VmHWM', 'anonymous', 'cgroup peak'];
  return align([heading, ...rows]).join('\n');
}
