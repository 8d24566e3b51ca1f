/** Values that are not what the rule of their column is for. */

import { DumpError } from '../errors.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { Keyed } from './keyed.ts';
import type { MaskedColumn } from './rule.ts';
import { redactRule } from './rules/redact.ts';

/**
 * A column of UUIDs or addresses may hold something else as well. It is redacted; but in a unique
 * column, where it might become what another value becomes, it ends the dump.
 *
 * @param what - the rule is for, for the message
 */
export function strayMask(
  column: MaskedColumn,
  keyed: Keyed,
  what: string,
): (value: string | Buffer) => string | Buffer | null {
  const redact = redactRule.compile(column, {}, keyed);
  return (value) => {
    if (column.unique) {
      const table = qualifiedName({ database: column.database, name: column.table });
      throw new DumpError(
        'INVALID_MASK',
        `The unique column ${quoteIdentifier(column.name)} of table ${table} holds a value that is ` +
          `no ${what}, which its mask can't keep different from all others: give the column another rule.`,
      );
    }
    return redact(value, { column: () => null });
  };
}
