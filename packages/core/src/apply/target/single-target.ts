/** Where statements go that all go into one database. */

import { quoteIdentifier } from '../../sql/identifier.ts';
import { targetsOf } from '../../understand/targets.ts';
import type { Understood } from '../../understand/understood.ts';
import { leaveOut, type Route, run, severalDatabases, Target, type TargetRules } from './target.ts';

const serverWide =
  'What belongs to the whole server (global variables, positions of replication, accounts) was left ' +
  'out: it is restored only with the option databases.';
const binaryLog =
  'SET SQL_LOG_BIN was left out: what is restored is written to the binary log of the target, as ' +
  'all else that is written there. It is run only with the option databases.';

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
