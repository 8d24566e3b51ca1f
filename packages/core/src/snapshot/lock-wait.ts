/** Waits for a lock for a limited time, however many steps the server waits in. */

import { isInterrupted } from '../connect/server-errors.ts';
import type { SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';

/** Seconds. While a lock is waited for, writers wait behind it. */
export const defaultLockTimeout = 5;

/** Seconds for which a statement that reads may wait: nobody waits behind it. */
const readLockTimeout = 60;

/** The server's limit for statements that read, in seconds. Its own is a year. */
export function readLockLimit(lockTimeout: number = defaultLockTimeout): number {
  return Math.max(readLockTimeout, lockTimeout);
}

/** ER_LOCK_WAIT_TIMEOUT */
const lockWaitTimeout = 1205;

/**
 * Runs a statement that takes locks. The server's own limit (`lock_wait_timeout`) is for each table,
 * and for each of the steps of FLUSH TABLES WITH READ LOCK: several waits in a row could keep others
 * waiting for much longer. So the statement is ended when they take too long together.
 *
 * @throws DumpError as for a lock that was waited for in vain
 */
export async function queryForLock(
  session: SqlSession,
  lockTimeout: number,
  sql: string,
  action: string,
): Promise<void> {
  let interrupting: Promise<void> | undefined;
  const timer = setTimeout(() => {
    interrupting = session.interrupt?.();
  }, lockTimeout * 1000);
  try {
    await session.query(sql, action);
  } catch (error) {
    if (interrupting === undefined || !wasInterrupted(error)) throw error;
    const cause = Object.assign(new Error('Lock wait timeout exceeded'), {
      errno: lockWaitTimeout,
    });
    throw new DumpError('QUERY_FAILED', `Lock wait timeout exceeded: ${action}.`, { cause });
  } finally {
    clearTimeout(timer);
    if (interrupting !== undefined) await settle(session, interrupting);
  }
}

function wasInterrupted(error: unknown): boolean {
  return error instanceof DumpError && isInterrupted(error.cause);
}

/** The end may have been ordered at the very moment in which the lock was given: it must hit nothing else. */
async function settle(session: SqlSession, interrupting: Promise<void>): Promise<void> {
  await interrupting;
  try {
    await session.query('DO 0', 'end a wait');
  } catch (error) {
    if (!wasInterrupted(error)) throw error;
  }
}
