/** How long reading a dump back takes, so that no time is promised that is not there. */

import type { CompressionName } from '@dumpstream/core';

/**
 * CPU time of a verification for each second of CPU of the dump, rounded up: a function has so little
 * CPU that it is what counts. Measured: 0.46, 0.69 and 0.96.
 */
const shares: Readonly<Record<CompressionName, number>> = { gzip: 0.5, zstd: 0.75, none: 1 };

/** @returns seconds for each second that making the dump takes */
export function readBackShare(compress: CompressionName): number {
  return shares[compress];
}
