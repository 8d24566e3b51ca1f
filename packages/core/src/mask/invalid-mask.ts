/** Errors that tell which entries of the policy they are about. */

import { DumpError, type PolicyPath } from '../errors.ts';
import type { ParsedRule } from './column-mask.ts';

/** @param rules - those that don't fit; an undefined one, of a column that is kept, has no entry */
export function invalidMask(
  message: string,
  ...rules: readonly (Pick<ParsedRule, 'pattern'> | undefined)[]
): DumpError {
  return invalidEntries(message, entriesOf(...rules));
}

/** Where the rules stand, each once. */
export function entriesOf(
  ...rules: readonly (Pick<ParsedRule, 'pattern'> | undefined)[]
): readonly PolicyPath[] {
  const patterns = new Set(rules.flatMap((rule) => rule?.pattern ?? []));
  return [...patterns].map((pattern) => ['columns', pattern]);
}

export function invalidEntries(message: string, policyPaths: readonly PolicyPath[]): DumpError {
  return new DumpError('INVALID_MASK', message, policyPaths.length === 0 ? {} : { policyPaths });
}
