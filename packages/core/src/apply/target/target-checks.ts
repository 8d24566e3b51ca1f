/** What must be true of the target, and of the dump, before anything is written. */

import type { SqlSession } from '../../connect/sql-session.ts';
import { DumpError } from '../../errors.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import { quoteIdentifier } from '../../sql/identifier.ts';
import type { Selection } from './selection.ts';
import type { Target } from './target.ts';
import { checkIsEmpty, checkTablesAbsent, databaseIsThere } from './target-contents.ts';

/** Checks databases before they are written to, each once. */
export class TargetChecks {
  readonly #session: SqlSession;
  readonly #selection: Selection;
  /** Databases that may hold something: told by the options. */
  readonly #mayHold: (database: string) => boolean;
  readonly #checked = new Set<string>();
  readonly #checkedTables = new Set<string>();
  /** Databases that are there. */
  readonly #there = new Set<string>();

  constructor(session: SqlSession, selection: Selection, mayHold: (database: string) => boolean) {
    this.#session = session;
    this.#selection = selection;
    this.#mayHold = mayHold;
  }

  /** As far as it was asked for. */
  isThere(database: string): boolean {
    return this.#there.has(database);
  }

  /** @throws DumpError `UNKNOWN_DATABASE` */
  async mustBeThere(database: string): Promise<void> {
    if (await databaseIsThere(this.#session, database)) {
      this.#there.add(database);
      return;
    }
    throw new DumpError(
      'UNKNOWN_DATABASE',
      `The database ${quoteIdentifier(database)} to restore into does not exist, or the account may ` +
        'not see it. Make it first: CREATE DATABASE.',
    );
  }

  /** @throws DumpError `TARGET_NOT_EMPTY` */
  async check(database: string): Promise<void> {
    if (this.#checked.has(database)) return;
    this.#checked.add(database);
    if (!(await databaseIsThere(this.#session, database))) return;
    this.#there.add(database);
    if (this.#mayHold(database)) return;
    if (!this.#selection.isLimited) await checkIsEmpty(this.#session, database);
  }

  /** Of a selection of tables: they alone must not be there. */
  async checkTable(database: string, name: string): Promise<void> {
    const key = JSON.stringify([database, name]);
    if (this.#mayHold(database) || this.#checkedTables.has(key)) return;
    this.#checkedTables.add(key);
    await checkTablesAbsent(this.#session, [{ database, name }]);
  }
}

/** @throws DumpError `UNKNOWN_TABLE` for a name of the option `tables` that the dump does not hold */
export function checkTablesKnown(manifest: Manifest, selection: Selection): void {
  for (const { kind, database, name } of manifest.sections) {
    if (kind !== 'tableStructure' && kind !== 'tableRows' && kind !== 'view') continue;
    if (name !== undefined) selection.isNamed([database ?? manifest.databases[0]], name);
  }
  checkNoneMissing(selection);
}

/**
 * A name that was mistyped would restore nothing, and say nothing.
 *
 * @param databases - of the dump; by default those that it has named so far
 * @throws DumpError `UNKNOWN_DATABASE` for a name of the option `databases` that the dump does not hold
 */
export function checkDatabasesHeld(target: Target, databases?: Iterable<string>): void {
  const missing = target.missingOf(databases);
  if (missing.length === 0) return;
  throw new DumpError(
    'UNKNOWN_DATABASE',
    `The dump does not hold the database ${missing.map(quoteIdentifier).join(', ')}. Names are those of the dump.`,
  );
}

/** @throws DumpError `UNKNOWN_TABLE` */
export function checkNoneMissing(selection: Selection): void {
  const { missing } = selection;
  if (missing.length === 0) return;
  throw new DumpError(
    'UNKNOWN_TABLE',
    `The dump does not hold ${missing.map(quoteIdentifier).join(', ')}. Names are those of the dump, ` +
      'in its own case.',
  );
}
