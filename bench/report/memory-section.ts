/** The README's table of dumps inside memory limits. */

import { aligned } from '../../test/exactness/proof-table.ts';
import type { MemoryMeasurement, MemoryReport } from '../memory/memory.ts';
import { mebibytes } from './sizes.ts';
import { machineText } from './where-from.ts';

export function memorySection({ machine, server, measurements, steps }: MemoryReport): string {
  const smallest = steps.findLast((step) => step.passed);
  const found =
    smallest === undefined ? '' : ` The smallest limit that would do was ${smallest.limitMiB} MiB.`;
  return [
    `Inside a memory limit of 128 MiB (a cgroup), with gzip and on one connection.${found} ${machineText(machine)}; ${server}.`,
    aligned([
      [
        'dump',
        'outcome',
        'time',
        'resident peak (VmHWM)',
        'peak without file pages',
        'cgroup peak',
      ],
      ...measurements.map((run) => [
        `${run.gigabytes} GB of SQL ${run.destination === 'S3' ? 'to S3' : 'to /dev/null'}`,
        run.passed ? 'whole' : 'failed',
        `${run.seconds.toFixed(0)} s`,
        mebibytes(run.residentPeakBytes),
        mebibytes(run.anonymousPeakBytes),
        groupPeak(run),
      ]),
    ]),
  ].join('\n\n');
}

function groupPeak({ groupPeakBytes }: MemoryMeasurement): string {
  return groupPeakBytes === undefined ? '–' : mebibytes(groupPeakBytes);
}
