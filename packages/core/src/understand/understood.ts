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
  | 'package';

/**
 * - `nothing`: nothing to run: only comments that no server executes
 * - `setSession`: SET of the session's variables or of user variables, SET NAMES, SET ROLE
 * - `setGlobal`: SET of at least one variable of the server
 * - `use`: USE
 * - `lock`: LOCK TABLES and UNLOCK TABLES
 * - `transaction`: BEGIN, START TRANSACTION, COMMIT
 * - `insert`: INSERT or REPLACE … VALUES
 * - `disableKeys`, `enableKeys`: ALTER TABLE … DISABLE KEYS and ENABLE KEYS
 * - `create`, `alter`, `drop`: of an object
 * - `prepared`: PREPARE, EXECUTE, DEALLOCATE PREPARE
 * - `accounts`: users, roles and grants
 * - `replication`: CHANGE MASTER TO, CHANGE REPLICATION SOURCE TO, ...
 * - `maintenance`: ANALYZE, FLUSH, DO, SELECT and the like: run in its place
 * - `clientCommand`: a command of the client programs (`\!`, `source`, `system`, ...)
 * - `other`: anything else
 */
export type StatementKind =
  | 'nothing'
  | 'setSession'
  | 'setGlobal'
  | 'use'
  | 'lock'
  | 'transaction'
  | 'insert'
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

export interface Understood {
  readonly kind: StatementKind;
  readonly object?: ObjectKind;
  /** The database that the statement names for its object; absent where it is the current one. */
  readonly database?: string;
  /** Of the object; of USE the database. */
  readonly name?: string;
  /** The table of a trigger. */
  readonly table?: string;
  /** Of `insert`: whether the order of statements matters (REPLACE, IGNORE, ON DUPLICATE KEY UPDATE). */
  readonly ordered?: boolean;
}
