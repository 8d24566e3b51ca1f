/** Where the binary log stands, for a replica that is to go on from the dump. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
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
  connection: DatabaseConnection,
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
async function mariadbPosition(connection: DatabaseConnection): Promise<PositionReading> {
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
async function mysqlPosition(
  connection: DatabaseConnection,
  locked: boolean,
): Promise<PositionReading> {
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
async function executedGtids(connection: DatabaseConnection): Promise<string | undefined> {
  const [row] = await connection.query(
    'SELECT @@GLOBAL.gtid_mode, @@GLOBAL.gtid_executed',
    'tell the GTIDs that it has executed',
  );
  const [mode, executed] = (row ?? []).map((value) => value?.toString() ?? '');
  return mode?.startsWith('ON') ? (executed ?? '').replaceAll('\n', '') : undefined;
}
