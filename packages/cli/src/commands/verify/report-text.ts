/** The result of `verify`, as people read it. */

import type { DumpProducer, VerifyReport } from '@dumpstream/core';
import { visible } from '../../error-text.ts';
import { formatBytes, formatCount, formatDuration } from '../../format.ts';
import { columns } from '../../table-text.ts';

const producers: Readonly<Record<DumpProducer, string>> = {
  dumpstream: 'dumpstream',
  mysqldump: 'mysqldump',
  'mariadb-dump': 'mariadb-dump',
  mydumper: 'mydumper',
  unknown: 'an unknown program',
};

/**
 * @param shown - `label`: what was read; `compared`: with which database it was compared, absent
 *   where it was only read; `tables`: whether each table has a line
 * @returns without a line end
 */
export function reportText(
  report: VerifyReport,
  shown: {
    readonly label: string;
    readonly compared: string | undefined;
    readonly tables: boolean;
  },
): string {
  const lines: string[] = [];
  if (shown.tables && report.tables.length > 0) lines.push(...tableLines(report), '');
  lines.push(wholeLine(report, shown.label));
  if (shown.compared !== undefined) lines.push(...comparison(report, shown.compared));
  return lines.map(visible).join('\n');
}

function wholeLine(report: VerifyReport, label: string): string {
  const compression = report.compression === 'none' ? '' : `${report.compression}, `;
  const size =
    `${compression}${formatCount(report.tables.length, 'table')}, ${formatCount(report.rows, 'row')}, ` +
    `${formatBytes(report.bytes)} of SQL`;
  const verdict = report.manifest || report.endMark ? 'Whole' : 'No damage found';
  return `${verdict}: ${label} (${size}; read in ${formatDuration(report.durationMs)}); ${vouched(report)}`;
}

function vouched({ manifest, producer, endMark }: VerifyReport): string {
  if (manifest) return 'rows and checksums are those of its manifest';
  const by = `by ${producers[producer]}, without a manifest`;
  return endMark
    ? `${by}: compression, statements and end mark were checked`
    : `${by} and without an end mark: compression and statements were checked, and nothing tells ` +
        'whether more should follow';
}

function comparison(report: VerifyReport, compared: string): readonly string[] {
  const { differences, comparison } = report;
  const rows = comparison === undefined ? '' : ` (${formatCount(comparison.rows, 'row')}`;
  const presence =
    comparison?.definitions === 'presence'
      ? '; of definitions only whether they are there, as another server writes them otherwise'
      : '';
  const extent = rows === '' ? '' : `${rows}${presence})`;
  if (differences.length === 0) return [`Equal: ${compared}${extent}`];
  const more = differenceCount(report) - differences.length;
  return [
    `Different: ${compared}${extent}`,
    // Each is a sentence with the name of the thing, and the key of the row.
    ...differences.map(({ message }) => `  ${message}`),
    ...(more > 0 ? [`  and ${formatCount(more, 'difference')} more`] : []),
  ];
}

/** All of them, also those that are not in the report. */
export function differenceCount({ differences, comparison }: VerifyReport): number {
  return comparison?.differences ?? differences.length;
}

function tableLines({ tables }: VerifyReport): readonly string[] {
  return columns(
    tables.map(({ database, table, rows, bytes }) => [
      visible(database === undefined ? table : `${database}.${table}`),
      formatCount(rows, 'row'),
      formatBytes(bytes),
    ]),
    [1, 2],
  );
}
