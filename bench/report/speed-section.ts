/** The README's table of dump programs, and where its figures come from. */

import { aligned } from '../../test/exactness/proof-table.ts';
import type { Comparison } from '../results.ts';
import { megabytes } from './sizes.ts';
import { findRow, type Row, summarize, yardstickBytes } from './summary.ts';
import { machineText, versionsText } from './where-from.ts';

/** Where the chart is, from the README's folder. */
export const chartPath = 'bench/speed.svg';

/** @throws Error where the comparison lacks what is compared first */
export function speedSection(comparison: Comparison): string {
  const mixed = comparison.workloads.find(({ name }) => name === 'mixed');
  if (mixed === undefined) throw new Error('The comparison lacks the workload "mixed".');
  const size = megabytes(yardstickBytes(comparison, 'mixed') ?? 0);
  return [
    `A database of ${mixed.description}, ${size} of SQL, dumped to a file. \`npm run bench\` makes it, and these figures.`,
    `![CPU and time of each program](${chartPath})`,
    aligned([
      ['', 'time', 'CPU', 'CPU per GB of SQL', 'peak memory', 'output'],
      ...summarize(comparison, 'mixed').map((row) => [
        row.program.name.replaceAll('|', '\\|'),
        `${row.wallSeconds.toFixed(1)} s`,
        `${row.cpuSeconds.toFixed(1)} s`,
        `${row.cpuPerGigabyte.toFixed(1)} s`,
        megabytes(row.peakMemoryBytes),
        row.outputBytes === 0 ? '–' : megabytes(row.outputBytes),
      ]),
    ]),
    ...otherWorkloads(comparison),
    explanation(comparison),
  ].join('\n\n');
}

/** Uncompressed, wall time and CPU. */
function otherWorkloads(comparison: Comparison): string[] {
  const others = comparison.workloads.filter(({ name }) => name !== 'mixed');
  if (others.length === 0) return [];
  const columns: readonly (readonly [string, (rows: readonly Row[]) => Row | undefined])[] = [
    ['dumpstream', (rows) => findRow(rows, { family: 'dumpstream', threads: 1 })],
    [
      'dumpstream on two connections',
      (rows) => findRow(rows, { family: 'dumpstream', threads: 2 }),
    ],
    ['mariadb-dump', (rows) => findRow(rows, { family: 'mariadb-dump' })],
    ['mydumper -t 2', (rows) => findRow(rows, { family: 'mydumper', threads: 2 })],
  ];
  const table = aligned([
    ['uncompressed, time and CPU', ...columns.map(([heading]) => heading)],
    ...others.map(({ name, description }) => {
      const rows = summarize(comparison, name);
      return [
        description,
        ...columns.map(([, find]) => {
          const row = find(rows);
          return row === undefined
            ? '–'
            : `${row.wallSeconds.toFixed(2)} s, ${row.cpuSeconds.toFixed(2)} s`;
        }),
      ];
    }),
  ]);
  return [table];
}

function explanation(comparison: Comparison): string {
  const { machine, rounds, server, notes, missing } = comparison;
  return [
    `Medians of ${rounds} rounds in which the programs took turns, measured on ${comparison.measuredAt.slice(0, 10)}: ${machineText(machine)}.`,
    `Server: ${server}, on the same machine. Programs: ${versionsText(comparison)}.`,
    'CPU is user and system time of the program and its children, not of the server; per GB of the SQL that mariadb-dump writes, for all programs alike.',
    'Memory is the largest resident size (VmHWM), which counts the program file itself.',
    ...notes,
    ...missing.map(({ name }) => `${name} was not there.`),
  ].join('\n');
}
