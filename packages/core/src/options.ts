/** The options of `dump()`: their names, meanings and defaults. */

import type { ConnectionSource } from './connection-source.ts';
import type { MaskPolicy } from './mask-policy.ts';
import type { SubsetOptions } from './subset-options.ts';

/** How the stream is compressed. */
export type CompressionName = 'none' | 'gzip' | 'zstd';

/** Options of `dump()`. Where mysqldump has the same option, it has the same name. */
export interface DumpOptions {
  /** Where to connect to, and by default which database to dump. */
  readonly connection: ConnectionSource;

  /**
   * Milliseconds to wait for a server that is not there yet: one that sleeps (Aurora Serverless at
   * zero capacity), restarts, fails over or has too many connections. Default 0. Each connection of
   * the dump is tried again for that long, after pauses that grow to 5 seconds; a login ends after
   * mysql2's `connectTimeout` (10 seconds by default). The error then tells how often it was tried,
   * and the last reason. A refused login, a host name that does not exist and a certificate that is
   * not trusted are not waited for. A connection that is lost later ends the dump: nobody can go on
   * in its snapshot.
   *
   * Connections that the dump can do without ({@link parallel} without
   * `parallelFallback: 'error'`) wait 2 seconds at most for a server with too many connections. A
   * function in {@link connection} is called again for each attempt, where it rejects with an error
   * of mysql2's or Node's that is worth it, or its connection fails with one.
   */
  readonly waitForServer?: number;

  /**
   * Databases to dump. By default the one of {@link connection}, and then the dump holds no
   * `CREATE DATABASE` or `USE`, so that it can be restored into a database of another name. With
   * this option both are written, as `mysqldump --databases` does.
   */
  readonly databases?: readonly string[];

  /**
   * Dump all databases, sorted by name, as {@link databases} does; but for those of the server
   * itself: `information_schema`, `performance_schema`, `mysql`, `sys` and `ndbinfo`. The account
   * must see them all: `GRANT SHOW DATABASES` or `SELECT` on `*.*`. Default `false`. mysqldump also
   * dumps tables of `mysql`, which fits only the same version of the server; for accounts there is
   * {@link users}.
   */
  readonly allDatabases?: boolean;

  /**
   * Write `DROP DATABASE IF EXISTS` before each `CREATE DATABASE`: what else is in the database is
   * then gone after the restore. Needs {@link databases} or {@link allDatabases}. Default `false`.
   */
  readonly addDropDatabase?: boolean;

  /**
   * Leave out what makes a database or sets its attributes. Default `false`: character set,
   * collation, encryption, comment and READ ONLY come back as they were, by `CREATE DATABASE` and
   * by `ALTER DATABASE`, which also gives them to a database that is there already, or is called
   * otherwise. mysqldump has no ALTER; there the target keeps its own, and tables and routines that
   * are made later come out differently. A dump of chosen tables or without definitions has no
   * ALTER either. With this option the restoring account needs no ALTER on the database.
   */
  readonly noCreateDb?: boolean;

  /**
   * Tables and views to dump, as `table` or `database.table`. By default all. Routines and events
   * are then left out unless asked for, as they belong to the database and not to a table.
   */
  readonly tables?: readonly string[];

  /**
   * Tables and views to leave out, as `table` or `database.table`. What begins with the name of a
   * dumped database and a dot is the latter: the table `a.b` in a database `a` is `a.a.b`. mysqldump
   * takes `database.table` alone, and does not mind a name that does not exist; here that is an
   * error, as it would dump what should be kept back.
   */
  readonly ignoreTables?: readonly string[];

  /** SQL condition for the rows to dump: one for all tables, or one per `table` or `database.table`. */
  readonly where?: string | Readonly<Record<string, string>>;

  /**
   * Masks columns: their values leave the process changed, and never as they are. Needs
   * {@link maskKey}. What does not fit ends the dump before its first byte, with `INVALID_MASK` or
   * (strict policies) `UNMASKED_COLUMN`. All other columns are the same bytes as without. Excludes
   * {@link users}, whose password hashes would leave as they are.
   */
  readonly mask?: MaskPolicy;

  /**
   * The secret key of {@link mask}, at least 16 bytes: the same value becomes the same masked value
   * in every table and every dump with this key, and can't be found again without it. It does not
   * stand in the dump, nor in messages.
   */
  readonly maskKey?: string | Uint8Array;

  /**
   * Dump a part of the rows, with all that they refer to, so that it restores with foreign key checks
   * on. Keys of the chosen rows are kept in memory up to some megabytes, and beyond that in a file
   * without a name in the folder for temporary files, about 70 bytes for each row. Excludes
   * {@link where} where it names roots; otherwise {@link where} narrows the rows that it begins with.
   */
  readonly subset?: SubsetOptions;

  /** Leave out the rows. Default `false`. */
  readonly noData?: boolean;

  /** Leave out `CREATE TABLE` and views. Default `false`. */
  readonly noCreateInfo?: boolean;

  /** Write `DROP TABLE IF EXISTS` before each `CREATE TABLE`. Default `true`. */
  readonly addDropTable?: boolean;

  /** Write column names in every `INSERT`. Default: only where the table needs it. */
  readonly completeInsert?: boolean;

  /** Write `INSERT IGNORE`. Default `false`. */
  readonly insertIgnore?: boolean;

  /** Write `REPLACE` in place of `INSERT`. Default `false`. */
  readonly replace?: boolean;

  /** Write binary values as `0x…` in place of escaped strings. Default `false`. */
  readonly hexBlob?: boolean;

  /** Dump triggers. Default `true`. */
  readonly triggers?: boolean;

  /** Dump views. Default `true`. */
  readonly views?: boolean;

  /**
   * What becomes of a view that does not work, since something that it reads from is gone:
   * `'error'`, the default, ends the dump with `BROKEN_VIEW`; `'comment'` writes its definition as
   * a comment and names it in the summary. mysqldump fails, or with `--force` leaves it out.
   */
  readonly brokenViews?: 'error' | 'comment';

  /** Dump procedures and functions. Default `true`; mysqldump leaves them out. */
  readonly routines?: boolean;

  /** Dump events. Default `true`; mysqldump leaves them out. */
  readonly events?: boolean;

  /**
   * Dump accounts and roles with their grants and password hashes, last of all: `true` for all but
   * those of the server itself (`mysql.sys`, `mariadb.sys`, ...), or a list of them, written
   * `'user'@'host'`. Default `false`. Needs {@link databases} or {@link allDatabases}, and SELECT on
   * `mysql.*`.
   *
   * An account that is there when the dump is restored keeps its password and limits, and is given
   * the grants; none is dropped. A grant on a table or routine that is not in the dump, or of a role
   * that is not, is written as a comment, and counted in the summary. On MariaDB the restoring
   * account becomes an administrator of the roles it makes, as always there. The second password of
   * an account (RETAIN CURRENT PASSWORD) is not told by the server, and is lost. mysqldump can dump
   * accounts only as tables of `mysql`.
   */
  readonly users?: boolean | readonly string[];

  /**
   * Leave out `DEFINER` of views, triggers, routines and events, so that they can be restored by an
   * account that may not make them for somebody else (on RDS, or without SUPER or SET_USER_ID): it
   * then becomes their definer. `SQL SECURITY` stays. Default `false`. A server that writes a binary
   * log lets such an account make triggers and functions only with `log_bin_trust_function_creators`
   * (on RDS a setting of the parameter group).
   */
  readonly skipDefiner?: boolean;

  /**
   * Write the position of the binary log that belongs to the rows, so that a replica can go on from
   * there: `CHANGE REPLICATION SOURCE TO …` (`CHANGE MASTER TO …` on MariaDB and before MySQL
   * 8.0.23), as a statement (1) or as a comment (2). By default it is not written. The position is
   * exact. MariaDB gives it without a lock; on MySQL `FLUSH TABLES WITH READ LOCK` is held for the
   * moment in which the snapshot begins, and given up after {@link lockTimeout}: the account needs
   * RELOAD and REPLICATION CLIENT there. An error where the server has no binary log. Tell the
   * replica the host of its source before the restore: MySQL forgets a position when it is told the
   * host after it.
   */
  readonly sourceData?: 1 | 2;

  /**
   * Write the GTIDs that the dumped server has executed: on MySQL `SET @@GLOBAL.GTID_PURGED`, with
   * `SQL_LOG_BIN=0` while the dump is restored; on MariaDB `SET GLOBAL gtid_slave_pos`. `'on'` is
   * an error where there are none, `'auto'` writes them where there are, `'commented'` writes all
   * of it as a comment. Exact as {@link sourceData}, and RELOAD is needed on MySQL.
   *
   * Default `'off'`, while mysqldump's is `AUTO`: those statements need an administrator and fail on
   * a server with transactions of its own, and most dumps are not restored to make a replica.
   */
  readonly setGtidPurged?: 'off' | 'on' | 'auto' | 'commented';

  /** Leave out everything that differs between two dumps of the same data. Default `false`. */
  readonly skipDumpDate?: boolean;

  /**
   * Bytes after which an extended `INSERT` ends and the next one begins; a single longer row makes
   * a longer statement. Default 1,000,000: below the smallest `max_allowed_packet` default in use
   * (4 MiB, MySQL 5.7).
   */
  readonly netBufferLength?: number;

  /**
   * Bytes of rows that one SELECT aims at. A table with a primary key is read in chunks of about
   * this size, in key order; one without is read in one piece. Default 32 MiB, and 4 MiB with
   * {@link parallel}, where each connection reads up to one and a half chunks ahead in memory. The
   * dump is the same bytes whatever the size of the chunks.
   */
  readonly chunkBytes?: number;

  /**
   * Connections that rows are read over, 1 to 64, all of which see one consistent moment. Default 1.
   * The dump is the same bytes whatever their number.
   *
   * Several connections begin at one moment only while nothing can be committed. So for that moment
   * a lock is held: `FLUSH TABLES WITH READ LOCK`, which needs RELOAD, and on MySQL also PROCESS, to
   * see whether a statement runs for long that would make everybody wait; or else, as on Amazon RDS
   * and Aurora, `LOCK TABLES … READ` of the tables that are dumped, which needs LOCK TABLES on their
   * databases. The second one can end a transaction that writes several of these tables with a
   * deadlock error (1213), and with thousands of tables their writers wait for up to two seconds
   * per thousand. Both are given up after {@link lockTimeout}, and given back as soon as all
   * connections have begun.
   */
  readonly parallel?: number;

  /**
   * Whole seconds, from 1, for which the lock of {@link parallel} or {@link sourceData} is waited
   * for in all, and for which it is held at the most. Default 5. Meanwhile others who write wait
   * behind it; then it is given up, and they go on: one connection and a warning, or an error, as
   * {@link parallelFallback} says.
   *
   * A dump also waits where somebody else keeps a table from being read (`LOCK TABLES … WRITE`, the
   * last moment of an ALTER TABLE). That harms nobody, and is given up after a minute, or after this
   * time where it is longer, with `QUERY_FAILED`.
   */
  readonly lockTimeout?: number;

  /**
   * Bytes of SQL per second, before compression, at the most; from 1. By default as fast as it goes.
   * For a server that serves others meanwhile: it is read from more slowly, over all connections
   * together. The dump is the same bytes, and its snapshot is open for longer.
   */
  readonly maxRate?: number;

  /**
   * Worker threads that {@link parallel} connections are read in, 0 to 64; never more than there are
   * connections. By default one less than there are cores, and none on one or two cores: there the
   * main thread reads from all of them, while compression has the other core (which it has in any
   * case: it runs on threads of its own). Measured on 2 cores, where the server has a share in them:
   * each thread costs up to a quarter more CPU for the same time. A connection that a function opens
   * is always read in the main thread; so is every connection where a bundler has left out the file
   * of the worker (`read/chunk-worker.js` in this package, with `mask` `read/masked-chunk-worker.js`).
   */
  readonly threads?: number;

  /**
   * What to do where {@link parallel} connections can't see one moment: `'warn'`, the default, reads
   * over one connection and says so in the summary; `'error'` ends the dump, with
   * `MISSING_PRIVILEGE` where a GRANT would help.
   */
  readonly parallelFallback?: 'warn' | 'error';

  /** Compress the stream. Default `'none'`. `'zstd'` needs Node.js 22.15 or newer. */
  readonly compress?: CompressionName;

  /** Level of {@link compress}: gzip 1 to 9, default 6; zstd 1 to 22, default 3. */
  readonly compressionLevel?: number;

  /** Ends the dump with a `DumpError` of code `ABORTED` when triggered. */
  readonly signal?: AbortSignal;
}
