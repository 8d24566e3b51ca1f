/** What the restore asks a server about its limits and habits. */

import type { SqlSession } from '../../connect/sql-session.ts';

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
