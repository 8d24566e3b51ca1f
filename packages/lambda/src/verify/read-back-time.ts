/** How long reading a dump back takes, so that no time is promised that is not there. */

import type { CompressionName } from '@dumpstream/core';

const shares: Readonly<Record<CompressionName, number>> = { gzip: 0.4, zstd: 0.6, none: 0.8 };

/** @returns seconds for each second that making the dump takes */
export function readBackShare(compress: CompressionName): number {
  return shares[compress];
}
