/** Snapshots that begin at one moment, in which nothing is committed on the whole server. */

import type { OwnedSession } from '../connect/sql-session.ts';
import type { ServerInfo, SnapshotInfo } from '../summary.ts';
import { beginTogether, type TogetherRequest } from './begin-together.ts';
import { checkPosition, readBinlogPosition } from './binlog-position.ts';
import { explainedForPosition, lockCommits, unlock, waitedInVain } from './commit-lock.ts';
import { untilCalm } from './long-statements.ts';
import { lockRefusal, type Refusal } from './refusal.ts';
import { type PositionOptions, readTime } from './snapshot.ts';

export interface CommitLockRequest extends TogetherRequest {
  readonly server: ServerInfo;
  readonly account: string;
  readonly options: PositionOptions;
  /** A position is needed that only this lock can give: errors in place of refusals. */
  readonly exact: boolean;
}

const statement = 'FLUSH TABLES WITH READ LOCK';

/** Without PROCESS. */
export const unseenStatements = {
  code: 'MISSING_PRIVILEGE',
  why:
    'the account does not see whether statements of others run for long, for which ' +
    `${statement} would make everybody wait`,
} as const;

/**
 * @throws DumpError where `exact`, as `startSnapshot`
 */
export async function beginUnderCommitLock(
  locker: OwnedSession,
  request: CommitLockRequest,
): Promise<Omit<SnapshotInfo, 'connections'> | Refusal> {
  const { coordinator, server, account, options } = request;
  const refusal = await lock(locker, request);
  if (refusal !== undefined) return refusal;
  const begun = await beginTogether(locker, request, async () => {
    const time = await readTime(coordinator);
    return { time, reading: await readBinlogPosition(coordinator, server, true) };
  });
  if (!('result' in begun)) return begun;
  await unlock(locker);
  const { time, reading } = begun.result;
  checkPosition(reading, server, account, options);
  return { time, position: reading.position };
}

async function lock(
  locker: OwnedSession,
  { server, account, lockTimeout, exact }: CommitLockRequest,
): Promise<Refusal | undefined> {
  const privileges = server.flavor === 'mysql' ? 'RELOAD, PROCESS' : 'RELOAD';
  const grant = `GRANT ${privileges} ON *.* TO ${account}`;
  const calm = await untilCalm(locker, server, lockTimeout);
  if (calm === 'busy') {
    if (exact) throw waitedInVain(lockTimeout);
    const why = `a statement has run for longer than ${lockTimeout} seconds, and ${statement} would make everybody wait for it`;
    return { code: 'QUERY_FAILED', why };
  }
  if (calm === 'unseen' && !exact) {
    return { ...unseenStatements, grant };
  }
  try {
    await lockCommits(locker, lockTimeout);
    return undefined;
  } catch (error) {
    if (exact) throw explainedForPosition(error, account, lockTimeout);
    return lockRefusal(error, statement, lockTimeout, grant);
  }
}
