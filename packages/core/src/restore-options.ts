/** The options of `restore()`: their names, meanings and defaults. */

import type { ConnectionSource } from './connection-source.ts';
import type { RestoreProgress } from './restore-summary.ts';

/** Options of `restore()`. */
export interface RestoreOptions {
  /** Where to restore to. */
  readonly connection: ConnectionSource;

  /** Milliseconds to wait for a server that is not there yet, as in `dump()`. Default 0. */
  readonly waitForServer?: number;

  /**
   * The database that everything goes into; by default that of {@link connection}. It must exist. A
   * dump that names one database of its own (`CREATE DATABASE`, `USE`) goes into this one instead; one
   * that names several is refused, and so is each statement that names another database as its target.
   * What belongs to the whole server (global variables, positions of replication, accounts) is left out,
   * with a warning in the summary, as is `SQL_LOG_BIN`.
   */
  readonly database?: string;

  /**
   * Restores under the dump's own database names, in place of {@link database}: a list of those that
   * may be written to, or `'all'` that the dump names. Of a list that leaves some out, the others are
   * skipped. What belongs to the whole server is restored, too. `DROP DATABASE` needs {@link force}.
   */
  readonly databases?: readonly string[] | 'all';

  /**
   * Only these tables, as `table` or `database.table`: definition, rows and triggers. By default all
   * that is in the dump. Of a `DumpSource` with a manifest only the byte ranges that are needed are read,
   * and `UNKNOWN_TABLE` comes before anything is written; otherwise at the end. In a dump that does not
   * name its database, only a manifest tells what `database` is.
   */
  readonly tables?: readonly string[];

  /**
   * Write into a database that is not empty: what the dump drops and makes anew is replaced, everything
   * else stays. Default `false`: `TARGET_NOT_EMPTY`, before anything is written.
   */
  readonly force?: boolean;

  /**
   * Go on with a restore of the same dump into the same database that has failed, from where it
   * stopped. Only for dumps of ours. Default `false`. How far it has got is written in the same
   * transactions as the rows, into a table `_dumpstream_restore` of the target, which is dropped at the
   * end. `CANNOT_RESUME` where there is none, or it belongs to another dump.
   */
  readonly resume?: boolean;

  /**
   * Leave out `DEFINER` of views, triggers, routines and events: the restoring account becomes their
   * definer. `SQL SECURITY` stays. Default `false`.
   */
  readonly skipDefiner?: boolean;

  /**
   * Only a dump that is masked, as its manifest says: `true` whichever policy has masked it, otherwise by one
   * of these policies, by their SHA-256 (`masked` of `listDump()`). Every other one is refused with
   * `NOT_MASKED` before the target is connected to. Needs a `DumpSource`: of a stream only its end tells.
   * A manifest is no signature: this is against mistakes, not against who writes a dump of his own.
   * Default `false`.
   */
  readonly requireMask?: boolean | string | readonly string[];

  /**
   * Connections that rows are written over, 1 to 64. Default 1. Rows of InnoDB tables with a primary key,
   * or a unique one without NULLs, are spread over them; those of other tables stay in their order.
   */
  readonly parallel?: number;

  /** Called while it goes, at most ten times a second, and once at the end. */
  readonly onProgress?: (progress: RestoreProgress) => void;

  /** Ends the restore with a `DumpError` of code `ABORTED` when triggered. */
  readonly signal?: AbortSignal;
}
