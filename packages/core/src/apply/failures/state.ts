/** What is in the target when a restore has failed, as a sentence. */

import { quoteIdentifier } from '../../sql/identifier.ts';

export interface ReachedState {
  /** Databases that were written to. */
  readonly databases: readonly string[];
  /** Up to this statement all is there. */
  readonly last: number;
  /** Whether rows of later ones may be there as well. */
  readonly several: boolean;
  readonly resumable: boolean;
  /** Statements that make the keys that large tables are without by now. */
  readonly missingKeys: readonly string[];
}

export const nothingWritten = 'Nothing was written.';

export function stateOf(reached: ReachedState): string {
  const { databases, last, several, resumable, missingKeys } = reached;
  if (databases.length === 0) return nothingWritten;
  const names = databases.map(quoteIdentifier).join(', ');
  const where = `in the database${databases.length > 1 ? 's' : ''} ${names}`;
  const rows =
    last < 1
      ? `A part of the first statements may be ${where}`
      : `Statements 1 to ${last} are ${where}${several ? ', and perhaps rows of later ones' : ''}`;
  const next = resumable
    ? 'go on from there with the option resume, or begin anew with force'
    : 'begin anew in an empty database, or with the option force where the dump drops what it makes';
  const keys =
    missingKeys.length === 0
      ? ''
      : ' Keys are missing, as they are added when all rows of a table are there: ' +
        `${resumable ? 'resume adds them' : 'nothing else adds them'} (${missingKeys.join('; ')}).`;
  return `${rows}; ${next}.${keys}`;
}
