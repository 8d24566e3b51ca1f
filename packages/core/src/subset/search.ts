/** Runs the statements that find the rows of a subset, one after the other. */

import type { Table } from '../catalog/model.ts';
import type { ResultRow } from '../connect/database-connection.ts';
import type { RowSession } from '../connect/sql-session.ts';
import { releaseMetadataLocks } from '../snapshot/snapshot.ts';
import { use } from './use-database.ts';

/** A statement that finds rows. */
export interface SearchStatement {
  /** Whose rows it looks for. */
  readonly wanted: Table;
  readonly sql: string;
  /** Completes "refused to …" in an error message. */
  readonly action: string;
  /** The table of a condition of the caller's in it. */
  readonly asked: Table | undefined;
  readonly onRow: (row: ResultRow) => void;
}

/**
 * Milliseconds for which locks of metadata are kept: an ALTER TABLE of somebody else waits that long, and
 * giving them back after each of many statements would take as long as those.
 */
const longestLock = 100;

export class Search {
  readonly #connection: RowSession;
  readonly #onStatement: (table: Table) => void;
  /** When the oldest lock that is held was taken. */
  #lockedAt: number | undefined;

  /** @param connection - sees the snapshot */
  constructor(connection: RowSession, onStatement: (table: Table) => void) {
    this.#connection = connection;
    this.#onStatement = onStatement;
  }

  async run({ wanted, sql, action, asked, onRow }: SearchStatement): Promise<void> {
    this.#onStatement(wanted);
    this.#lockedAt ??= performance.now();
    if (asked !== undefined) await use(this.#connection, asked);
    await this.#connection.queryEach(sql, action, onRow);
    if (performance.now() - this.#lockedAt >= longestLock) await this.end();
  }

  /** Gives back what keeps others from altering the tables. */
  async end(): Promise<void> {
    if (this.#lockedAt === undefined) return;
    this.#lockedAt = undefined;
    await releaseMetadataLocks(this.#connection);
  }
}
