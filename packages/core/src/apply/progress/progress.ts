/** What of a dump is in the target already, and what is written down of it. */

import { crc32 } from 'node:zlib';
import type { SqlSession } from '../../connect/sql-session.ts';
import { progressTable } from '../../integrity/progress-table-name.ts';
import type { Statement } from '../../split/statement.ts';
import type { Understood } from '../../understand/understood.ts';
import type { InsertGroup } from '../rows/insert-group.ts';
import { anotherDump, cannotResume } from './cannot-resume.ts';
import { DefinitionsReached } from './made-definitions.ts';
import { ProgressTable, recordOf } from './progress-table.ts';
import {
  checkSameRestore,
  type MissingKeys,
  type RestoreIdentity,
  type StoredProgress,
  type WrittenRange,
} from './stored-progress.ts';
import { WrittenRows } from './written-rows.ts';
import { isIntact } from './written-tables.ts';

export const ownTableLeftOut =
  `The table ${progressTable} was left out: a restore that was broken off has left it in the database that ` +
  'was dumped.';

interface DatabaseProgress {
  readonly table: ProgressTable;
  readonly definitions: DefinitionsReached;
  readonly rows: WrittenRows;
  /** Whether what is in the database can only be ours. */
  readonly owned: boolean;
  readonly resumed: boolean;
}

export class Progress {
  readonly #session: SqlSession;
  readonly #identity: Omit<RestoreIdentity, 'head'>;
  readonly #stored: ReadonlyMap<string, StoredProgress>;
  readonly #opened = new Map<string, DatabaseProgress>();
  /** Tables to be emptied first, by key. */
  readonly #unfinished = new Set<string>();
  /** Databases that are all there. */
  readonly #whole: Set<string>;
  /** Whether it goes on with any. */
  #resumed: boolean;
  /** Those of them that have no table of ours any more. */
  readonly #left = new Set<string>();

  /** @param stored - of the restore that this one goes on with, by database */
  constructor(
    session: SqlSession,
    identity: Omit<RestoreIdentity, 'head'>,
    stored: ReadonlyMap<string, StoredProgress>,
  ) {
    this.#session = session;
    this.#identity = identity;
    this.#stored = stored;
    this.#whole = new Set([...stored.values()].flatMap(({ whole }) => whole));
    this.#resumed = this.#whole.size > 0;
  }

  /** Whether a restore of the dump itself was broken off. */
  get resumed(): boolean {
    return this.#resumed;
  }

  /** Whether it goes on with what an earlier restore has left in that database. */
  isResumed(database: string): boolean {
    return this.#opened.get(database)?.resumed === true;
  }

  /**
   * Whether a statement is about the table that tells how far a restore has got: this one has its own.
   */
  isOwnTable({ object, name, table }: Understood): boolean {
    return (object === 'table' && name === progressTable) || table === progressTable;
  }

  /** Whether what is in that database can only be ours. */
  owns(database: string | undefined): boolean {
    return database !== undefined && this.#opened.get(database)?.owned === true;
  }

  /**
   * To be called before something is written to a database.
   *
   * @param head - CRC-32 of what stands before the first definition
   * @returns keys that the restore before this one has taken off tables of it
   * @throws DumpError `CANNOT_RESUME` where what is there belongs to another dump
   */
  async open(database: string, head: number): Promise<readonly MissingKeys[]> {
    if (this.#opened.has(database)) return [];
    const table = new ProgressTable(this.#session, database);
    const stored = this.#stored.get(database);
    if (this.#whole.has(database)) {
      // It ended before that one was dropped.
      if (stored !== undefined && !this.#left.has(database)) await table.drop();
      this.#left.add(database);
      return [];
    }
    if (stored === undefined) {
      await table.create({ ...this.#identity, head });
      let number = 0;
      for (const whole of this.#whole) await table.noteWhole(whole, number++);
    } else {
      checkSameRestore(stored.identity, this.#identity);
      if (stored.identity.head !== head) throw cannotResume(anotherDump);
    }
    const unfinished = new Set(stored?.unfinished);
    const opened = {
      table,
      definitions: new DefinitionsReached(stored?.made),
      rows: new WrittenRows(stored?.ranges ?? []),
      owned: !(stored?.identity ?? this.#identity).forced,
      resumed: stored !== undefined,
    };
    for (const [key, rows] of rowsByTable(stored?.ranges ?? [])) {
      // Its name is that in the target, in lower case where that does not matter.
      const [of = '', name = ''] = JSON.parse(key) as string[];
      if (unfinished.has(key) || (await isIntact(this.#session, { database: of, name }, rows))) {
        continue;
      }
      await table.reopenTable(key);
      unfinished.add(key);
    }
    for (const key of unfinished) {
      opened.rows.forget(key);
      this.#unfinished.add(key);
    }
    this.#opened.set(database, opened);
    this.#resumed ||= opened.resumed;
    return stored?.missingKeys ?? [];
  }

  /**
   * Whether a definition is in the target already. To be asked of all of them, in their order.
   *
   * @throws DumpError `CANNOT_RESUME` where those that are there are of another dump
   */
  hasDefinition(database: string | undefined, statement: Statement): boolean {
    if (database === undefined) return false;
    return (
      this.#whole.has(database) || this.#opened.get(database)?.definitions.has(statement) === true
    );
  }

  /**
   * Whether rows are in the target already. To be asked of all statements with rows, in their order.
   *
   * @throws DumpError `CANNOT_RESUME` where they are not the same
   */
  hasRows(database: string, statement: Statement): boolean {
    return this.#whole.has(database) || this.#opened.get(database)?.rows.has(statement) === true;
  }

  /** Whether a table without transactions has only some of its rows, nobody knows which. */
  isUnfinished(key: string): boolean {
    return this.#unfinished.has(key);
  }

  /** The table is empty. */
  emptied(key: string): void {
    this.#unfinished.delete(key);
  }

  /** Definitions up to that one, which was the last to be asked of, need not be made again. */
  async made(database: string, statement: Statement): Promise<void> {
    const opened = this.#opened.get(database);
    const reached = opened?.definitions.reached(statement);
    if (reached !== undefined) await opened?.table.setMade(reached);
  }

  async beginTable(database: string, key: string, first: number): Promise<void> {
    await this.#opened.get(database)?.table.beginTable(first, key);
  }

  async endTable(database: string, range: WrittenRange): Promise<void> {
    await this.#opened.get(database)?.table.endTable(range);
  }

  /** Before they are taken off. */
  async beginKeys(missing: MissingKeys): Promise<void> {
    await this.#opened.get(missing.database)?.table.beginKeys(missing);
  }

  /** They are there again. */
  async endKeys(missing: MissingKeys): Promise<void> {
    await this.#opened.get(missing.database)?.table.endKeys(missing);
  }

  /** A statement that writes down that these rows are in the target. */
  record({ statements }: Pick<InsertGroup, 'statements'>): Buffer | undefined {
    const first = statements[0]?.offset ?? 0;
    const last = statements.at(-1)?.offset ?? 0;
    const checksum = statements.reduce((sum, { bytes }) => crc32(bytes, sum), 0);
    const rows = statements.reduce((sum, statement) => sum + statement.rows, 0);
    return recordOf({ first, last, checksum, rows });
  }

  /**
   * All of the text has come.
   *
   * @throws DumpError `CANNOT_RESUME` where something is in the target that has not come
   */
  end(): void {
    for (const { definitions, rows } of this.#opened.values()) {
      definitions.end();
      rows.end();
    }
  }

  /** Nothing is left to go on with: in one database, or in all. */
  async drop(database?: string): Promise<void> {
    const names = database === undefined ? [...this.#opened.keys()] : [database];
    for (const name of names) {
      const opened = this.#opened.get(name);
      if (opened === undefined) continue;
      // If it ends between two of them, those that are left tell of those that are gone.
      for (const [other, { table }] of this.#opened) {
        if (other !== name) await table.noteWhole(name, this.#whole.size);
      }
      await opened.table.drop();
      this.#opened.delete(name);
      this.#whole.add(name);
      this.#left.add(name);
    }
  }
}

/** Rows of tables without transactions. */
function rowsByTable(ranges: readonly WrittenRange[]): ReadonlyMap<string, number> {
  const byTable = new Map<string, number>();
  for (const { table, rows } of ranges) {
    if (table !== undefined) byTable.set(table, (byTable.get(table) ?? 0) + rows);
  }
  return byTable;
}
