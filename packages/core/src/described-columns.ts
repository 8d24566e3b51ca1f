/** What `describeColumns()` is asked, and what it tells. */

import type { RowSample } from './catalog/sample-rows.ts';
import type { ConnectionSource } from './connection-source.ts';
import type { MaskRule } from './mask-policy.ts';
import type { ServerInfo } from './summary.ts';

export type { RowSample, SampledValue } from './catalog/sample-rows.ts';

/** Options of `describeColumns()`. Those that `dump()` has as well mean the same. */
export interface DescribeColumnsOptions {
  readonly connection: ConnectionSource;
  readonly waitForServer?: number;
  /** By default the one of {@link connection}. */
  readonly databases?: readonly string[];
  readonly allDatabases?: boolean;
  readonly tables?: readonly string[];
  readonly ignoreTables?: readonly string[];
  /** Rows of each table that are looked at: 0 to 10,000, by default 200; first and last by the key. */
  readonly sampleRows?: number;
  /** Milliseconds after which the rows of one table are given up. Default 5,000. */
  readonly sampleTimeout?: number;
  /**
   * Told a few rows of each table, one table after the other, each awaited. Without it no row is read.
   * The values are those of the database, cut after 256 characters (TEXT and JSON after 8,192) or 64
   * bytes: keep them out of logs and messages.
   */
  readonly onSample?: (table: DescribedTable, sample: RowSample) => void | Promise<void>;
  /** Ends the reading, which then rejects with `ABORTED`. */
  readonly signal?: AbortSignal;
}

export interface DescribedColumns {
  readonly server: ServerInfo;
  /** By database as asked, and by name. */
  readonly tables: readonly DescribedTable[];
  /**
   * What `dump()` would say of rules for these columns: those that don't fit their column, key, foreign
   * key or CHECK. All of it is told, not the first problem alone, and the server is not asked again.
   */
  problemsOf(rules: Iterable<ColumnRule>): readonly RuleProblem[];
}

/** A rule for one column. */
export interface ColumnRule extends ColumnName {
  readonly rule: MaskRule;
}

export interface RuleProblem {
  readonly message: string;
  /** The columns that the message is about. */
  readonly columns: readonly ColumnName[];
}

export interface ColumnName {
  readonly database: string;
  readonly table: string;
  readonly column: string;
}

export interface DescribedTable {
  readonly database: string;
  readonly name: string;
  readonly comment: string;
  /** Names of its columns; empty without one. */
  readonly primaryKey: readonly string[];
  /** Without those that the server computes: a policy does not name them. */
  readonly columns: readonly DescribedColumn[];
}

export interface DescribedColumn {
  readonly name: string;
  readonly comment: string;
  /** `DATA_TYPE` of information_schema, lower case. */
  readonly dataType: string;
  /** `COLUMN_TYPE` of information_schema. */
  readonly columnType: string;
  /** Of a text column. */
  readonly characterSet: string | undefined;
  readonly nullable: boolean;
  /** Characters of a text column, bytes of a binary one. */
  readonly longest: number | undefined;
  /** Of ENUM and SET. */
  readonly members: readonly string[] | undefined;
  /** Whether a primary or unique key has to do with it. */
  readonly inUniqueKey: boolean;
  /** Whether one consists of it alone. */
  readonly uniqueAlone: boolean;
  /** Whether a CHECK has to do with it, other than that it holds JSON, or the choice of a partition. */
  readonly checked: boolean;
  /** JSON by its type, or by a CHECK as MariaDB has it. */
  readonly holdsJson: boolean;
  /** Columns that foreign keys of it refer to. */
  readonly references: readonly ColumnName[];
}
