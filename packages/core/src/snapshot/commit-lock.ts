/** Keeps every commit waiting for the moment in which a snapshot and its position are taken. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';

/** Seconds. While the lock is waited for, writers wait behind it. */
const patience = 10;

/** ER_LOCK_WAIT_TIMEOUT */
const lockWaitTimeout = 1205;

/**
 * On MySQL no comparison of positions before and after can take the place of the lock: a group of
 * transactions is written to the binary log, and seen in its position, before the engine commits
 * them and a snapshot sees them; and the executed GTIDs are told after that. In between, the same
 * position before and after belongs to a snapshot without them. FLUSH TABLES WITH READ LOCK waits
 * for all that are in between, and lets none begin.
 * https://dev.mysql.com/doc/refman/8.4/en/flush.html#flush-tables-with-read-lock
 *
 * @throws DumpError `MISSING_PRIVILEGE`; `QUERY_FAILED` where something ran for too long
 */
export async function whileCommitsWait<Result>(
  connection: DatabaseConnection,
  account: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const action = 'hold commits back for the moment of the snapshot';
  await connection.query(`SET SESSION lock_wait_timeout = ${patience}`, action);
  try {
    await connection.query('FLUSH TABLES WITH READ LOCK', action);
  } catch (error) {
    throw explained(error, account);
  }
  const result = await work();
  await connection.query('UNLOCK TABLES', action);
  await connection.query('SET SESSION lock_wait_timeout = DEFAULT', action);
  return result;
}

function explained(error: unknown, account: string): unknown {
  if (!(error instanceof DumpError)) return error;
  const options = 'the options sourceData and setGtidPurged';
  if (error.code === 'MISSING_PRIVILEGE') {
    return new DumpError(
      'MISSING_PRIVILEGE',
      `For ${options} the account must hold commits back for a moment (FLUSH TABLES WITH READ ` +
        `LOCK), or the position would not be exactly that of the rows. Run: GRANT RELOAD ON *.* ` +
        `TO ${account}. Or leave ${options} out. Amazon RDS does not allow it: make a replica ` +
        'from a snapshot of the instance there.',
      { cause: error.cause },
    );
  }
  if (error.cause instanceof Error && 'errno' in error.cause) {
    if (error.cause.errno !== lockWaitTimeout) return error;
    return new DumpError(
      'QUERY_FAILED',
      `A statement or transaction on the server ran for more than ${patience} seconds, and FLUSH ` +
        `TABLES WITH READ LOCK, which ${options} need, waited for it in vain. Run the dump again ` +
        'when it has ended.',
      { cause: error.cause },
    );
  }
  return error;
}
