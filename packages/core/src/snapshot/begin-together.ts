/** Starts transactions on several sessions while a lock is held, for a limited time. */

import type { OwnedSession, SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import type { Refusal } from './refusal.ts';
import { startTransaction } from './snapshot.ts';

/** All sessions that are to see one moment, and the one that holds the lock meanwhile. */
export interface TogetherRequest {
  readonly coordinator: SqlSession;
  readonly readers: readonly SqlSession[];
  /** Whole seconds for which everybody else may be kept waiting, before the lock is there and after. */
  readonly lockTimeout: number;
}

/**
 * The lock is given back by whoever took it, but for the case that the sessions do not begin in
 * time: a connection may hang, and the server would wait with it. Then the locker is cut.
 *
 * @param underLock - work on the coordinator and the locker that belongs to the moment, as soon as
 *   all have begun
 */
export async function beginTogether<Result>(
  locker: OwnedSession,
  { coordinator, readers, lockTimeout }: TogetherRequest,
  underLock: () => Promise<Result>,
): Promise<{ readonly result: Result } | Refusal> {
  const first = startTransaction(coordinator);
  const tooLate = new DumpError('QUERY_FAILED', 'The lock was held for too long.');
  let expired = false;
  let underway: Promise<Result> | undefined;
  const all = Promise.all([first, ...readers.map(startTransaction)]).then(() => {
    if (expired) throw tooLate;
    underway = underLock();
    return underway;
  });
  const { promise: limit, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), lockTimeout * 1000);
  try {
    const ended = await Promise.race([all.then((result) => ({ result })), limit]);
    if (ended !== undefined) return ended;
  } finally {
    clearTimeout(timer);
  }
  expired = true;
  locker.destroy(tooLate);
  all.catch(() => {});
  // The coordinator goes on alone, one statement at a time.
  await Promise.allSettled([first, underway]);
  return {
    code: 'QUERY_FAILED',
    why: `not all connections began within ${lockTimeout} seconds (lockTimeout), and the lock was given back`,
    final: true,
  };
}
