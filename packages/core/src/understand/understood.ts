/** What a statement of a dump does, as far as the restore must know. */

/** What is made, dropped or changed. */
export type ObjectKind =
  | 'database'
  | 'table'
  | 'view'
  | 'trigger'
  | 'procedure'
  | 'function'
  | 'event'
  | 'sequence'
  /** Also the body of a package, which is a statement of its own. */
  | 'package'
  /** MySQL 9.2 and newer. */
  | 'library';

/**
 * - `nothing`: nothing to run: only comments that no server executes
 * - `setSession`: SET of the session's variables or of user variables, SET NAMES, SET ROLE
 * - `setGlobal`: SET of at least one variable of the server
 * - `use`: USE
 * - `lock`: LOCK TABLES and UNLOCK TABLES
 * - `transaction`: BEGIN, START TRANSACTION, COMMIT
 * - `insert`: INSERT or REPLACE … VALUES
 * - `change`: DELETE or UPDATE of one table
 * - `disableKeys`, `enableKeys`: ALTER TABLE … DISABLE KEYS and ENABLE KEYS
 * - `create`, `drop`: of an object
 * - `alter`: of an object; also CREATE INDEX and DROP INDEX, RENAME TABLE and TRUNCATE
 * - `prepared`: PREPARE, EXECUTE, DEALLOCATE PREPARE
 * - `accounts`: users, roles and grants, also FLUSH PRIVILEGES
 * - `replication`: CHANGE MASTER TO, CHANGE REPLICATION SOURCE TO, ...
 * - `maintenance`: ANALYZE, CHECK, CHECKSUM, OPTIMIZE, REPAIR and FLUSH of named tables; DO, SELECT and
 *   SHOW that call nothing but functions of the server, and sequences: run in its place
 * - `clientCommand`: a command of the client programs (`\!`, `source`, `system`, ...)
 * - `other`: anything else, also a statement that could not be read to where its object's name ends,
 *   or that may write by what it calls; of INSERT … SELECT the table is told, of all others no object
 */
export type StatementKind =
  | 'nothing'
  | 'setSession'
  | 'setGlobal'
  | 'use'
  | 'lock'
  | 'transaction'
  | 'insert'
  | 'change'
  | 'disableKeys'
  | 'enableKeys'
  | 'create'
  | 'alter'
  | 'drop'
  | 'prepared'
  | 'accounts'
  | 'replication'
  | 'maintenance'
  | 'clientCommand'
  | 'other';

/** A name as it stands in a statement. */
export interface NamedObject {
  /** Absent where it is the current one. */
  readonly database?: string;
  readonly name: string;
}

export interface Understood {
  readonly kind: StatementKind;
  readonly object?: ObjectKind;
  /** The database that the statement names for its object; absent where it is the current one. */
  readonly database?: string;
  /** Of the object; of USE and of a database its name. Absent in ALTER DATABASE of the current one. */
  readonly name?: string;
  /** The table of a trigger. */
  readonly table?: string;
  /** The database that the statement names for that table. */
  readonly tableDatabase?: string;
  /**
   * Further objects that are written: the second to last name of a DROP, the new names of a RENAME,
   * the tables that a MERGE table writes to, or another one that it is made like.
   */
  readonly others?: readonly NamedObject[];
  /** Sequences of MariaDB whose values are taken or set. */
  readonly sequences?: readonly NamedObject[];
  /** Of `setSession`: whether it sets SQL_LOG_BIN. */
  readonly binaryLog?: boolean;
  /** A temporary table: it is there for the session alone that made it. */
  readonly temporary?: boolean;
  /** Of `insert`: whether the order of statements matters (REPLACE, IGNORE, ON DUPLICATE KEY UPDATE). */
  readonly ordered?: boolean;
}
