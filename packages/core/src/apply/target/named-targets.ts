/** Where statements go that go into databases of the names that the dump gives them. */

import type { RestoreOptions } from '../../restore-options.ts';
import { quoteIdentifier } from '../../sql/identifier.ts';
import { targetsOf } from '../../understand/targets.ts';
import type { Understood } from '../../understand/understood.ts';
import { leaveOut, type Route, run, Target, type TargetRules, unnamedDatabase } from './target.ts';

/** Everything goes into databases with the names that the dump gives them. */
export class NamedTargets extends Target {
  readonly #allowed: readonly string[] | 'all';
  readonly #isThere: (database: string) => boolean;
  readonly #found = new Set<string>();
  #current: string | undefined;
  #skipped = false;

  /** @param isThere - whether the target has a database of that name by now */
  constructor(
    allowed: Exclude<RestoreOptions['databases'], undefined>,
    rules: TargetRules,
    isThere: (database: string) => boolean,
  ) {
    super(rules);
    this.#allowed = allowed;
    this.#isThere = isThere;
  }

  get current(): string | undefined {
    return this.#current;
  }

  get names(): readonly (string | undefined)[] {
    return [this.#current];
  }

  takes(database: string): boolean {
    const allowed = this.#allowed;
    return allowed === 'all' || allowed.some((name) => this.same(name, database));
  }

  nameOf(database: string): string {
    return database;
  }

  override missingOf(databases: Iterable<string> = this.#found): readonly string[] {
    if (this.#allowed === 'all') return [];
    const held = [...databases];
    return this.#allowed.filter((name) => !held.some((one) => this.same(one, name)));
  }

  mayWriteTo(database: string): boolean {
    return this.takes(database);
  }

  route(understood: Understood): Route {
    const { kind, object, name = '' } = understood;
    if (kind === 'use') {
      this.#found.add(name);
      this.#skipped = !this.takes(name);
      if (!this.#skipped) this.#current = name;
      return this.#skipped ? leaveOut : run;
    }
    if (object === 'database' && understood.name !== undefined) return this.#database(kind, name);
    const databases = targetsOf(understood).filter((name) => name !== undefined);
    for (const database of databases) this.#found.add(database);
    if (databases.length > 0) {
      if (databases.every((database) => this.takes(database))) return run;
      return this.#skipped ? leaveOut : { action: 'refuse', reason: notAllowed(databases) };
    }
    // What a text that was prepared does, it does in a database that is left out, or beside it.
    if (kind === 'prepared' && this.#skipped) return leaveOut;
    if (!concernsDatabase(understood)) return run;
    if (this.#skipped) return leaveOut;
    if (this.#current === undefined) throw unnamedDatabase();
    return run;
  }

  #database(kind: Understood['kind'], name: string): Route {
    this.#found.add(name);
    if (!this.takes(name)) return leaveOut;
    if (kind !== 'drop' || this.rules.force) return run;
    if (!this.#isThere(name)) return leaveOut;
    return {
      action: 'refuse',
      reason: `it drops database ${quoteIdentifier(name)}, which is done only with the option force`,
    };
  }
}

/** Whether it does something in the current database. */
function concernsDatabase({ kind }: Understood): boolean {
  return [
    ...['insert', 'change', 'create', 'alter', 'drop', 'enableKeys', 'disableKeys'],
    'maintenance',
  ].includes(kind);
}

function notAllowed(databases: readonly string[]): string {
  return (
    `it writes to database ${databases.map(quoteIdentifier).join(', ')}, which the option databases ` +
    'does not name'
  );
}
