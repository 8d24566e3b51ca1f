/** One consistent moment in time, on an account without RELOAD. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import type { BinlogPosition, ServerInfo, SnapshotInfo } from '../summary.ts';

const savepoint = 'dumpstream';

/** What may be missing without harm: binary logging is off, or the account may not read it. */
const positionUnreadable = new Set(['MISSING_PRIVILEGE', 'QUERY_FAILED']);

/**
 * Starts a transaction that sees all InnoDB tables as they are now.
 * https://dev.mysql.com/doc/refman/8.4/en/commit.html
 */
export async function startSnapshot(
  connection: DatabaseConnection,
  server: ServerInfo,
): Promise<SnapshotInfo> {
  const action = 'start a consistent snapshot';
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ', action);
  await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY', action);
  const [row] = await connection.query('SELECT UNIX_TIMESTAMP(NOW(6))', 'tell the time');
  await connection.query(`SAVEPOINT ${savepoint}`, action);
  const time = new Date(Number(row?.[0]?.toString()) * 1000);
  const position =
    server.flavor === 'mariadb'
      ? await mariadbPosition(connection)
      : await mysqlPosition(connection);
  return { time, position };
}

/**
 * Gives back the metadata locks of the tables read since the snapshot began, without leaving it:
 * an ALTER TABLE by somebody else, and everything queued behind it, need not wait for the dump.
 */
export async function releaseMetadataLocks(connection: DatabaseConnection): Promise<void> {
  await connection.query(`ROLLBACK TO SAVEPOINT ${savepoint}`, 'release metadata locks');
}

/**
 * MariaDB keeps the position that belongs to a consistent snapshot.
 * https://mariadb.com/kb/en/enhancements-for-start-transaction-with-consistent-snapshot/
 */
async function mariadbPosition(
  connection: DatabaseConnection,
): Promise<BinlogPosition | undefined> {
  const rows = await connection.query(
    "SHOW STATUS LIKE 'binlog_snapshot_%'",
    'show the position of its binary log',
  );
  const status = new Map(
    rows.map(([name, value]) => [name?.toString().toLowerCase(), value?.toString()]),
  );
  const file = status.get('binlog_snapshot_file');
  if (!file) return undefined;
  const position = Number(status.get('binlog_snapshot_position'));
  const [row] = await connection.query(
    `SELECT BINLOG_GTID_POS('${file.replace(/[^\w.-]/g, '')}', ${position})`,
    'tell the GTID of its binary log position',
  );
  return { file, position, gtid: row?.[0]?.toString() || undefined, exact: true };
}

/** MySQL 8.2 renamed SHOW MASTER STATUS. Both need REPLICATION CLIENT. */
async function mysqlPosition(connection: DatabaseConnection): Promise<BinlogPosition | undefined> {
  for (const statement of ['SHOW BINARY LOG STATUS', 'SHOW MASTER STATUS']) {
    try {
      const [row] = await connection.query(statement, 'show the position of its binary log');
      if (row === undefined) return undefined;
      const [file, position, , , gtid] = row.map((value) => value?.toString());
      return {
        file,
        position: Number(position),
        gtid: gtid?.replaceAll('\n', '') || undefined,
        exact: false,
      };
    } catch (error) {
      if (!(error instanceof DumpError) || !positionUnreadable.has(error.code)) throw error;
    }
  }
  return undefined;
}
