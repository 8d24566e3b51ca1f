/** Medians and ratios of what was measured. */

import type { Comparison, MeasuredProgram } from '../results.ts';

/** A program's figures for one workload: medians over the rounds. */
export interface Row {
  readonly program: MeasuredProgram;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** CPU seconds for each GB (10^9 bytes) of the same yardstick, see {@link yardstickBytes}. */
  readonly cpuPerGigabyte: number;
  readonly peakMemoryBytes: number;
  readonly outputBytes: number;
  /** (largest − smallest) / median of the wall times: how noisy it was. */
  readonly spread: number;
}

/** @throws RangeError where there are none */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (upper === undefined || lower === undefined) throw new RangeError('No median of nothing.');
  return (lower + upper) / 2;
}

/**
 * The size of the workload's SQL, by which all programs are judged alike: with its own size, a
 * program that writes more for the same rows would seem to be faster. It is mariadb-dump's, or where
 * that is missing dumpstream's.
 */
export function yardstickBytes(comparison: Comparison, workload: string): number | undefined {
  for (const family of ['mariadb-dump', 'dumpstream']) {
    const programs = comparison.programs.filter((program) => program.family === family);
    const measured = comparison.measurements.find(
      (candidate) =>
        candidate.workload === workload &&
        candidate.failed === undefined &&
        programs.some(({ name }) => name === candidate.program),
    );
    if (measured !== undefined) return measured.sqlBytes;
  }
  return undefined;
}

/** One row for each program that did the workload, in the order of the programs. */
export function summarize(comparison: Comparison, workload: string): Row[] {
  const bytes = yardstickBytes(comparison, workload) ?? Number.NaN;
  return comparison.programs.flatMap((program) => {
    const measurement = comparison.measurements.find(
      (candidate) => candidate.workload === workload && candidate.program === program.name,
    );
    const samples = measurement?.samples ?? [];
    if (measurement?.failed !== undefined || samples.length === 0) return [];
    const wall = samples.map(({ wallSeconds }) => wallSeconds);
    const cpuSeconds = median(samples.map((sample) => sample.cpuSeconds));
    return [
      {
        program,
        wallSeconds: median(wall),
        cpuSeconds,
        cpuPerGigabyte: cpuSeconds / (bytes / 1e9),
        peakMemoryBytes: median(samples.map((sample) => sample.peakMemoryBytes)),
        outputBytes: median(samples.map((sample) => sample.outputBytes)),
        spread: (Math.max(...wall) - Math.min(...wall)) / median(wall),
      },
    ];
  });
}

/** Finds a row by what its program is. */
export function findRow(
  rows: readonly Row[],
  wanted: Partial<Pick<MeasuredProgram, 'family' | 'compression' | 'threads'>>,
): Row | undefined {
  return rows.find(
    ({ program }) =>
      (wanted.family === undefined || program.family === wanted.family) &&
      (wanted.compression === undefined || program.compression === wanted.compression) &&
      (wanted.threads === undefined || program.threads === wanted.threads),
  );
}
