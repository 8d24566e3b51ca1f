/** Rows of tables without transactions, which are written anew where it is not known that all are there. */

import { crc32 } from 'node:zlib';
import type { SqlSession } from '../connect/sql-session.ts';
import type { Statement } from '../split/statement.ts';
import { type QualifiedName, qualifiedName } from '../sql/identifier.ts';
import { cannotResume } from './progress/cannot-resume.ts';
import type { Progress } from './progress/progress.ts';
import { mayHoldRows } from './progress/written-tables.ts';
import type { Writers } from './rows/writers.ts';
import { restoreCounter } from './tables/auto-increment.ts';
import type { TableKind, TableKinds } from './tables/table-kinds.ts';

export interface RowsWithoutTransactionsOptions {
  readonly control: SqlSession;
  readonly kinds: TableKinds;
  readonly progress: Progress | undefined;
  readonly writers: Writers;
  /** Hands over rows that have been collected. */
  readonly flush: () => Promise<void>;
}

interface BegunTable extends QualifiedName {
  readonly key: string;
  /** Where its rows begin. */
  readonly first: number;
  last: number;
  checksum: number;
  rows: number;
}

/** A table that the dump makes. */
export interface DumpedTable {
  /** Whether this restore has made it. */
  readonly made: boolean;
  /** Its AUTO_INCREMENT in the dump. */
  readonly counter: string | undefined;
}

export class RowsWithoutTransactions {
  readonly #options: RowsWithoutTransactionsOptions;
  /** The table whose rows are being written. */
  #begun: BegunTable | undefined;
  /** By key. */
  readonly #dumped = new Map<string, DumpedTable>();

  constructor(options: RowsWithoutTransactionsOptions) {
    this.#options = options;
  }

  /** The dump makes a table: to be told before its rows. */
  note(key: string, table: DumpedTable): void {
    this.#dumped.set(key, table);
  }

  /** What was noted of it. */
  dumped(key: string): DumpedTable | undefined {
    return this.#dumped.get(key);
  }

  /** Rows of a table without transactions are either all there, or have to be written again. */
  async begin(
    { offset, bytes, rows }: Statement,
    { database, name }: QualifiedName,
    { transactional, sequence }: TableKind,
  ): Promise<void> {
    const { kinds, progress } = this.#options;
    if (progress === undefined) return;
    const key = kinds.key(database, name);
    if (this.#begun?.key !== key) await this.end();
    if (transactional) return;
    if (this.#begun === undefined) {
      if (!sequence && progress.isResumed(database)) await this.#empty({ database, name }, key);
      progress.emptied(key);
      this.#begun = { database, name, key, first: offset, last: offset, checksum: 0, rows: 0 };
      await progress.beginTable(database, key, offset);
    }
    this.#begun.last = offset;
    this.#begun.checksum = crc32(bytes, this.#begun.checksum);
    this.#begun.rows += rows;
  }

  /** Waits for the rows of the last table without transactions. */
  async end(): Promise<void> {
    const { flush, progress, writers } = this.#options;
    const begun = this.#begun;
    if (begun === undefined) return;
    await flush();
    await writers.written(begun.key);
    this.#begun = undefined;
    await progress?.endTable(begun.database, { ...begun, table: begun.key });
  }

  /** It may hold rows that nobody has written down: a crash takes the one back and not the other. */
  async #empty(named: QualifiedName, key: string): Promise<void> {
    const { control, progress } = this.#options;
    const dumped = this.#dumped.get(key);
    if (dumped?.made === true) return;
    const table = qualifiedName(named);
    if (dumped === undefined) {
      if (progress?.isUnfinished(key) !== true) return;
      throw cannotResume(
        `table ${table} holds some of its rows, nobody knows which, and the dump does not make that ` +
          'table: what else it holds is not known either',
      );
    }
    if (!(await mayHoldRows(control, named))) return;
    await control.query(`TRUNCATE TABLE ${table}`, `empty table ${table}`);
    await restoreCounter(control, named, dumped.counter);
  }
}
