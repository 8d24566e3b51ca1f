/** What a dry run tells. */

import type { DumpErrorCode, PolicyPath } from './errors.ts';
import type { DumpWarning, ServerInfo } from './summary.ts';

/** A table that would be dumped. */
export interface DryRunTable {
  readonly database: string;
  readonly table: string;
  readonly engine: string;
  /** By the server's statistics, which are approximate for InnoDB; 0 where no rows are dumped. */
  readonly estimatedRows: number;
  /** Bytes of its data pages, by the same statistics; 0 where no rows are dumped. */
  readonly estimatedBytes: number;
  /**
   * Whether it is read in chunks, in the order of its key, also by several connections at the same
   * time. `false` for one without a key that allows it, which is read by one SELECT.
   */
  readonly inChunks: boolean;
  /** `false` for engines that no snapshot can hold still (MyISAM, MEMORY, ARCHIVE, CSV, ...). */
  readonly consistent: boolean;
}

/** How the consistent moment would be taken. */
export interface DryRunSnapshot {
  /**
   * - `transaction`: `START TRANSACTION WITH CONSISTENT SNAPSHOT` on one connection; no lock.
   * - `flush-tables`: under `FLUSH TABLES WITH READ LOCK`, held for that moment.
   * - `lock-tables`: under `LOCK TABLES … READ` of the dumped tables, held for that moment.
   */
  readonly method: 'flush-tables' | 'lock-tables' | 'transaction';
  /** Connections that would read rows: 1, or those of the option `parallel`. */
  readonly connections: number;
  /** Why it is not the better way, or not all connections; `undefined` where nothing is better. */
  readonly reason: string | undefined;
  /** GRANT statements, each of which would allow a better way. */
  readonly grants: readonly string[];
}

/** Something with which the dump would fail. */
export interface DryRunProblem {
  /** Code of the `DumpError` that a dump would end with, if this were its only problem. */
  readonly code: DumpErrorCode;
  /** Message of that error: what it is about, and what to do. */
  readonly message: string;
  /** Members of the policy of masks that it is about, where there are any. */
  readonly policyPaths?: readonly PolicyPath[];
}

/** What would become of the columns with data, by the option `mask`. */
export interface DryRunMask {
  /** How many columns would be masked; those of rules that don't fit are counted, too. */
  readonly masked: number;
  /** How many have the rule `keep`. */
  readonly kept: number;
  /** Those that the policy does not name, as `database.table.column` in backticks. */
  readonly unnamed: readonly string[];
}

/** How large the dump would be, and how long it would take. */
export interface DryRunEstimate {
  /** Rows of all tables, by the server's statistics; all of them, also with the option `where`. */
  readonly rows: number;
  /** Bytes of SQL, before compression. */
  readonly bytes: number;
  /** Bytes of the stream, after compression. */
  readonly outputBytes: number;
  readonly seconds: number;
}

/** The result of `dryRun()`. */
export interface DryRunReport {
  readonly server: ServerInfo;
  readonly databases: readonly string[];
  /** In the order of the dump. */
  readonly tables: readonly DryRunTable[];
  readonly sequences: number;
  /** Views that work. */
  readonly views: number;
  readonly triggers: number;
  readonly routines: number;
  readonly events: number;
  /** Accounts and roles, by the option `users`. */
  readonly accounts: number;
  readonly snapshot: DryRunSnapshot;
  readonly estimate: DryRunEstimate;
  /** With the option `mask` alone. */
  readonly mask?: DryRunMask;
  /**
   * All GRANT statements that the account needs for the dump not to fail. What it can't see can't
   * be looked into: with the grants another dry run may find more.
   */
  readonly missingGrants: readonly string[];
  /**
   * What the summary of the dump would warn of, as far as it can be told without rows; the dump works
   * all the same. Why there would be fewer connections is told by {@link snapshot}.
   */
  readonly warnings: readonly DumpWarning[];
  /** Everything with which the dump would fail, missing privileges too. Empty where it would work. */
  readonly problems: readonly DryRunProblem[];
}
