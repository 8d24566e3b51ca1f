/** The README's table of what was run inside memory limits. */

import { aligned } from '../../test/exactness/proof-table.ts';
import type { MemoryReport } from '../memory/memory.ts';
import type { LimitedRun } from '../memory/run-limited.ts';
import { mebibytes } from './sizes.ts';
import { machineText } from './where-from.ts';

export function memorySection(report: MemoryReport): string {
  const { machine, server, measurements, steps, readings = [] } = report;
  const smallest = steps.findLast((step) => step.passed);
  const found =
    smallest === undefined
      ? ''
      : ` The smallest limit that a dump did with was ${smallest.limitMiB} MiB.`;
  return [
    `Inside a memory limit of 128 MiB (a cgroup), on one connection, dumps with gzip.${found} ${machineText(machine)}; ${server}.`,
    aligned([
      ['', 'outcome', 'time', 'resident peak (VmHWM)', 'peak without file pages', 'cgroup peak'],
      ...measurements.map((run) => {
        const destination = run.destination === 'S3' ? 'to S3' : 'to /dev/null';
        return rowOf(`dump of ${run.gigabytes} GB of SQL ${destination}`, run);
      }),
      ...readings.map((run) => {
        const what = run.command === 'verify' ? 'verify' : 'restore of';
        return rowOf(`${what} 1 GB of SQL, ${run.compression}`, run);
      }),
    ]),
  ].join('\n\n');
}

function rowOf(what: string, run: LimitedRun): string[] {
  return [
    what,
    run.passed ? 'whole' : 'failed',
    `${run.seconds.toFixed(0)} s`,
    mebibytes(run.residentPeakBytes),
    mebibytes(run.anonymousPeakBytes),
    run.groupPeakBytes === undefined ? '–' : mebibytes(run.groupPeakBytes),
  ];
}
