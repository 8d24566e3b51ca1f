/** What a restore tells about itself: while it goes, and at the end. */

import type { ServerInfo } from './summary.ts';

export interface RestoreProgress {
  /** Bytes of the input read so far, as stored (compressed). */
  readonly inputBytes: number;
  /** Bytes of the input that are to be read; `undefined` where nobody knows. */
  readonly inputBytesTotal: number | undefined;
  /** Bytes of SQL applied so far. */
  readonly bytes: number;
  readonly rows: number;
  /** The table that rows were written to last. */
  readonly database: string | undefined;
  readonly table: string | undefined;
}

/** One table that was restored. */
export interface RestoredTable {
  readonly database: string;
  readonly table: string;
  /** Rows in the dump. */
  readonly rows: number;
}

export interface RestoreSummary {
  readonly server: ServerInfo;
  /** Databases that were written to. */
  readonly databases: readonly string[];
  readonly tables: readonly RestoredTable[];
  /** Rows of all tables. */
  readonly rows: number;
  /** Statements of the dump that were run, or were done by the restore that this one goes on with. */
  readonly statements: number;
  /** Bytes of SQL. */
  readonly bytes: number;
  /** Bytes of the input that were read. */
  readonly inputBytes: number;
  /** Whether it went on with one that had failed. */
  readonly resumed: boolean;
  /** What was left out or done otherwise, in sentences. */
  readonly warnings: readonly string[];
  readonly durationMs: number;
}
