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

/** What the server has warned of. */
export interface ServerWarning {
  /** Number of the statement in the dump. */
  readonly statement: number;
  readonly database?: string;
  /** The table that it is about. */
  readonly table?: string;
  /** The server's number of it: 1265 is a value that was cut. */
  readonly code: number;
  /**
   * In the server's words, which may quote values of the dump: 200 characters at the most, and nothing
   * from where a secret may begin.
   */
  readonly message: string;
}

export interface ServerWarnings {
  /** All of them, without notes, and without those of syntax that is out of fashion. */
  readonly count: number;
  /** The first five that differ. */
  readonly first: readonly ServerWarning[];
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
  /** SHA-256 of the policy that the dump was masked by, in hexadecimal; absent where it was by none. */
  readonly masked?: string;
  /** What was left out or done otherwise, in sentences. */
  readonly warnings: readonly string[];
  /**
   * Values or definitions that the server has changed while it took them: cut, out of range, left out by
   * INSERT IGNORE, another engine, ... Where `sql_mode` of the dump is strict, most are errors instead.
   */
  readonly serverWarnings: ServerWarnings;
  readonly durationMs: number;
}
