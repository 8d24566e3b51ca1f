/** Values that are not what the rule of their column is for. */

import type { Keyed } from './keyed.ts';
import type { MaskedColumn } from './rule.ts';
import { redactRule } from './rules/redact.ts';
import { strayError } from './stray-error.ts';

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
    if (column.unique) throw strayError(column, what);
    return redact(value, { column: () => null });
  };
}
