/** What is said where there is nothing to go on with. */

import { DumpError } from '../../errors.ts';

export const anotherDump = 'what is in the target was begun from another dump';

export function cannotResume(reason: string): DumpError {
  return new DumpError(
    'CANNOT_RESUME',
    `There is nothing to go on with: ${reason}. Restore into an empty database, or use the option ` +
      'force in place of resume to begin anew.',
  );
}
