/** What the restore asks a server about itself. */

import type { SqlSession } from '../../connect/sql-session.ts';
import type { ServerInfo } from '../../summary.ts';

/** The longest time limit that every server takes, in seconds: 24 days. */
export const longestTimeLimit = 2_147_483;

/** Reads which server this is. */
export async function readServerInfo(session: SqlSession): Promise<ServerInfo> {
  const [row] = await session.query('SELECT VERSION()', 'tell its version');
  const version = row?.[0]?.toString() ?? 'unknown';
  return { version, flavor: /mariadb/i.test(version) ? 'mariadb' : 'mysql' };
}

/** Limits and habits of the server that a restore depends on. */
export interface ServerLimits {
  /** `max_allowed_packet`, in bytes. */
  readonly maxAllowedPacket: number;
  /** Names of databases and tables that differ in case alone are the same. */
  readonly caseInsensitiveNames: boolean;
  /** The current database of a new session. */
  readonly currentDatabase: string | undefined;
}

export async function readServerLimits(session: SqlSession): Promise<ServerLimits> {
  const [row] = await session.query(
    'SELECT @@SESSION.max_allowed_packet, @@GLOBAL.lower_case_table_names, DATABASE()',
    'tell its max_allowed_packet',
  );
  const [packet, lowerCase, database] = row ?? [];
  return {
    maxAllowedPacket: Number(packet ?? 0),
    caseInsensitiveNames: Number(lowerCase ?? 0) !== 0,
    currentDatabase: database?.toString(),
  };
}
