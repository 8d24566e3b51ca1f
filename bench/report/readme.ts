/** The README's section on speed: table, chart and where they come from. */

import { aligned } from '../../test/exactness/proof-table.ts';
import type { MemoryMeasurement, MemoryReport } from '../memory/memory.ts';
import type { RestoreReport } from '../restore/restores.ts';
import type { Comparison, Results } from '../results.ts';
import { restoreSection } from './restore-table.ts';
import { mebibytes, megabytes } from './sizes.ts';
import { findRow, type Row, summarize, yardstickBytes } from './summary.ts';
import { machineText, versionsText } from './where-from.ts';

const START = '<!-- speed -->';
const END = '<!-- /speed -->';

/** The section goes before this heading where the README has none yet. */
const NEXT_HEADING = '\n## Proof\n';

/** Where the chart is, from the README's folder. */
export const chartPath = 'bench/speed.svg';

/**
 * The README with the figures between its two marks. Where it has no section on speed yet, one is
 * put in.
 *
 * @throws Error where no comparison was measured, or there is no place for the section
 */
export function withSpeed(readme: string, results: Results): string {
  const { comparison, memory, restore } = results;
  if (comparison === undefined) throw new Error('There is no comparison to put into the README.');
  const content = `${START}\n\n${section(comparison, memory, restore)}\n\n${END}`;
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)];
  if (start >= 0 && end > start) {
    return readme.slice(0, start) + content + readme.slice(end + END.length);
  }
  const at = readme.indexOf(NEXT_HEADING);
  if (at < 0) throw new Error(`The README has neither ${START} … ${END} nor "${NEXT_HEADING}".`);
  return `${readme.slice(0, at)}\n## Speed\n\n${content}\n${readme.slice(at)}`;
}

function section(
  comparison: Comparison,
  memory: MemoryReport | undefined,
  restore: RestoreReport | undefined,
): string {
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
    ...(memory === undefined ? [] : [memorySection(memory)]),
    ...(restore === undefined ? [] : [restoreSection(restore)]),
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

function memorySection({ machine, server, measurements, steps }: MemoryReport): string {
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
