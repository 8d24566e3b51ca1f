/** Which server this is, and a limit that each of them takes. */

import type { ServerInfo } from '../summary.ts';
import type { SqlSession } from './sql-session.ts';

/** The longest time limit that every server takes, in seconds: 24 days. */
export const longestTimeLimit = 2_147_483;

/** Reads which server this is. Rows and texts of this package are all read as bytes. */
export async function readServerInfo(session: SqlSession): Promise<ServerInfo> {
  const [row] = await session.query('SELECT VERSION()', 'tell its version');
  const version = row?.[0]?.toString() ?? 'unknown';
  return { version, flavor: /mariadb/i.test(version) ? 'mariadb' : 'mysql' };
}
