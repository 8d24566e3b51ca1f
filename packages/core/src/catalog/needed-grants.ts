/** What an account lacks, beside the error that says so: all of it, and not only the first. */

import { DumpError } from '../errors.ts';

/** Privileges on something, in the form of GRANT. */
export interface NeededGrant {
  readonly privileges: readonly string[];
  /** `*.*`, `` `database`.* ``, `` `database`.`table` `` */
  readonly on: string;
}

const needs = new WeakMap<DumpError, readonly NeededGrant[]>();

/** An error `MISSING_PRIVILEGE`. */
export function missingPrivilege(message: string, needed: readonly NeededGrant[]): DumpError {
  const error = new DumpError('MISSING_PRIVILEGE', message);
  needs.set(error, needed);
  return error;
}

/** Empty where that is not known. */
export function neededFor(error: DumpError): readonly NeededGrant[] {
  return needs.get(error) ?? [];
}

/** As statements, one for each thing that is granted on. */
export function grantStatements(
  needed: readonly NeededGrant[],
  account: string,
): readonly string[] {
  const byScope = new Map<string, Set<string>>();
  for (const { privileges, on } of needed) {
    const known = byScope.get(on) ?? new Set();
    for (const privilege of privileges) known.add(privilege);
    byScope.set(on, known);
  }
  return [...byScope].flatMap(([on, privileges]) => {
    const wider = ['*.*', databaseScope(on)].filter((scope) => scope !== on);
    const left = [...privileges].filter(
      (privilege) => !wider.some((scope) => byScope.get(scope)?.has(privilege)),
    );
    return left.length === 0 ? [] : [`GRANT ${left.join(', ')} ON ${on} TO ${account}`];
  });
}

/** The scope of the database that a scope is in. */
function databaseScope(on: string): string {
  return on.replace(/^(`(?:[^`]|``)*`)\..*$/s, '$1.*');
}
