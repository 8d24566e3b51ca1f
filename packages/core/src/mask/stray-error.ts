/** The error for a value that a mask can't keep different from all others. */

import { DumpError } from '../errors.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { MaskedColumn } from './rule.ts';

/** @param what - the rule is for, for the message; the value is not told */
export function strayError(column: MaskedColumn, what: string): DumpError {
  const table = qualifiedName({ database: column.database, name: column.table });
  return new DumpError(
    'INVALID_MASK',
    `The unique column ${quoteIdentifier(column.name)} of table ${table} holds a value that is ` +
      `no ${what}, which its mask can't keep different from all others: give the column another rule.`,
  );
}
