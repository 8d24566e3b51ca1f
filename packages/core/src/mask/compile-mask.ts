/** Makes of a column's mask what masks its values, and lets nothing else out. */

import { DumpError } from '../errors.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import { type ColumnMask, ruleName } from './column-mask.ts';
import { invalidMask } from './invalid-mask.ts';
import type { Keyed } from './keyed.ts';
import { outputCheck } from './masked-output.ts';
import { rememberingMask } from './repeated-values.ts';
import type { MaskValue, RuleDefinition } from './rule.ts';
import { maskRules } from './rules.ts';

/**
 * @returns throws `INVALID_MASK` for a value that can't be masked, or that the column can't hold when
 *   it is; the message tells nothing of the value, and has no cause that might
 */
export function compileMask(
  mask: ColumnMask,
  keyed: Keyed,
  rules: ReadonlyMap<string, RuleDefinition> = maskRules,
): MaskValue {
  const compiled = maskValueOf(mask, keyed, rules);
  const outputProblem = outputCheck(mask.column);
  const checked: MaskValue = (value, row) => {
    let masked: string | Buffer | null;
    try {
      masked = compiled(value, row);
    } catch (error) {
      // A rule of this package tells what is wrong without telling the value; a function might not.
      if (error instanceof DumpError && typeof mask.rule !== 'function') {
        throw error.code === 'INVALID_MASK' ? invalidMask(error.message, mask) : error;
      }
      throw failed(mask, `failed (${error instanceof Error ? error.name : typeof error})`);
    }
    masked = inItsForm(mask, value, masked);
    const problem = outputProblem(masked);
    if (problem !== undefined) throw failed(mask, `made a value which ${problem}`);
    return masked;
  };
  const isOfValue = mask.reads.length === 0 && typeof mask.rule !== 'function';
  return isOfValue ? rememberingMask(checked) : checked;
}

function maskValueOf(
  { column, rule, parameters }: ColumnMask,
  keyed: Keyed,
  rules: ReadonlyMap<string, RuleDefinition>,
): MaskValue {
  if (typeof rule === 'function') {
    const names = { database: column.database, table: column.table, column: column.name };
    return (value) => rule(value, names);
  }
  const definition = rules.get(rule);
  if (definition === undefined) throw new DumpError('INTERNAL', `There is no rule "${rule}".`);
  return definition.compile(column, parameters, keyed);
}

/** Text for text, bytes for bytes. A function may return either. */
function inItsForm(
  mask: ColumnMask,
  value: string | Buffer,
  masked: unknown,
): string | Buffer | null {
  if (masked === null) return null;
  const isText = typeof masked === 'string';
  if (!isText && !Buffer.isBuffer(masked)) {
    throw failed(mask, 'made something that is neither text nor bytes');
  }
  if (typeof value === 'string') return isText ? masked : masked.toString();
  return isText ? Buffer.from(masked) : masked;
}

function failed({ column, rule, pattern }: ColumnMask, what: string): DumpError {
  const table = qualifiedName({ database: column.database, name: column.table });
  return invalidMask(
    `The rule ${ruleName(rule)} of column ${quoteIdentifier(column.name)} of table ${table} ${what}. ` +
      'The value is not told, since it is to be masked.',
    { pattern },
  );
}
