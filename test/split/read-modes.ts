/** Asks a server for what the splitter has to know of a session. */

import type { DatabaseConnection } from '../../packages/core/src/connect/database-connection.ts';
import type { ReadingModes } from '../../packages/core/src/split/statement.ts';

export async function readModes(connection: DatabaseConnection): Promise<ReadingModes> {
  const [row] = await connection.execute(Buffer.from('SELECT @@sql_mode, @@character_set_client'));
  const [mode = '', characterSet = ''] = row?.map(String) ?? [];
  return {
    ansiQuotes: mode.includes('ANSI_QUOTES'),
    noBackslashEscapes: mode.includes('NO_BACKSLASH_ESCAPES'),
    characterSet,
  };
}
