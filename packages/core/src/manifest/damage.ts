/** What is told of a manifest that is not what was written. */

import { DumpError } from '../errors.ts';

/** @param what - a clause: what is wrong */
export function damagedManifest(what: string): DumpError {
  return new DumpError(
    'DAMAGED_DUMP',
    `The manifest at the end of the dump is not what was written: ${what}. Fetch the dump again, or ` +
      'use another one.',
  );
}
