/** What a dump tells about itself: before the rows, while they flow, and at the end. */

/** Where the server's binary log stood at the snapshot. */
export interface BinlogPosition {
  /** Binary log file, `undefined` where only the GTID set is readable. */
  readonly file: string | undefined;
  /** Byte position in {@link file}. */
  readonly position: number | undefined;
  /** GTID set executed up to the snapshot, `undefined` where GTIDs are off; may be empty. */
  readonly gtid: string | undefined;
  /**
   * `true` where it is exactly that of the rows: on MariaDB, which ties a position to a snapshot
   * (`binlog_snapshot_*`), and on MySQL with the options `sourceData` or `setGtidPurged`, for which
   * commits are held back. `false` where it was read beside the snapshot: transactions that were
   * just being committed may lie on either side.
   */
  readonly exact: boolean;
}

/** The consistent moment that every row of the dump comes from. */
export interface SnapshotInfo {
  /** Server clock when the snapshot was taken. */
  readonly time: Date;
  /** `undefined` where binary logging is off or the account may not read its position. */
  readonly position: BinlogPosition | undefined;
  /** Connections that see this moment and read rows; fewer than asked for with a {@link DumpWarning}. */
  readonly connections: number;
}

/**
 * Something that the caller asked for and did not get, though the rows of the dump are exact.
 *
 * - `FEWER_CONNECTIONS`: rows were read over fewer connections than the option `parallel` says; the
 *   message tells why, and what to grant.
 * - `PARENT_LEFT_OUT`: rows of a subset refer to a table that is not in the dump.
 * - `STATED_LITERALS`: definitions of masked columns hold values (DEFAULT, CHECK, computed columns,
 *   partitions), which are in the dump as they are.
 */
export interface DumpWarning {
  readonly code: 'FEWER_CONNECTIONS' | 'PARENT_LEFT_OUT' | 'STATED_LITERALS';
  readonly message: string;
}

/** Which server was dumped. */
export interface ServerInfo {
  readonly flavor: 'mysql' | 'mariadb';
  /** As the server reports it, for example `8.0.36` or `10.11.6-MariaDB`. */
  readonly version: string;
}

/** What the server's statistics say before the first row is read; InnoDB's are approximate. */
export interface DumpEstimate {
  readonly databases: readonly string[];
  readonly tables: number;
  readonly rows: number;
  /** Bytes of data pages, a rough guess of the size of the SQL before compression. */
  readonly bytes: number;
}

/**
 * Emitted as `progress` while rows flow, at most ten times a second, and once at the end. With the option
 * `subset` also before, while its rows are found: see {@link subsetKeys}.
 */
export interface DumpProgress {
  /** The table being read, or looked for rows in; `undefined` before the first and after the last. */
  readonly database: string | undefined;
  readonly table: string | undefined;
  readonly tablesDone: number;
  readonly tablesTotal: number;
  readonly rows: number;
  /** From the server's statistics: can be exceeded. */
  readonly estimatedRows: number;
  /** Bytes of SQL made so far, before compression. */
  readonly bytes: number;
  /**
   * How many rows of a subset have been found, of all tables together; each by its key, which is remembered.
   * Only while they are looked for, when no row has been read yet and `rows` and `bytes` are 0;
   * absent from then on. Rows of tables that are dumped whole are not looked for.
   */
  readonly subsetKeys?: number;
}

/** One dumped table. */
export interface TableSummary {
  readonly database: string;
  readonly table: string;
  readonly rows: number;
  /** Bytes of the `INSERT` statements, before compression. */
  readonly bytes: number;
  /** `false` for engines that no snapshot can hold still (MyISAM, MEMORY, ARCHIVE, CSV, ...). */
  readonly consistent: boolean;
  /**
   * Columns with texts whose bytes are not valid in their character set, but which the server takes
   * back as they are: surrogates in UTF-8 or UCS-2 (MySQL 8 refuses them), bytes above 0x7F in
   * `ascii` (MySQL 8 cuts such a text short), and codes that a set with one byte leaves unassigned.
   */
  readonly invalidTexts: readonly InvalidTextSummary[];
  /** Names of the columns that the option `mask` masked; absent where there are none. */
  readonly maskedColumns?: readonly string[];
}

/** Texts with bytes that are not valid in their character set. */
export interface InvalidTextSummary {
  readonly column: string;
  /** How many values. */
  readonly values: number;
}

/**
 * A member of an ENUM or SET that SHOW CREATE TABLE may show inexactly: as `?` where it has a character
 * beyond U+FFFF, or as another code of the same character (cp932). It is in the dump as it is shown;
 * no row has it, and MySQL before 9 does not tell it otherwise.
 */
export interface DoubtfulMemberSummary {
  readonly database: string;
  readonly table: string;
  readonly column: string;
  /** Counted from 1. */
  readonly member: number;
}

/** A view that does not work. */
export interface BrokenViewSummary {
  readonly database: string;
  readonly view: string;
  /** What the server says of it. */
  readonly reason: string;
}

/** An account or role. */
export interface AccountSummary {
  /** In backticks: `user`@`host`. */
  readonly account: string;
  /** Grants that are in the dump as comments, since what they are for is not in it. */
  readonly grantsLeftOut: number;
}

/** What was written, known once the last byte is made. */
export interface DumpSummary {
  readonly server: ServerInfo;
  readonly snapshot: SnapshotInfo;
  readonly databases: readonly string[];
  readonly tables: readonly TableSummary[];
  readonly doubtfulMembers: readonly DoubtfulMemberSummary[];
  readonly views: number;
  /** Views that are in the dump as comments, by the option `brokenViews`. */
  readonly brokenViews: readonly BrokenViewSummary[];
  readonly triggers: number;
  readonly routines: number;
  readonly events: number;
  /** Accounts and roles, by the option `users`. */
  readonly accounts: readonly AccountSummary[];
  readonly warnings: readonly DumpWarning[];
  /** Rows of all tables. */
  readonly rows: number;
  /** Bytes of SQL before compression. */
  readonly bytes: number;
  /** CRC-32 of all of the SQL, before compression: eight hexadecimal digits. */
  readonly checksum: string;
  /** Bytes of the longest statement with rows: `max_allowed_packet` must be above it for a restore. */
  readonly longestStatementBytes: number;
  /** Bytes that left the stream, after compression. */
  readonly outputBytes: number;
  readonly durationMs: number;
}
