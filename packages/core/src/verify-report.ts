/** What `verify()` and `listDump()` tell. */

import type { ManifestSection } from './manifest/manifest.ts';
import type { CompressionName } from './options.ts';
import type { ServerInfo } from './summary.ts';

/** Which program wrote a dump, as its first lines say. */
export type DumpProducer = 'dumpstream' | 'mysqldump' | 'mariadb-dump' | 'mydumper' | 'unknown';

/** One table of a dump. */
export interface VerifiedTable {
  readonly database: string | undefined;
  readonly table: string;
  readonly rows: number;
  /** Bytes of its `INSERT` statements. */
  readonly bytes: number;
}

/** Where dump and database differ. */
export interface DumpDifference {
  /**
   * - `rows`: other values, or more or fewer rows
   * - `definition`: of a table, view, trigger, routine or event
   * - `missing`: it is in the dump and not in the database
   * - `extra`: it is in the database and not in the dump
   */
  readonly kind: 'rows' | 'definition' | 'missing' | 'extra';
  /** `table`, `view`, `trigger`, `procedure`, `function`, `event`, `sequence` or `database`. */
  readonly object: string;
  readonly database: string;
  readonly name: string;
  /** Of `rows`: the key of the first row that differs, for example `id = 42`; absent without a key. */
  readonly key?: string;
  /** One sentence. */
  readonly message: string;
}

/** What a dump was compared with, and how far. */
export interface ComparisonInfo {
  /** The one compared with. */
  readonly server: ServerInfo;
  readonly databases: readonly string[];
  /**
   * - `text`: by their text
   * - `presence`: only whether they are there, as a server of another kind or version (the first two
   *   numbers) writes them otherwise
   */
  readonly definitions: 'text' | 'presence';
  /** Rows of the database that were compared. */
  readonly rows: number;
  /** Differences in all; {@link VerifyReport.differences} has the first 1,000 of them. */
  readonly differences: number;
}

export interface VerifyReport {
  readonly producer: DumpProducer;
  readonly compression: CompressionName;
  /** Whether a manifest vouches for rows and checksums; else only compression, structure and end mark. */
  readonly manifest: boolean;
  /** SHA-256 of the policy that the dump was masked by, in hexadecimal; absent where it was by none. */
  readonly masked?: string;
  /**
   * Whether it ends with `-- Dump completed`. `false` only for programs, or options of theirs, that
   * write none: nothing then tells whether more should follow behind the last statement.
   */
  readonly endMark: boolean;
  readonly tables: readonly VerifiedTable[];
  readonly statements: number;
  readonly rows: number;
  /** Bytes of SQL. */
  readonly bytes: number;
  readonly inputBytes: number;
  /** Of the comparison with a database, at most 1,000; empty where it is equal, and without one. */
  readonly differences: readonly DumpDifference[];
  /** Absent where nothing was compared. */
  readonly comparison?: ComparisonInfo;
  readonly durationMs: number;
}

/** What a dump holds, by its manifest. */
export interface DumpListing {
  readonly compression: CompressionName;
  readonly version: string;
  readonly server: ServerInfo;
  /** ISO 8601; absent where the dump does not tell. */
  readonly snapshotTime?: string;
  /** SHA-256 of the policy that the dump was masked by, in hexadecimal; absent where it was by none. */
  readonly masked?: string;
  /** `true` where it holds a subset of the rows, by the option `subset`. */
  readonly subset?: boolean;
  readonly databases: readonly string[];
  readonly sections: readonly ManifestSection[];
  /** Bytes of SQL. */
  readonly bytes: number;
  /** Bytes of the file. */
  readonly fileBytes: number;
  /** Bytes that were read to find it out. */
  readonly inputBytes: number;
}
