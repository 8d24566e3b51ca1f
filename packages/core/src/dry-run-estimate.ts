/** Guesses the size of a dump, and the time that it takes, from the server's statistics. */

import type { DryRunEstimate, DryRunTable } from './dry-run-report.ts';
import type { CompressionName, DumpOptions } from './options.ts';

/**
 * Bytes of SQL for each byte of data pages: a page has room to spare and a row some 20 bytes of its
 * own, while SQL writes numbers in digits and values in quotes. Measured on MySQL 8.4 and MariaDB
 * 10.11: 0.86 for rows of four small numbers, 0.92 with text and JSON, 0.83 with blobs.
 */
const sqlPerPageByte = 0.9;

/** Bytes of SQL in a second on 2 cores with the server among them, and what is left of each byte. */
const compression: Readonly<
  Record<CompressionName, { readonly bytesPerSecond: number; readonly ratio: number }>
> = {
  // `npm run bench`: 634 MB in 3.7, 9.2 and 4.3 seconds, to 629, 211 and 185 MB.
  none: { bytesPerSecond: 170e6, ratio: 1 },
  gzip: { bytesPerSecond: 68e6, ratio: 0.34 },
  zstd: { bytesPerSecond: 146e6, ratio: 0.29 },
};

/** The same: 2,000 tables of ten rows in 2.4 seconds. */
const secondsPerTable = 0.0012;

/** @param definitionBytes - of all that is not rows */
export function estimateDump(
  tables: readonly DryRunTable[],
  definitionBytes: number,
  { compress = 'none', maxRate = Number.POSITIVE_INFINITY }: DumpOptions,
): DryRunEstimate {
  const sum = (of: (table: DryRunTable) => number): number =>
    tables.reduce((total, table) => total + of(table), 0);
  const { bytesPerSecond, ratio } = compression[compress];
  // An empty table has a page.
  const pageBytes = sum((table) => (table.estimatedRows > 0 ? table.estimatedBytes : 0));
  const bytes = Math.round(definitionBytes + sqlPerPageByte * pageBytes);
  return {
    rows: sum((table) => table.estimatedRows),
    bytes,
    outputBytes: Math.round(bytes * ratio),
    seconds: bytes / Math.min(bytesPerSecond, maxRate) + tables.length * secondsPerTable,
  };
}
