/** What of a dump is in the target already, and what is written down of it. */

import { crc32 } from 'node:zlib';
import type { SqlSession } from '../connect/sql-session.ts';
import type { Statement } from '../split/statement.ts';
import type { InsertGroup } from './insert-group.ts';
import {
  anotherDump,
  cannotResume,
  type MissingKeys,
  ProgressTable,
  type RestoreIdentity,
  recordOf,
  type StoredProgress,
  type WrittenRange,
} from './progress-table.ts';

export class Progress {
  readonly #session: SqlSession;
  readonly #identity: Omit<RestoreIdentity, 'head'>;
  readonly #tables = new Map<string, ProgressTable>();
  readonly #stored = new Map<string, StoredProgress>();
  readonly #ranges: readonly WrittenRange[];
  readonly #position: number;
  /** Tables to be emptied first, as JSON of database and name. */
  readonly #unfinished: Set<string>;
  /** The range that the last statement was in, and the checksum of what came of it. */
  #current: { readonly range: WrittenRange; checksum: number } | undefined;
  #nextRange = 0;
  readonly #dropped = new Set<string>();
  /** That the restore before this one has taken off. */
  readonly missingKeys: readonly MissingKeys[];

  /** @param stored - of the restore that this one goes on with, by database */
  constructor(
    session: SqlSession,
    identity: Omit<RestoreIdentity, 'head'>,
    stored: ReadonlyMap<string, StoredProgress>,
  ) {
    this.#session = session;
    this.#identity = identity;
    this.#stored = new Map(stored);
    const all = [...stored.values()];
    this.#ranges = all.flatMap(({ ranges }) => ranges).sort((a, b) => a.first - b.first);
    this.#position = Math.max(0, ...all.map(({ position }) => position));
    this.#unfinished = new Set(all.flatMap(({ unfinished }) => unfinished));
    this.missingKeys = all.flatMap(({ missingKeys }) => missingKeys);
  }

  get resumed(): boolean {
    return this.#stored.size > 0;
  }

  /** Whether what is in the target can only be ours. */
  get ownsTarget(): boolean {
    return [...this.#stored.values()].every(({ identity }) => !identity.forced);
  }

  /**
   * To be called before something is written to a database.
   *
   * @param head - CRC-32 of what stands before the first definition
   * @throws DumpError `CANNOT_RESUME` where what is there belongs to another dump
   */
  async open(database: string, head: number): Promise<void> {
    if (this.#tables.has(database) || this.#dropped.has(database)) return;
    const table = new ProgressTable(this.#session, database);
    const stored = this.#stored.get(database);
    if (stored === undefined) await table.create({ ...this.#identity, head });
    else if (stored.identity.head !== head) throw cannotResume(anotherDump);
    this.#tables.set(database, table);
  }

  /** Whether a definition is in the target already. */
  hasDefinition({ offset }: Statement): boolean {
    return offset < this.#position;
  }

  /**
   * Whether rows are in the target already. To be asked of all statements with rows, in their order.
   *
   * @throws DumpError `CANNOT_RESUME` where they are not the same
   */
  hasRows({ offset, bytes }: Statement): boolean {
    while ((this.#ranges[this.#nextRange]?.last ?? Number.POSITIVE_INFINITY) < offset) {
      this.#nextRange += 1;
    }
    const range = this.#ranges[this.#nextRange];
    if (range === undefined || offset < range.first) return false;
    if (this.#current?.range !== range) this.#current = { range, checksum: 0 };
    this.#current.checksum = crc32(bytes, this.#current.checksum);
    if (offset === range.last && this.#current.checksum !== range.checksum) {
      throw cannotResume(anotherDump);
    }
    return true;
  }

  /** Whether a table without transactions has only some of its rows, nobody knows which. */
  isUnfinished(key: string): boolean {
    return this.#unfinished.has(key);
  }

  /** The table is empty. */
  emptied(key: string): void {
    this.#unfinished.delete(key);
  }

  /** Definitions before that place in the text need not be made again. */
  async setPosition(database: string, position: number): Promise<void> {
    if (position > this.#position) await this.#tables.get(database)?.setPosition(position);
  }

  async beginTable(database: string, key: string, first: number): Promise<void> {
    await this.#tables.get(database)?.beginTable(first, key);
  }

  async endTable(database: string, range: WrittenRange): Promise<void> {
    await this.#tables.get(database)?.endTable(range);
  }

  /** Before they are taken off. */
  async beginKeys(missing: MissingKeys): Promise<void> {
    await this.#tables.get(missing.database)?.beginKeys(missing);
  }

  /** They are there again. */
  async endKeys(missing: MissingKeys): Promise<void> {
    await this.#tables.get(missing.database)?.endKeys(missing);
  }

  /** A statement that writes down that these rows are in the target. */
  record({ statements }: Pick<InsertGroup, 'statements'>): Buffer | undefined {
    const first = statements[0]?.offset ?? 0;
    const last = statements.at(-1)?.offset ?? 0;
    const checksum = statements.reduce((sum, { bytes }) => crc32(bytes, sum), 0);
    return recordOf({ first, last, checksum });
  }

  /** Nothing is left to go on with: in one database, or in all. */
  async drop(database?: string): Promise<void> {
    const names =
      database === undefined ? [...this.#tables.keys(), ...this.#stored.keys()] : [database];
    for (const name of new Set(names)) {
      await new ProgressTable(this.#session, name).drop();
      this.#tables.delete(name);
      this.#dropped.add(name);
    }
  }
}
