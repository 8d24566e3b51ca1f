/** The parts that the lines of all progress bars are made of. */

import { visible } from '../error-text.ts';

const barWidth = 20;
const longestName = 30;

/** For example `█████░░░░░░░░░░░░░░░  25 %`. */
export function bar(percent: number): string {
  const filled = Math.floor((percent / 100) * barWidth);
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${String(percent).padStart(3)} %`;
}

/**
 * The bar for bytes of an input: `undefined` where nobody knows how many there are. It waits at 99 %
 * until all has been read.
 */
export function inputBar(bytes: number, total: number | undefined): string | undefined {
  if (total === undefined || total === 0) return undefined;
  return bar(bytes >= total ? 100 : Math.min(99, Math.floor((bytes / total) * 100)));
}

/** The name of a table, fit for a line of a terminal. */
export function shownName(name: string): string {
  const characters = [...visible(name)];
  return characters.length <= longestName
    ? characters.join('')
    : `${characters.slice(0, longestName - 1).join('')}…`;
}
