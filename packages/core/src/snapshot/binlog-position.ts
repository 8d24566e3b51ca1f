/** Where the binary log stands, for a replica that is to go on from the dump. */

import type { SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import type { BinlogPosition, ServerInfo } from '../summary.ts';

/** The error is that of the statement: why the position can't be read. */
export type PositionReading = {
  readonly position: BinlogPosition | undefined;
  readonly error?: DumpError;
};

/**
 * @param locked - whether nothing can be committed at the moment
 */
export function readBinlogPosition(
  connection: SqlSession,
  server: ServerInfo,
  locked: boolean,
): Promise<PositionReading> {
  return server.flavor === 'mariadb'
    ? mariadbPosition(connection)
    : mysqlPosition(connection, locked);
}

/**
 * MariaDB keeps the position that belongs to a consistent snapshot.
 * https://mariadb.com/kb/en/enhancements-for-start-transaction-with-consistent-snapshot/
 */
async function mariadbPosition(connection: SqlSession): Promise<PositionReading> {
  const rows = await connection.query(
    "SHOW STATUS LIKE 'binlog_snapshot_%'",
    'show the position of its binary log',
  );
  const status = new Map(
    rows.map(([name, value]) => [name?.toString().toLowerCase(), value?.toString()]),
  );
  const file = status.get('binlog_snapshot_file');
  if (!file) return { position: undefined };
  const position = Number(status.get('binlog_snapshot_position'));
  const [row] = await connection.query(
    `SELECT BINLOG_GTID_POS('${file.replace(/[^\w.-]/g, '')}', ${position})`,
    'tell the GTID of its binary log position',
  );
  return { position: { file, position, gtid: row?.[0]?.toString() || undefined, exact: true } };
}

/** What may be missing without harm: the account may not read it, or the statement is unknown. */
const unreadable = new Set(['MISSING_PRIVILEGE', 'QUERY_FAILED']);

/** MySQL 8.2 renamed SHOW MASTER STATUS. Both need REPLICATION CLIENT; the GTID set does not. */
async function mysqlPosition(connection: SqlSession, locked: boolean): Promise<PositionReading> {
  const gtid = await executedGtids(connection);
  let refused: DumpError | undefined;
  for (const statement of ['SHOW BINARY LOG STATUS', 'SHOW MASTER STATUS']) {
    try {
      const [row] = await connection.query(statement, 'show the position of its binary log');
      if (row === undefined) break;
      const [file, position] = row.map((value) => value?.toString());
      return { position: { file, position: Number(position), gtid, exact: locked } };
    } catch (error) {
      if (!(error instanceof DumpError) || !unreadable.has(error.code)) throw error;
      // The one that the server knows tells more than the one that it doesn't.
      if (refused?.code !== 'MISSING_PRIVILEGE') refused = error;
    }
  }
  const position =
    gtid === undefined ? undefined : { file: undefined, position: undefined, gtid, exact: locked };
  return { position, ...(refused === undefined ? {} : { error: refused }) };
}

/** `undefined` where the server does not keep GTIDs; empty where it does and has none yet. */
async function executedGtids(connection: SqlSession): Promise<string | undefined> {
  const [row] = await connection.query(
    'SELECT @@GLOBAL.gtid_mode, @@GLOBAL.gtid_executed',
    'tell the GTIDs that it has executed',
  );
  const [mode, executed] = (row ?? []).map((value) => value?.toString() ?? '');
  return mode?.startsWith('ON') ? (executed ?? '').replaceAll('\n', '') : undefined;
}

/** @throws DumpError `MISSING_PRIVILEGE`, `UNSUPPORTED` where the options need more than was read */
export function checkPosition(
  { position, error }: PositionReading,
  server: ServerInfo,
  account: string,
  { setGtidPurged = 'off', sourceData }: Pick<DumpOptions, 'setGtidPurged' | 'sourceData'>,
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
