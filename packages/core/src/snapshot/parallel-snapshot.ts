/** Several connections that see one and the same moment, or the reasons why there is only one. */

import type { OwnedSession, SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import type { DumpWarning, ServerInfo, SnapshotInfo } from '../summary.ts';
import { beginUnderCommitLock } from './begin-under-commit-lock.ts';
import { beginUnderTableLock } from './begin-under-table-lock.ts';
import { defaultLockTimeout } from './lock-wait.ts';
import { untilCalm } from './long-statements.ts';
import { serversDiffer, storageIsForeign } from './one-server.ts';
import type { Refusal } from './refusal.ts';
import {
  needsCommitLock,
  type PositionOptions,
  placeSavepoint,
  prepareTransaction,
  startSnapshot,
} from './snapshot.ts';
import type { TableName } from './table-lock.ts';

export interface SnapshotRequest {
  /** Reads the catalog; and the rows, where several connections can't begin at one moment. */
  readonly coordinator: SqlSession;
  /** Read rows. Set up as the coordinator is, by `prepareSession`. */
  readonly readers: readonly SqlSession[];
  /** Opens one more session, which holds the lock. It is ended before {@link startSnapshots} is. */
  readonly openLocker: () => Promise<OwnedSession>;
  /**
   * Lists, as of now, the tables whose rows may be read and that a snapshot holds still. Only asked
   * for where LOCK TABLES is to be used, before and while it is held.
   */
  readonly listTables: (session: SqlSession) => Promise<readonly TableName[]>;
  readonly server: ServerInfo;
  /** For GRANT statements in messages. */
  readonly account: string;
  readonly options: PositionOptions & Pick<DumpOptions, 'parallelFallback' | 'subset' | 'where'>;
  /** Cuts the session that holds the lock. The other ones are the caller's to cut. */
  readonly signal: AbortSignal;
  /** Whole seconds to wait for a lock, and to hold it. Default 5. */
  readonly lockTimeout?: number | undefined;
}

export interface StartedSnapshots {
  readonly snapshot: SnapshotInfo;
  /** How many of the readers see it: all or none. End them where it is none. */
  readonly readers: number;
  /** Set where readers were asked for, and there are none. */
  readonly warning?: DumpWarning;
}

/**
 * Starts a snapshot on the coordinator and all readers at one moment. Nothing can be committed in
 * that moment (FLUSH TABLES WITH READ LOCK), or at least not to the tables of the dump (LOCK TABLES).
 * The lock is given back as soon as all have begun, after `lockTimeout` at the latest, and also when
 * anything fails: the server gives it back with the session. Where the server gives neither lock,
 * the coordinator alone has a snapshot.
 *
 * After an error or `readers: 0` the transactions that may be open on readers end with their
 * sessions, which are the caller's.
 *
 * @throws DumpError as `startSnapshot`; with `parallelFallback: 'error'` `MISSING_PRIVILEGE`, or
 *   `QUERY_FAILED`, `SCHEMA_CHANGED`, `UNSUPPORTED`, `INVALID_OPTION`, `CONNECT_FAILED` for another
 *   reason why there is no common moment
 */
export async function startSnapshots(request: SnapshotRequest): Promise<StartedSnapshots> {
  const {
    coordinator,
    readers,
    server,
    account,
    options,
    lockTimeout = defaultLockTimeout,
  } = request;
  const alone = () => startSnapshot(coordinator, server, account, options, lockTimeout);
  if (readers.length === 0) return { snapshot: await alone(), readers: 0 };
  const begun = await tryTogether(request);
  if ('refusals' in begun) {
    const message = refusedMessage(begun.refusals, readers.length);
    if (options.parallelFallback === 'error') throw refusedError(begun.refusals, message);
    const warning = {
      code: 'FEWER_CONNECTIONS',
      message: `${message} The rows are read over one connection.`,
    } as const;
    return { snapshot: await alone(), readers: 0, warning };
  }
  await Promise.all([coordinator, ...readers].map(placeSavepoint));
  return { snapshot: { ...begun, connections: readers.length }, readers: readers.length };
}

type Begun = Omit<SnapshotInfo, 'connections'>;
type Refused = { readonly refusals: readonly Refusal[] };

async function tryTogether(request: SnapshotRequest): Promise<Begun | Refused> {
  const foreign = await storageIsForeign(request.coordinator);
  if (foreign !== undefined) return { refusals: [foreign] };
  const { signal } = request;
  let locker: OwnedSession;
  try {
    locker = await request.openLocker();
  } catch (error) {
    // Too many connections, most likely.
    if (!(error instanceof DumpError) || error.code !== 'CONNECT_FAILED') throw error;
    return { refusals: [{ code: error.code, why: error.message, cause: error }] };
  }
  const cut = (): void => locker.destroy(signal.reason);
  signal.addEventListener('abort', cut, { once: true });
  try {
    signal.throwIfAborted();
    const begun = await beginWith(locker, request);
    // A lock that was not given because its session was cut, is none that was refused.
    signal.throwIfAborted();
    await locker.end();
    return begun;
  } catch (error) {
    // What cut the session says more than what the statement noticed of it.
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', cut);
    locker.destroy(new DumpError('ABORTED', 'The dump was stopped.'));
    // MySQL does not notice that a session which waits for a lock was cut.
    await locker.stopped?.();
  }
}

async function beginWith(locker: OwnedSession, request: SnapshotRequest): Promise<Begun | Refused> {
  const { coordinator, readers, server, options, lockTimeout = defaultLockTimeout } = request;
  const differing = await serversDiffer(coordinator, [...readers, locker]);
  if (differing !== undefined) return { refusals: [differing] };
  await Promise.all([coordinator, ...readers].map(prepareTransaction));
  const exact = await needsCommitLock(coordinator, server, options);
  const commits = () => beginUnderCommitLock(locker, { ...request, lockTimeout, exact });
  const tables = () => beginUnderTableLock(locker, { ...request, lockTimeout });
  const calm = exact || (await untilCalm(locker, server, 0)) === 'calm';
  // LOCK TABLES makes nobody wait for a long SELECT.
  const ways = exact ? [commits] : calm ? [commits, tables] : [tables, commits];
  const refusals: Refusal[] = [];
  for (const begin of ways) {
    const begun = await begin();
    if ('time' in begun) return begun;
    refusals.push(begun);
    if (begun.final) break;
  }
  return { refusals };
}

/** @param connections - as many as were asked for */
export function refusedMessage(refusals: readonly Refusal[], connections: number): string {
  const reasons = refusals.map(({ why }) => why.replace(/\.$/, '')).join('; ');
  const grants = refusals.flatMap(({ grant }) => grant ?? []);
  const advice = grants.length === 0 ? '' : ` Run: ${grants.join('. Or: ')}.`;
  return (
    `The ${connections} connections of the option parallel can't begin at one moment: ` +
    `${reasons}.${advice}`
  );
}

/** A missing privilege before all else: there is a remedy. */
export function refusedError(refusals: readonly Refusal[], message: string): DumpError {
  const named = refusals.find(({ code }) => code === 'MISSING_PRIVILEGE') ?? refusals[0];
  return new DumpError(
    named?.code ?? 'QUERY_FAILED',
    `${message} Or set parallelFallback to 'warn', or parallel to 1, to read over one connection.`,
    { cause: named?.cause },
  );
}
