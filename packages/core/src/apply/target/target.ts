/** Where statements of the dump may write to: which are run, left out, or refused. */

import { DumpError } from '../../errors.ts';
import { quoteIdentifier } from '../../sql/identifier.ts';
import type { Understood } from '../../understand/understood.ts';

/** What becomes of a statement. */
export type Route =
  | { readonly action: 'run' }
  /** Where it names one of these databases, it is to name the other. */
  | { readonly action: 'rename'; readonly from: readonly string[]; readonly to: string }
  /** `warning`: worth telling, once. */
  | { readonly action: 'leaveOut'; readonly warning?: string }
  | { readonly action: 'refuse'; readonly reason: string };

export const run: Route = { action: 'run' };
export const leaveOut: Route = { action: 'leaveOut' };

export interface TargetRules {
  readonly force: boolean;
  /** Names that differ in case alone are the same. */
  readonly caseInsensitive: boolean;
}

/** Knows which database is the current one as the dump goes, and which may be written to. */
export abstract class Target {
  protected readonly rules: TargetRules;

  constructor(rules: TargetRules) {
    this.rules = rules;
  }

  /** The database that statements without a name go into; `undefined` before the dump has said it. */
  abstract get current(): string | undefined;

  /** Names of that database: also the dump's own. */
  abstract get names(): readonly (string | undefined)[];

  /** What becomes of a statement whose place in the dump has come. */
  abstract route(understood: Understood): Route;

  /** Whether the dump may write to a database of that name (of the dump's own). */
  abstract takes(database: string): boolean;

  /** The target's name of a database that the dump names. */
  abstract nameOf(database: string): string;

  /** Whether a database of the target, by its name there, may be written to. */
  abstract mayWriteTo(database: string): boolean;

  /**
   * Names of the option `databases` that the dump does not hold.
   *
   * @param databases - of the dump; by default those that it has named so far
   */
  missingOf(_databases?: Iterable<string>): readonly string[] {
    return [];
  }

  protected same(a: string, b: string): boolean {
    return a === b || (this.rules.caseInsensitive && a.toLowerCase() === b.toLowerCase());
  }
}

export function severalDatabases(names: readonly string[]): DumpError {
  return new DumpError(
    'INVALID_OPTION',
    `The dump names several databases: ${names.map(quoteIdentifier).join(', ')}. They can't all go ` +
      "into one; use the option databases: 'all', or a list of those to restore, under their own " +
      'names.',
  );
}

export function unnamedDatabase(): DumpError {
  return new DumpError(
    'INVALID_OPTION',
    'The dump does not say which database it is of, as it was made to go into any. Use the option ' +
      'database in place of databases.',
  );
}
