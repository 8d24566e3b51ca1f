/** The progress bar on a terminal's standard error, and the line that stands there at the end. */

// Why ora: it is released regularly, leaves Ctrl-C alone (`discardStdin: false`) and leaves the text
// to us, so a bar can stand at 99 % when the server's estimate is exceeded. cli-progress has had no
// release since 2023. @clack/prompts' progress() puts the terminal into raw mode and answers Ctrl-C
// with process.exit(0): a cut-off dump would look like a good one, and nothing could be cleaned up.
import type { DumpProgress, DumpStream, DumpSummary } from '@dumpstream/core';
import { visible } from './error-text.ts';
import { formatBytes, formatCount, formatDuration } from './format.ts';

/** Shows how a dump goes on. */
export interface ProgressDisplay {
  /** Follows a stream from now on. */
  follow(stream: DumpStream): void;
  /** Leaves one line that tells what was written. */
  succeed(summary: DumpSummary, label: string): void;
  /** Clears the bar, so that an error stands alone. */
  clear(): void;
}

const barWidth = 20;
const longestName = 30;

/** What the bar and its numbers need. A pseudo-terminal that nobody gave a size to has 0 columns. */
const narrowestTerminal = 60;

/**
 * Draws a bar on a terminal, and nothing at all elsewhere.
 *
 * @param wanted - `false` draws nothing on a terminal either
 */
export async function showProgress(wanted: boolean): Promise<ProgressDisplay> {
  // ora 9.4 never returns from clearing a line that is 0 columns wide.
  const fits = process.stderr.isTTY && process.stderr.columns >= narrowestTerminal;
  if (!wanted || !fits) return { follow() {}, succeed() {}, clear() {} };
  // Not loaded where nothing is drawn.
  const { default: ora } = await import('ora');
  const spinner = ora({ stream: process.stderr, discardStdin: false, text: 'connecting' });
  return {
    follow(stream) {
      spinner.start();
      stream.on('progress', (progress) => {
        spinner.text = progressLine(progress);
      });
    },
    succeed(summary, label) {
      spinner.succeed(summaryLine(summary, label));
    },
    clear() {
      spinner.stop();
    },
  };
}

/** For example `█████░░░░░░░░░░░░░░░  25 %  orders  12,345 rows  1.2 MB`. */
export function progressLine(progress: DumpProgress): string {
  const share = progress.estimatedRows === 0 ? 0 : progress.rows / progress.estimatedRows;
  // InnoDB's estimate may be far too small: the bar waits at 99 % then, and only the end is 100 %.
  const done = progress.tablesTotal > 0 && progress.tablesDone === progress.tablesTotal;
  const percent = done ? 100 : Math.min(99, Math.floor(share * 100));
  const filled = Math.floor((percent / 100) * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  const name = progress.table === undefined ? '' : `  ${shorten(visible(progress.table))}`;
  return `${bar} ${String(percent).padStart(3)} %${name}  ${formatCount(progress.rows, 'row')}  ${formatBytes(progress.bytes)}`;
}

function summaryLine(summary: DumpSummary, label: string): string {
  const size = formatBytes(summary.outputBytes);
  const broken = summary.brokenViews.length;
  const doubtful = summary.doubtfulMembers.map(
    ({ database, table, column, member }) => `${database}.${table}.${column} (${member})`,
  );
  const note = [
    broken === 0 ? '' : `, ${formatCount(broken, 'broken view')} as comments`,
    doubtful.length === 0
      ? ''
      : `, members that may be shown inexactly: ${visible(doubtful.join(', '))}`,
  ].join('');
  return `${formatCount(summary.tables.length, 'table')}, ${formatCount(summary.rows, 'row')}${note}, ${size} in ${formatDuration(summary.durationMs)} to ${visible(label)}`;
}

function shorten(name: string): string {
  const characters = [...name];
  return characters.length <= longestName
    ? name
    : `${characters.slice(0, longestName - 1).join('')}…`;
}
