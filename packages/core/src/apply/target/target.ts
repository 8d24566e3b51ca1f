/** Where statements of the dump may write to: which are run, left out, or refused. */

import { DumpError } from '../../errors.ts';
import type { RestoreOptions } from '../../restore-options.ts';
import { quoteIdentifier } from '../../sql/identifier.ts';
import { targetsOf } from '../../understand/targets.ts';
import type { Understood } from '../../understand/understood.ts';

/** What becomes of a statement. */
export type Route =
  | { readonly action: 'run' }
  /** Where it names one of these databases, it is to name the other. */
  | { readonly action: 'rename'; readonly from: readonly string[]; readonly to: string }
  /** `warning`: worth telling, once. */
  | { readonly action: 'leaveOut'; readonly warning?: string }
  | { readonly action: 'refuse'; readonly reason: string };

const run: Route = { action: 'run' };
const leaveOut: Route = { action: 'leaveOut' };

const serverWide =
  'What belongs to the whole server (global variables, positions of replication, accounts) was left ' +
  'out: it is restored only with the option databases.';
const binaryLog =
  'SET SQL_LOG_BIN was left out: what is restored is written to the binary log of the target, as ' +
  'all else that is written there. It is run only with the option databases.';

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

  protected same(a: string, b: string): boolean {
    return a === b || (this.rules.caseInsensitive && a.toLowerCase() === b.toLowerCase());
  }
}

/** All goes into one database, whatever the dump calls it. */
export class SingleTarget extends Target {
  readonly current: string;
  /** What the dump calls it, once it has named one. */
  #own: string | undefined;
  /** Sequences that the dump has made, in whatever database it is of. */
  readonly #sequences = new Set<string>();

  /** @param own - where it is known already */
  constructor(database: string, rules: TargetRules, own: string | undefined) {
    super(rules);
    this.current = database;
    this.#own = own;
  }

  get names(): readonly (string | undefined)[] {
    return [this.#own, this.current];
  }

  takes(database: string): boolean {
    return this.#own !== undefined && this.same(database, this.#own);
  }

  nameOf(database: string): string {
    return this.takes(database) ? this.current : database;
  }

  mayWriteTo(database: string): boolean {
    return database === this.current;
  }

  route(understood: Understood): Route {
    const { kind, object, name } = understood;
    if (kind === 'setGlobal' || kind === 'replication' || kind === 'accounts') {
      return { action: 'leaveOut', warning: serverWide };
    }
    if (kind === 'setSession' && understood.binaryLog === true) {
      return { action: 'leaveOut', warning: binaryLog };
    }
    if (kind === 'use' || (object === 'database' && name !== undefined)) {
      this.#learn(name ?? '');
      return kind === 'alter' ? this.#renamed : leaveOut;
    }
    if (kind === 'create' && object === 'sequence' && understood.database === undefined) {
      this.#sequences.add(name ?? '');
    }
    // Each as it is written there: it may differ from the others in case.
    const own = new Set(this.#own === undefined ? [] : [this.#own]);
    for (const database of targetsOf(understood)) {
      if (database === undefined || this.same(database, this.current)) continue;
      if (this.#own === undefined && this.#isOfOwnSequences(understood, database)) {
        this.#own = database;
      }
      if (this.#own === undefined || !this.same(database, this.#own)) {
        return { action: 'refuse', reason: notTheTarget(understood, database) };
      }
      own.add(database);
    }
    own.delete(this.current);
    return own.size === 0 ? run : { action: 'rename', from: [...own], to: this.current };
  }

  get #renamed(): Route {
    const from = this.#own;
    return from === undefined || from === this.current
      ? run
      : { action: 'rename', from: [from], to: this.current };
  }

  /**
   * A dump of mariadb-dump that names no database still does so where a sequence gives a column its
   * values. Where the dump has made all of these sequences, that is the database which it is of.
   */
  #isOfOwnSequences(understood: Understood, database: string): boolean {
    const { kind, object, sequences = [], ...rest } = understood;
    if (kind !== 'create' || object !== 'table') return false;
    if (targetsOf({ kind, object, ...rest }).includes(database)) return false;
    return sequences
      .filter((sequence) => sequence.database === database)
      .every(({ name }) => this.#sequences.has(name));
  }

  #learn(name: string): void {
    if (this.#own === undefined) this.#own = name;
    if (this.same(name, this.#own)) return;
    throw severalDatabases([this.#own, name]);
  }
}

/** Everything goes into databases with the names that the dump gives them. */
export class NamedTargets extends Target {
  readonly #allowed: readonly string[] | 'all';
  readonly #isThere: (database: string) => boolean;
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

  mayWriteTo(database: string): boolean {
    return this.takes(database);
  }

  route(understood: Understood): Route {
    const { kind, object, name = '' } = understood;
    if (kind === 'use') {
      this.#skipped = !this.takes(name);
      if (!this.#skipped) this.#current = name;
      return this.#skipped ? leaveOut : run;
    }
    if (object === 'database' && understood.name !== undefined) return this.#database(kind, name);
    const databases = targetsOf(understood).filter((name) => name !== undefined);
    if (databases.length > 0) {
      if (databases.every((database) => this.takes(database))) return run;
      return this.#skipped ? leaveOut : { action: 'refuse', reason: notAllowed(databases) };
    }
    if (!concernsDatabase(understood)) return run;
    if (this.#skipped) return leaveOut;
    if (this.#current === undefined) throw unnamedDatabase();
    return run;
  }

  #database(kind: Understood['kind'], name: string): Route {
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

function notTheTarget({ sequences = [] }: Understood, database: string): string {
  const name = quoteIdentifier(database);
  const sequence = sequences.find((one) => one.database === database);
  if (sequence === undefined) return `it writes to database ${name}, which is not the target`;
  return (
    `it takes values of sequence ${quoteIdentifier(sequence.name)} of database ${name}, which is not ` +
    'the target (a dump that also tells the name of its own database, as with mariadb-dump ' +
    '--databases, goes into any)'
  );
}

function notAllowed(databases: readonly string[]): string {
  return (
    `it writes to database ${databases.map(quoteIdentifier).join(', ')}, which the option databases ` +
    'does not name'
  );
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
