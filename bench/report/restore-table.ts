/** The restores as tables, for a terminal and for the README. */

import { aligned } from '../../test/exactness/proof-table.ts';
import type { RestoreMeasurement, RestoreReport } from '../restore/restores.ts';
import { megabytes } from './sizes.ts';
import { median } from './summary.ts';
import { align } from './terminal-table.ts';
import { machineText } from './where-from.ts';

/** Median of the wall times; `undefined` where there is none. */
export function restoreSeconds({ samples, failed }: RestoreMeasurement): number | undefined {
  if (failed !== undefined || samples.length === 0) return undefined;
  return median(samples.map(({ wallSeconds }) => wallSeconds));
}

/** For a terminal. */
export function restoreTable(report: RestoreReport): string {
  const failures = report.measurements.flatMap(({ name, failed }) =>
    failed === undefined ? [] : [`${name}: failed, ${failed}`],
  );
  return [...align(restoreRows(report)), ...failures, oneTableText(report)].join('\n');
}

/** For the README. */
export function restoreSection(report: RestoreReport): string {
  return [
    `The same database restored from one dump of ${megabytes(report.sqlBytes)} into an empty database, by a server that keeps its defaults for safety.`,
    aligned(restoreRows(report)),
    oneTableText(report),
    `Medians of ${report.rounds} rounds, measured on ${report.measuredAt.slice(0, 10)}: ${machineText(report.machine)}; ${report.server}.`,
  ].join('\n\n');
}

function restoreRows({ measurements }: RestoreReport): string[][] {
  return [
    ['restore', 'time', 'CPU', 'peak memory'],
    ...measurements.flatMap((run) => {
      const seconds = restoreSeconds(run);
      if (seconds === undefined) return [];
      const cpu = median(run.samples.map(({ cpuSeconds }) => cpuSeconds));
      const memory = median(run.samples.map(({ peakMemoryBytes }) => peakMemoryBytes));
      const name = run.name.replaceAll('|', '\\|');
      return [[name, `${seconds.toFixed(1)} s`, `${cpu.toFixed(1)} s`, megabytes(memory)]];
    }),
  ];
}

function oneTableText({ oneTable }: RestoreReport): string {
  const { rows, objectBytes, readBytes, seconds } = oneTable;
  return `One table of ${rows} rows out of an S3 object of ${megabytes(objectBytes)}: ${megabytes(readBytes)} read, ${seconds.toFixed(1)} s.`;
}
