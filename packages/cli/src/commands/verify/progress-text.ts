/** The line that tells how the reading of a dump goes on. */

import type { VerifyProgress } from '@dumpstream/core';
import { formatBytes, formatCount } from '../../format.ts';
import { inputBar } from '../../progress/bar.ts';

/** @param rate - bytes of SQL per second; `undefined` where it is not known yet */
export function progressLine(progress: VerifyProgress, rate: number | undefined): string {
  return [
    inputBar(progress.inputBytes, progress.inputBytesTotal),
    formatCount(progress.rows, 'row'),
    formatBytes(progress.bytes),
    rate === undefined ? undefined : `${formatBytes(Math.round(rate))}/s`,
  ]
    .filter((part) => part !== undefined)
    .join('  ');
}
