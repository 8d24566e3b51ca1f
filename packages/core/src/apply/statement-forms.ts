/** What a statement says beyond what is understood of it, by its first words. */

import type { Statement } from '../split/statement.ts';
import type { Understood } from '../understand/understood.ts';

export function isExecute({ bytes }: Statement): boolean {
  return /^\W*EXECUTE\b/i.test(bytes.toString('latin1', 0, 200));
}

/** Then the table may have been there before. */
export function isOnlyIfMissing({ bytes }: Statement): boolean {
  return /\bIF\s+NOT\s+EXISTS\b/i.test(bytes.toString('latin1', 0, 200));
}

/** After it not even the progress can be written down. */
export function makesReadOnly({ kind, object }: Understood, { bytes }: Statement): boolean {
  if (kind !== 'alter' || object !== 'database') return false;
  return /\bREAD\s+ONLY\s*=?\s*1\b/i.test(bytes.toString('latin1'));
}
