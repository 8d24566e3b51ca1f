/** Keeps writers of the dumped tables waiting, where the server does not let all commits be held. */

import type { SqlSession } from '../connect/sql-session.ts';
import { qualifiedName } from '../sql/identifier.ts';
import { holderTimeout } from './commit-lock.ts';
import { queryForLock } from './lock-wait.ts';

/** A table whose rows the snapshots are to agree on. */
export interface TableName {
  readonly database: string;
  readonly name: string;
}

const action = 'keep writers of the dumped tables waiting for the moment of the snapshot';

/**
 * To be called once, before {@link lockTables}.
 *
 * - `autocommit = 0` and `innodb_table_locks`: LOCK TABLES then also asks InnoDB for the table. On
 *   MariaDB and MySQL 5.7 a transaction that was prepared by XA, and whose session is gone, holds
 *   no other lock, and could be committed between two snapshots.
 *   https://dev.mysql.com/doc/refman/8.4/en/innodb-parameters.html#sysvar_innodb_table_locks
 * - READ COMMITTED: lists of tables are then as of now, and not as of the first of them.
 * - `sql_mode`: strings are quoted with backslashes.
 *
 * @param lockTimeout - seconds
 */
export async function prepareTableLock(session: SqlSession, lockTimeout: number): Promise<void> {
  await session.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', action);
  const settings = [
    "sql_mode = ''",
    'autocommit = 0',
    'innodb_table_locks = 1',
    `lock_wait_timeout = ${lockTimeout}`,
    `innodb_lock_wait_timeout = ${lockTimeout}`,
    `wait_timeout = ${holderTimeout(lockTimeout)}`,
  ];
  await session.query(
    `SET ${settings.map((setting) => `SESSION ${setting}`).join(', ')}`,
    'set up the session',
  );
}

/**
 * Until UNLOCK TABLES, the start of a transaction or the end of the session, nothing is written to
 * the tables, and no transaction that has written to them is open. Statements that only read are
 * neither waited for nor kept waiting, also behind a lock that is still waited for. READ LOCAL
 * would be the same for InnoDB.
 *
 * It can end a transaction of somebody who writes several of the tables with a deadlock (1213): of
 * two who wait for each other, the server ends the one that writes rows.
 *
 * @param tables - must not be empty
 * @param lockTimeout - seconds for all of them together
 * @throws DumpError
 */
export async function lockTables(
  session: SqlSession,
  tables: readonly TableName[],
  lockTimeout: number,
): Promise<void> {
  await queryForLock(session, lockTimeout, lockStatement(tables), action);
}

/** Whether the server takes a statement with so many names. */
export async function fitsStatement(
  session: SqlSession,
  tables: readonly TableName[],
): Promise<boolean> {
  const [row] = await session.query('SELECT @@max_allowed_packet', 'show its variables');
  return Buffer.byteLength(lockStatement(tables)) + statementSurplus < Number(row?.[0]?.toString());
}

/** Bytes that a session may add: the command's one, and a comment to find the statement by. */
const statementSurplus = 256;

function lockStatement(tables: readonly TableName[]): string {
  return `LOCK TABLES ${tables.map((table) => `${qualifiedName(table)} READ`).join(', ')}`;
}
