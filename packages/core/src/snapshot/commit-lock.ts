/** Keeps every commit waiting for the moment in which snapshots and their position are taken. */

import { longestTimeLimit } from '../connect/server-info.ts';
import type { SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import type { ServerInfo } from '../summary.ts';
import { queryForLock, readLockLimit } from './lock-wait.ts';
import { untilCalm } from './long-statements.ts';
import { isDenied, isLockTimeout } from './refusal.ts';

/**
 * Seconds after which the server ends the session of a holder that says nothing, and with it the
 * lock: the holder's machine may be gone. A holder that is there is cut after the lock timeout.
 */
export function holderTimeout(lockTimeout: number): number {
  return Math.min(lockTimeout + 1, longestTimeLimit);
}

const action = 'hold commits back for the moment of the snapshot';

/**
 * Until UNLOCK TABLES or the end of the session, nothing is committed on the server.
 *
 * On MySQL no comparison of positions before and after can take the place of the lock: a group of
 * transactions is written to the binary log, and seen in its position, before the engine commits
 * them and a snapshot sees them; and the executed GTIDs are told after that. In between, the same
 * position before and after belongs to a snapshot without them. FLUSH TABLES WITH READ LOCK waits
 * for all that are in between, and lets none begin.
 * https://dev.mysql.com/doc/refman/8.4/en/flush.html#flush-tables-with-read-lock
 *
 * It waits in several steps: on MySQL for statements that write, then for all statements, then for
 * commits; on MariaDB for writers alone. Transactions that are open but idle are not waited for.
 * Starting a transaction does not give it back.
 *
 * @param lockTimeout - seconds
 * @throws DumpError
 */
export async function lockCommits(session: SqlSession, lockTimeout: number): Promise<void> {
  await session.query(
    `SET SESSION lock_wait_timeout = ${lockTimeout}, SESSION wait_timeout = ${holderTimeout(lockTimeout)}`,
    action,
  );
  await queryForLock(session, lockTimeout, 'FLUSH TABLES WITH READ LOCK', action);
}

/** Gives back what {@link lockCommits} or LOCK TABLES holds. */
export async function unlock(session: SqlSession): Promise<void> {
  await session.query('UNLOCK TABLES', 'give back the lock');
}

/**
 * Holds the lock on the session that the work is done on.
 *
 * @throws DumpError `MISSING_PRIVILEGE`; `QUERY_FAILED` where something ran for too long
 */
export async function whileCommitsWait<Result>(
  session: SqlSession,
  server: ServerInfo,
  account: string,
  lockTimeout: number,
  work: () => Promise<Result>,
): Promise<Result> {
  if ((await untilCalm(session, server, lockTimeout)) === 'busy') {
    throw waitedInVain(lockTimeout);
  }
  try {
    await lockCommits(session, lockTimeout);
  } catch (error) {
    throw explainedForPosition(error, account, lockTimeout);
  }
  const result = await work();
  await unlock(session);
  await session.query(
    `SET SESSION lock_wait_timeout = ${readLockLimit(lockTimeout)}, SESSION wait_timeout = ${longestTimeLimit}`,
    action,
  );
  return result;
}

const options = 'the options sourceData and setGtidPurged';

/** The error for somebody who asked for a position, without which the dump is not what they need. */
export function explainedForPosition(
  error: unknown,
  account: string,
  lockTimeout: number,
): unknown {
  if (!(error instanceof DumpError)) return error;
  if (isDenied(error)) {
    return new DumpError(
      'MISSING_PRIVILEGE',
      `For ${options} the account must hold commits back for a moment (FLUSH TABLES WITH READ ` +
        `LOCK), or the position would not be exactly that of the rows. Run: GRANT RELOAD ON *.* ` +
        `TO ${account}. Or leave ${options} out. Amazon RDS does not allow it: make a replica ` +
        'from a snapshot of the instance there.',
      { cause: error.cause },
    );
  }
  return isLockTimeout(error) ? waitedInVain(lockTimeout, error.cause) : error;
}

/** @param cause - error of the server, if the lock was tried at all */
export function waitedInVain(lockTimeout: number, cause?: unknown): DumpError {
  return new DumpError(
    'QUERY_FAILED',
    `A statement or transaction on the server ran for more than ${lockTimeout} seconds, and FLUSH ` +
      `TABLES WITH READ LOCK, which ${options} need, waited for it in vain. Run the dump again ` +
      'when it has ended, or with a longer lockTimeout, for which writers then wait.',
    { cause },
  );
}
