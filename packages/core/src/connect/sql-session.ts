/** What a statement can be run on, wherever the connection is. */

import type { ResultRow } from './database-connection.ts';

/** A `DatabaseConnection`, or one in a worker thread. Used by one statement at a time. */
export interface SqlSession {
  /**
   * Runs a statement and returns all its rows. For small results only.
   *
   * @param action - completes "refused to …" in an error message
   * @throws DumpError
   */
  query(sql: string, action: string): Promise<readonly ResultRow[]>;

  /** Ends the statement that runs, which then fails as interrupted. Not every session can. */
  interrupt?(): Promise<void>;
}

/** A session that also gives large results. */
export interface RowSession extends SqlSession {
  /** See `DatabaseConnection`. */
  queryEach(sql: string, action: string, onRow: (row: ResultRow) => void): Promise<void>;
}

/** A session that whoever asked for it also ends: a `DatabaseConnection` is one. */
export interface OwnedSession extends SqlSession {
  /** Says goodbye to the server, which gives back locks and rolls back what is open. */
  end(): Promise<void>;
  /** Cuts the connection at once. Does nothing after {@link end}. */
  destroy(reason: unknown): void;
  /** After {@link destroy}: resolves when the server has been told as well, or can't be. */
  stopped?(): Promise<void>;
}
