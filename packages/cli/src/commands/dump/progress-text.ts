/** The lines that tell how a dump goes on, and what it has written. */

import type { DumpProgress, DumpSummary } from '@dumpstream/core';
import { visible } from '../../error-text.ts';
import { formatBytes, formatCount, formatDuration } from '../../format.ts';
import { bar, shownName } from '../../progress/bar.ts';

/** For example `█████░░░░░░░░░░░░░░░  25 %  orders  12,345 rows  1.2 MB`. */
export function progressLine(progress: DumpProgress): string {
  if (progress.subsetKeys !== undefined) return findingLine(progress, progress.subsetKeys);
  const share = progress.estimatedRows === 0 ? 0 : progress.rows / progress.estimatedRows;
  // InnoDB's estimate may be far too small: the bar waits at 99 % then, and only the end is 100 %.
  const done = progress.tablesTotal > 0 && progress.tablesDone === progress.tablesTotal;
  const percent = done ? 100 : Math.min(99, Math.floor(share * 100));
  const name = progress.table === undefined ? '' : `  ${shownName(progress.table)}`;
  return `${bar(percent)}${name}  ${formatCount(progress.rows, 'row')}  ${formatBytes(progress.bytes)}`;
}

/** For example `finding rows of the subset  customers  123,000 keys`: nobody knows how many there will be. */
function findingLine({ table }: DumpProgress, keys: number): string {
  const name = table === undefined ? '' : `  ${shownName(table)}`;
  return `finding rows of the subset${name}  ${formatCount(keys, 'key')}`;
}

/** What of a summary is told. */
type ToldSummary = Pick<
  DumpSummary,
  'outputBytes' | 'brokenViews' | 'doubtfulMembers' | 'tables' | 'rows' | 'durationMs'
>;

/** @param label - where it was written to */
export function summaryLine(summary: ToldSummary, label: string): string {
  const size = formatBytes(summary.outputBytes);
  const broken = summary.brokenViews.length;
  const doubtful = summary.doubtfulMembers.map(
    ({ database, table, column, member }) => `${database}.${table}.${column} (${member})`,
  );
  const masked = summary.tables.reduce(
    (sum, { maskedColumns = [] }) => sum + maskedColumns.length,
    0,
  );
  const note = [
    masked === 0 ? '' : `, ${formatCount(masked, 'column')} masked`,
    broken === 0 ? '' : `, ${formatCount(broken, 'broken view')} as comments`,
    doubtful.length === 0
      ? ''
      : `, members that may be shown inexactly: ${visible(doubtful.join(', '))}`,
  ].join('');
  return `${formatCount(summary.tables.length, 'table')}, ${formatCount(summary.rows, 'row')}${note}, ${size} in ${formatDuration(summary.durationMs)} to ${visible(label)}`;
}
