/** Session settings under which values and definitions come out exact, and no time limit cuts in. */

import { longestTimeLimit } from '../connect/server-info.ts';
import type { SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import type { ServerInfo } from '../summary.ts';
import { readLockLimit } from './lock-wait.ts';

/**
 * - `sql_mode` without ANSI_QUOTES and NO_BACKSLASH_ESCAPES, for SHOW CREATE; the CSV engine reads
 *   invalid dates only where they are allowed.
 * - `character_set_results = NULL`: each column's own bytes, not converted through Unicode.
 * - `time_zone`: TIMESTAMP in UTC, which has no summer time.
 * - time limits: a reader may take as long as it likes.
 * - `lock_wait_timeout`: what somebody else keeps from being read is not waited for forever.
 * - `max_error_count`: no warning is lost that tells of a table left out.
 *
 * @param lockTimeout - whole seconds, as the option
 */
export async function prepareSession(
  connection: SqlSession,
  server: ServerInfo,
  lockTimeout?: number,
): Promise<void> {
  const settings = [
    "sql_mode = 'ALLOW_INVALID_DATES'",
    "time_zone = '+00:00'",
    'character_set_results = NULL',
    'sql_quote_show_create = 1',
    'sql_select_limit = 18446744073709551615',
    `net_write_timeout = ${longestTimeLimit}`,
    `net_read_timeout = ${longestTimeLimit}`,
    `wait_timeout = ${longestTimeLimit}`,
    `lock_wait_timeout = ${readLockLimit(lockTimeout)}`,
    // MySQL 8 leaves out no table, and lets an administrator alone set it.
    ...(server.flavor === 'mariadb' || !serverIsAtLeast(server, 8)
      ? ['max_error_count = 65535']
      : []),
    server.flavor === 'mariadb' ? 'max_statement_time = 0' : 'max_execution_time = 0',
    'sql_big_selects = 1',
    ...(server.flavor === 'mariadb' ? await idleTransactionLimits(connection) : []),
    ...(await showVariables(connection)),
  ];
  await connection.query(
    `SET ${settings.map((setting) => `SESSION ${setting}`).join(', ')}`,
    'set up the session',
  );
  if (server.flavor === 'mariadb') await leaveBinaryLog(connection);
}

/**
 * MariaDB gives metadata locks back at a savepoint only to a session that does not write its binary
 * log. The setting needs BINLOG ADMIN; without it the dump keeps the metadata locks of the tables
 * it has read to its end, as mariadb-dump does.
 */
async function leaveBinaryLog(connection: SqlSession): Promise<void> {
  try {
    await connection.query('SET SESSION sql_log_bin = 0', 'leave the binary log');
  } catch (error) {
    if (!(error instanceof DumpError) || error.code !== 'MISSING_PRIVILEGE') throw error;
  }
}

/** MariaDB 10.3 and newer: https://mariadb.com/kb/en/transaction-timeouts/ */
async function idleTransactionLimits(connection: SqlSession): Promise<string[]> {
  const rows = await connection.query(
    "SHOW VARIABLES WHERE Variable_name IN ('idle_transaction_timeout', 'idle_readonly_transaction_timeout')",
    'show its variables',
  );
  return rows.flatMap(([name]) => (name == null ? [] : [`${name.toString()} = 0`]));
}

/** What else changes the text of SHOW CREATE or the rows of a SELECT, where the server has it. */
const shownFully = new Map([
  // MySQL 8.0.30: generated invisible primary keys
  ['show_gipk_in_create_table_and_information_schema', '1'],
  // MySQL 5.7.22: ROW_FORMAT is shown where it was given, and not also where it was not.
  ['show_create_table_verbosity', '0'],
  // MySQL 8.0.18
  ['show_create_table_skip_secondary_engine', '0'],
  // MySQL 5.7 and 8.0: a comment behind each column of an old format
  ['show_old_temporals', '0'],
  // MariaDB: another time than now for system-versioned tables
  ['system_versioning_asof', 'DEFAULT'],
]);

async function showVariables(connection: SqlSession): Promise<string[]> {
  const names = [...shownFully.keys()].map((name) => `'${name}'`).join(', ');
  const rows = await connection.query(
    `SHOW VARIABLES WHERE Variable_name IN (${names})`,
    'show its variables',
  );
  return rows.flatMap(([name, current]) => {
    const value = shownFully.get(name?.toString().toLowerCase() ?? '');
    // What is set already needs no statement, which could need a privilege.
    return value === undefined || isSetTo(current, value) ? [] : [`${name} = ${value}`];
  });
}

function isSetTo(current: Buffer | null | undefined, value: string): boolean {
  return (
    current?.toString().toUpperCase() === (value === '0' ? 'OFF' : value === '1' ? 'ON' : value)
  );
}
