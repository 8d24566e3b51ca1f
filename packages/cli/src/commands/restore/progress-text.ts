/** The lines that tell how a restore goes on, and what it has restored. */

import type {
  RestoredTable,
  RestoreProgress,
  RestoreSummary,
  ServerWarnings,
} from '@dumpstream/core';
import { visible } from '../../error-text.ts';
import { formatBytes, formatCount, formatDuration } from '../../format.ts';
import { inputBar, shownName } from '../../progress/bar.ts';

/**
 * For example `█████░░░░░░░░░░░░░░░  25 %  orders  12,345 rows  1.2 MB  25.3 MB/s`, without the bar
 * where nobody knows how much there is to read.
 *
 * @param rate - bytes of SQL per second; `undefined` where it is not known yet
 */
export function progressLine(progress: RestoreProgress, rate: number | undefined): string {
  return [
    inputBar(progress.inputBytes, progress.inputBytesTotal),
    progress.table === undefined ? undefined : shownName(progress.table),
    formatCount(progress.rows, 'row'),
    formatBytes(progress.bytes),
    rate === undefined ? undefined : `${formatBytes(Math.round(rate))}/s`,
  ]
    .filter((part) => part !== undefined)
    .join('  ');
}

/** @param label - what was restored */
export function summaryLine(summary: RestoreSummary, label: string): string {
  const resumed = summary.resumed ? ', together with the restore before' : '';
  return (
    `${formatCount(summary.tables.length, 'table')}, ${formatCount(summary.rows, 'row')}, ` +
    `${formatBytes(summary.bytes)} of SQL in ${formatDuration(summary.durationMs)} ` +
    `from ${visible(label)}${resumed}`
  );
}

/** For example `shop.orders  12,345 rows`. */
export function tableLine({ database, table, rows }: RestoredTable): string {
  return `${visible(`${database}.${table}`)}  ${formatCount(rows, 'row')}`;
}

/** What the server has changed, each first of its kind in a line; none where it has changed nothing. */
export function serverWarningLines({ count, first }: ServerWarnings): readonly string[] {
  if (count === 0) return [];
  const several = count > first.length ? '; the first' : '';
  return [
    `the server has warned ${formatCount(count, 'time')} that it has not taken something as it is in the ` +
      `dump${several}:`,
    ...first.map(({ statement, database, table, code, message }) => {
      const about = table === undefined ? '' : `, ${database}.${table}`;
      return `statement ${statement}${about}: ${message} (${code})`;
    }),
  ];
}
