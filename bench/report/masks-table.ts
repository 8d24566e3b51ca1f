/** What masks cost as a table, for a terminal. */

import type { MaskMeasurement, MaskReport } from '../masks/masks.ts';
import { median } from './summary.ts';
import { align } from './terminal-table.ts';

/** What a masked column adds to a dump of the same rows. */
export interface MaskCost {
  readonly name: string;
  readonly rowsPerSecond: number;
  /** CPU of the dump, in times of the one without masks. */
  readonly cpuRatio: number;
  /** Microseconds of CPU for each masked value; `undefined` where nothing is masked. */
  readonly perValue: number | undefined;
}

/**
 * Ratios are taken within a round, whose runs come one after another, and the median of them counts:
 * so a machine that has other work for a while changes little.
 */
export function maskCosts({ rows, measurements }: MaskReport): readonly MaskCost[] {
  const [plain] = measurements;
  if (plain === undefined) return [];
  const plainCpu = median(plain.samples.map(({ cpuSeconds }) => cpuSeconds));
  return measurements.map((measurement) => {
    const { name, maskedColumns, samples } = measurement;
    const cpuRatio = median(ratios(measurement, plain));
    return {
      name,
      rowsPerSecond: rows / median(samples.map(({ wallSeconds }) => wallSeconds)),
      cpuRatio,
      perValue:
        maskedColumns === 0
          ? undefined
          : ((cpuRatio - 1) * plainCpu * 1e6) / (rows * maskedColumns),
    };
  });
}

function ratios({ samples }: MaskMeasurement, plain: MaskMeasurement): readonly number[] {
  return samples.flatMap(({ cpuSeconds }, round) => {
    const base = plain.samples[round]?.cpuSeconds;
    return base === undefined ? [] : [cpuSeconds / base];
  });
}

/** For a terminal. */
export function masksTable(report: MaskReport): string {
  const rows = maskCosts(report).map(({ name, rowsPerSecond, cpuRatio, perValue }) => [
    name,
    Math.round(rowsPerSecond).toLocaleString('en-US'),
    cpuRatio.toFixed(2),
    perValue === undefined ? '' : perValue.toFixed(1),
  ]);
  return align([['masked', 'rows/s', 'CPU ratio', 'µs per value'], ...rows]).join('\n');
}
