/** The figures as tables for a terminal. */

import type { Comparison } from '../results.ts';
import { megabytes } from './sizes.ts';
import { findRow, type Row, summarize, yardstickBytes } from './summary.ts';

const COLUMNS = ['', 'wall', '×', 'CPU', '×', 'CPU/GB', 'memory', 'output', 'spread'];

/** With less SQL, what a program does once is most of it, and a figure for each GB says nothing. */
const FEWEST_BYTES = 50e6;

/** All workloads with their tables, and what failed. */
export function terminalReport(comparison: Comparison): string {
  const parts = comparison.workloads.map(({ name, description }) => {
    const bytes = yardstickBytes(comparison, name);
    const size = bytes === undefined ? '' : `, ${megabytes(bytes)} of SQL`;
    const failures = comparison.measurements
      .filter((measurement) => measurement.workload === name && measurement.failed !== undefined)
      .map(({ program, failed }) => `${program}: failed, ${failed}`);
    return [
      `${name}: ${description}${size}`,
      ...align([COLUMNS, ...tableRows(summarize(comparison, name), bytes ?? 0)]),
      ...failures,
    ].join('\n');
  });
  return [
    ...parts,
    "×: how many times mariadb-dump's uncompressed dump. spread: of the wall times, in percent.",
    ...comparison.missing.map(({ name, missing }) => `${name} is missing: ${missing}.`),
    ...comparison.notes,
  ].join('\n\n');
}

function tableRows(rows: readonly Row[], sqlBytes: number): string[][] {
  const base = findRow(rows, { family: 'mariadb-dump', compression: 'none' });
  return rows.map((row) => [
    row.program.name,
    `${row.wallSeconds.toFixed(2)} s`,
    ratio(row.wallSeconds, base?.wallSeconds),
    `${row.cpuSeconds.toFixed(2)} s`,
    ratio(row.cpuSeconds, base?.cpuSeconds),
    sqlBytes < FEWEST_BYTES ? '–' : row.cpuPerGigabyte.toFixed(2),
    megabytes(row.peakMemoryBytes),
    row.outputBytes === 0 ? '–' : megabytes(row.outputBytes),
    `${Math.round(row.spread * 100)}%`,
  ]);
}

function ratio(value: number, base: number | undefined): string {
  return base === undefined ? '' : (value / base).toFixed(2);
}

/** Pads the cells to columns: the first to the left, the others to the right. */
export function align(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, index) =>
        index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
