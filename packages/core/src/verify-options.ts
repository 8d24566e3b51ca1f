/** The options of `verify()`. */

import type { ConnectionSource } from './connection-source.ts';

/** How far the reading has come. */
export interface VerifyProgress {
  /** Bytes of the input read so far, as stored (compressed). */
  readonly inputBytes: number;
  /** `undefined` where nobody knows. */
  readonly inputBytesTotal: number | undefined;
  /** Bytes of SQL read so far. */
  readonly bytes: number;
  readonly rows: number;
}

/** Options of `verify()`. */
export interface VerifyOptions {
  /**
   * A database to compare with; by default the dump is only read. The account needs what `dump()`
   * needs. The dump must be one of ours, as a `DumpSource`: its end tells how it was made. A condition
   * of the option `where` in it runs on this server, so compare only dumps that you trust.
   */
  readonly connection?: ConnectionSource;

  /** Milliseconds to wait for a server that is not there yet, as in `dump()`. Default 0. */
  readonly waitForServer?: number;

  /**
   * The database to compare with; by default that of {@link connection}, or the one that was dumped.
   * A dump of several databases is compared with those of the same names.
   */
  readonly database?: string;

  /** Called while it goes, at most ten times a second, and once at the end. */
  readonly onProgress?: (progress: VerifyProgress) => void;

  /** Ends it with a `DumpError` of code `ABORTED` when triggered. */
  readonly signal?: AbortSignal;
}
