/** The errors of a dump that can't be read, in one voice. */

import { DumpError } from '../errors.ts';

/** @param what - completes "it …", with what to do as a sentence of its own */
export function notADump(label: string, what: string): DumpError {
  return new DumpError('NOT_A_DUMP', `Could not read ${label}: it ${what}`);
}

/** @param where - for example "in the middle of a gzip member" */
export function truncated(label: string, where: string, cause?: unknown): DumpError {
  return new DumpError(
    'TRUNCATED_DUMP',
    `Could not read all of ${label}: it ends ${where}, so the rest of the dump is missing. Copy it ` +
      'again, or make a new dump.',
    { cause },
  );
}

/** @param what - for example "its gzip checksum is wrong" */
export function damaged(label: string, what: string, cause?: unknown): DumpError {
  return new DumpError(
    'DAMAGED_DUMP',
    `Could not read all of ${label}: ${what}, so it is not what was written. Copy it again, or make ` +
      'a new dump.',
    { cause },
  );
}
