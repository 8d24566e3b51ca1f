/** What restore and verify say of a text that is not what was written. */

import { DumpError } from '../errors.ts';

/** For {@link truncatedText}. */
export const noEndMark = 'its end mark ("-- Dump completed") is';
export const noStatement = 'every statement is';

/**
 * @param label - of the dump, as a sentence begins
 * @param bytes - of SQL that there are
 * @param missing - completes "… missing", with its verb
 */
export function truncatedText(label: string, bytes: number, missing: string): DumpError {
  return new DumpError(
    'TRUNCATED_DUMP',
    `${label} is not whole: it ends after ${bytes} bytes of SQL, and ${missing} missing. ` +
      'Copy it again, or make a new dump.',
  );
}

/** A clause on a text that does not end where it should. */
export function goesOnBehind(end: number): string {
  return (
    `it goes on behind its end, which is at byte ${end}: something was appended, or two dumps were ` +
    'joined. Each must be a file of its own'
  );
}
