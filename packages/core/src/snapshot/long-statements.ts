/** Waits for a moment in which FLUSH TABLES WITH READ LOCK would not make everybody wait. */

import { setTimeout as delay } from 'node:timers/promises';
import type { SqlSession } from '../connect/sql-session.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import type { ServerInfo } from '../summary.ts';
import { isDenied } from './refusal.ts';

/** - `unseen`: the account does not see the statements of others. */
export type Calm = 'calm' | 'busy' | 'unseen';

const pause = 200;

/**
 * MySQL's FLUSH TABLES waits for every running statement, and even after it has given up, everybody
 * who reads a table of a long SELECT waits until that has ended ("Waiting for table flush"): the
 * table counts as flushed. So it is on 5.7 to 9. MariaDB since 10.4 waits for writers alone, and
 * leaves nothing behind (MDEV-5336).
 * https://dev.mysql.com/doc/refman/8.4/en/general-thread-states.html
 *
 * A statement that runs since less than a second is not noticed: the server counts in seconds.
 *
 * @param limit - seconds to wait for long statements to end
 */
export async function untilCalm(
  session: SqlSession,
  server: ServerInfo,
  limit: number,
): Promise<Calm> {
  if (server.flavor === 'mariadb' && serverIsAtLeast(server, 10, 4)) return 'calm';
  if (!(await seesStatements(session))) return 'unseen';
  const deadline = performance.now() + limit * 1000;
  while (await runsLongStatement(session)) {
    if (performance.now() >= deadline) return 'busy';
    await delay(pause);
  }
  return 'calm';
}

/** Without PROCESS the list of statements holds the account's own, without a word. */
async function seesStatements(session: SqlSession): Promise<boolean> {
  try {
    // The smallest of the tables that can't be read without PROCESS.
    await session.query(
      'SELECT 1 FROM information_schema.INNODB_CMP LIMIT 1',
      'tell whether the account has the privilege PROCESS',
    );
    return true;
  } catch (error) {
    if (isDenied(error)) return false;
    throw error;
  }
}

/**
 * Not from information_schema.PROCESSLIST, which MySQL 9.7 can't read while anybody's statement holds
 * a character of four bytes: "Cannot convert string from utf8mb4 to utf8mb3".
 */
async function runsLongStatement(session: SqlSession): Promise<boolean> {
  const [self] = await session.query('SELECT CONNECTION_ID()', 'tell the id of the connection');
  const rows = await session.query('SHOW PROCESSLIST', 'list the running statements');
  return rows.some((row) => {
    const [id, user, , , command, time] = row.map(String);
    return (
      (command === 'Query' || command === 'Execute') &&
      Number(time) >= 1 &&
      id !== String(self?.[0]) &&
      // A thread of replication is counted as running since its last event, when it only waits.
      user !== 'system user'
    );
  });
}
