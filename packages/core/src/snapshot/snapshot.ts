/** One consistent moment in time, without RELOAD unless a position of the binary log goes with it. */

import type { SqlSession } from '../connect/sql-session.ts';
import type { DumpOptions } from '../options.ts';
import type { ServerInfo, SnapshotInfo } from '../summary.ts';
import { checkPosition, readBinlogPosition } from './binlog-position.ts';
import { whileCommitsWait } from './commit-lock.ts';

const savepoint = 'dumpstream';
const action = 'start a consistent snapshot';

/** What the position must be good for. */
export type PositionOptions = Pick<DumpOptions, 'setGtidPurged' | 'sourceData'>;

/**
 * Starts a transaction that sees all InnoDB tables as they are now. Needs no lock; but on MySQL an
 * exact position of the binary log does, for a moment.
 * https://dev.mysql.com/doc/refman/8.4/en/commit.html
 *
 * @param account - for GRANT statements in messages
 * @param lockTimeout - whole seconds to wait for a lock
 * @throws DumpError `MISSING_PRIVILEGE`, `UNSUPPORTED` where the options need a position that can't
 *   be had
 */
export async function startSnapshot(
  session: SqlSession,
  server: ServerInfo,
  account: string,
  options: PositionOptions,
  lockTimeout: number,
): Promise<SnapshotInfo> {
  await prepareTransaction(session);
  const locked = await needsCommitLock(session, server, options);
  const start = async () => {
    await startTransaction(session);
    const time = await readTime(session);
    return { time, reading: await readBinlogPosition(session, server, locked) };
  };
  const { time, reading } = locked
    ? await whileCommitsWait(session, server, account, lockTimeout, start)
    : await start();
  await placeSavepoint(session);
  checkPosition(reading, server, account, options);
  return { time, position: reading.position, connections: 1 };
}

/** To be called before any lock is held. */
export async function prepareTransaction(session: SqlSession): Promise<void> {
  await session.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ', action);
}

export async function startTransaction(session: SqlSession): Promise<void> {
  await session.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY', action);
}

/** The clock of the server. */
export async function readTime(session: SqlSession): Promise<Date> {
  const [row] = await session.query('SELECT UNIX_TIMESTAMP(NOW(6))', 'tell the time');
  return new Date(Number(row?.[0]?.toString()) * 1000);
}

/** What {@link releaseMetadataLocks} goes back to. */
export async function placeSavepoint(session: SqlSession): Promise<void> {
  await session.query(`SAVEPOINT ${savepoint}`, action);
}

/**
 * Whether the options need a position that is exact only while commits wait. `'auto'` means nothing
 * on a server without GTIDs, and MariaDB ties a position to each snapshot.
 */
export async function needsCommitLock(
  session: SqlSession,
  server: ServerInfo,
  { setGtidPurged = 'off', sourceData }: PositionOptions,
): Promise<boolean> {
  if (server.flavor === 'mariadb') return false;
  if (sourceData !== undefined) return true;
  if (setGtidPurged !== 'auto') return setGtidPurged !== 'off';
  const [row] = await session.query('SELECT @@GLOBAL.gtid_mode', 'show its variables');
  return row?.[0]?.toString().startsWith('ON') === true;
}

/**
 * Gives back the metadata locks of the tables read since the snapshot began, without leaving it:
 * an ALTER TABLE by somebody else, and everything queued behind it, need not wait for the dump.
 */
export async function releaseMetadataLocks(session: SqlSession): Promise<void> {
  await session.query(`ROLLBACK TO SAVEPOINT ${savepoint}`, 'release metadata locks');
}
