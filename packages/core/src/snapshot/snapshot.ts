/** One consistent moment in time, without RELOAD unless a position of the binary log goes with it. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import type { ServerInfo, SnapshotInfo } from '../summary.ts';
import { type PositionReading, readBinlogPosition } from './binlog-position.ts';
import { whileCommitsWait } from './commit-lock.ts';

const savepoint = 'dumpstream';

/** What the position must be good for. */
export type PositionOptions = Pick<DumpOptions, 'setGtidPurged' | 'sourceData'>;

/**
 * Starts a transaction that sees all InnoDB tables as they are now. Needs no lock; but on MySQL an
 * exact position of the binary log does, for a moment.
 * https://dev.mysql.com/doc/refman/8.4/en/commit.html
 *
 * @param account - for GRANT statements in messages
 * @throws DumpError `MISSING_PRIVILEGE`, `UNSUPPORTED` where the options need a position that can't
 *   be had
 */
export async function startSnapshot(
  connection: DatabaseConnection,
  server: ServerInfo,
  account: string,
  options: PositionOptions,
): Promise<SnapshotInfo> {
  const action = 'start a consistent snapshot';
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ', action);
  const locked = server.flavor === 'mysql' && (await needsExactPosition(connection, options));
  const start = async () => {
    await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY', action);
    const [row] = await connection.query('SELECT UNIX_TIMESTAMP(NOW(6))', 'tell the time');
    const time = new Date(Number(row?.[0]?.toString()) * 1000);
    return { time, reading: await readBinlogPosition(connection, server, locked) };
  };
  const { time, reading } = locked
    ? await whileCommitsWait(connection, account, start)
    : await start();
  await connection.query(`SAVEPOINT ${savepoint}`, action);
  checkPosition(reading, server, account, options);
  return { time, position: reading.position };
}

/** `'auto'` means nothing on a server without GTIDs, and then needs no lock. */
async function needsExactPosition(
  connection: DatabaseConnection,
  { setGtidPurged = 'off', sourceData }: PositionOptions,
): Promise<boolean> {
  if (sourceData !== undefined) return true;
  if (setGtidPurged !== 'auto') return setGtidPurged !== 'off';
  const [row] = await connection.query('SELECT @@GLOBAL.gtid_mode', 'show its variables');
  return row?.[0]?.toString().startsWith('ON') === true;
}

function checkPosition(
  { position, error }: PositionReading,
  server: ServerInfo,
  account: string,
  { setGtidPurged = 'off', sourceData }: PositionOptions,
): void {
  if (sourceData !== undefined && position?.file === undefined) {
    if (error?.code === 'MISSING_PRIVILEGE') {
      throw new DumpError(
        'MISSING_PRIVILEGE',
        `The account ${account} may not see the position of the binary log, which the option ` +
          `sourceData writes. Run: GRANT REPLICATION CLIENT ON *.* TO ${account}. Or leave ` +
          'sourceData out.',
        { cause: error },
      );
    }
    throw new DumpError(
      'UNSUPPORTED',
      'The server has no binary log, so there is no position for the option sourceData. Switch ' +
        'it on (log_bin), or leave sourceData out.',
    );
  }
  if (['on', 'commented'].includes(setGtidPurged) && position?.gtid === undefined) {
    const setting = server.flavor === 'mariadb' ? 'log_bin' : 'gtid_mode';
    throw new DumpError(
      'UNSUPPORTED',
      `The server keeps no GTIDs (${setting} is off), so there are none for the option ` +
        `setGtidPurged. Set it to 'auto' or 'off'.`,
    );
  }
}

/**
 * Gives back the metadata locks of the tables read since the snapshot began, without leaving it:
 * an ALTER TABLE by somebody else, and everything queued behind it, need not wait for the dump.
 */
export async function releaseMetadataLocks(connection: DatabaseConnection): Promise<void> {
  await connection.query(`ROLLBACK TO SAVEPOINT ${savepoint}`, 'release metadata locks');
}
