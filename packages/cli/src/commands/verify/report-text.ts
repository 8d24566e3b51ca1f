/** The result of `verify`, as people read it. */

import type { DumpDifference, DumpProducer, VerifyReport } from '@dumpstream/core';
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
  const vouched = report.manifest
    ? 'rows and checksums are those of its manifest'
    : `by ${producers[report.producer]}, without a manifest: compression, statements and end mark were checked`;
  return `Whole: ${label} (${size}; read in ${formatDuration(report.durationMs)}); ${vouched}`;
}

function comparison({ differences }: VerifyReport, compared: string): readonly string[] {
  if (differences.length === 0) return [`Equal: ${compared}`];
  return [`Different: ${compared}`, ...differences.map(differenceLine)];
}

/** For example `  rows of table shop.orders, first at id = 42: …`. */
function differenceLine(difference: DumpDifference): string {
  const { kind, object, database, name, key, message } = difference;
  const what = object === 'database' ? name : `${database}.${name}`;
  const place = key === undefined ? '' : `, first at ${key}`;
  return `  ${kind}: ${object} ${what}${place}: ${message}`;
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
