/** `restore()`: the door to the way back. */

import { checkRestoreOptions } from './apply/check-options.ts';
import { checkMaskCanBeKnown } from './apply/required-mask.ts';
import { runRestore } from './apply/restore-run.ts';
import type { RestoreOptions } from './restore-options.ts';
import type { RestoreSummary } from './restore-summary.ts';
import type { DumpInput } from './source/dump-source.ts';

/**
 * Restores a dump into a database: one of ours, of mysqldump, mariadb-dump, or a single file of
 * mydumper; plain, gzip or zstd.
 *
 * @param input - a `Readable` or another iterable of bytes, or a `DumpSource`
 * @throws DumpError `INVALID_OPTION`, `TARGET_NOT_EMPTY`, `REFUSED_STATEMENT`, `STATEMENT_FAILED`,
 *   `STATEMENT_TOO_LARGE`, `MISSING_PRIVILEGE`, `CONNECTION_LOST`, `TRUNCATED_DUMP`, `DAMAGED_DUMP`,
 *   `CANNOT_RESUME`, `NOT_MASKED`, `ABORTED` and others; what the input throws. The message tells what is in the
 *   target by then.
 */
export async function restore(input: DumpInput, options: RestoreOptions): Promise<RestoreSummary> {
  checkRestoreOptions(options);
  checkMaskCanBeKnown(input, options.requireMask);
  return runRestore(input, options);
}
