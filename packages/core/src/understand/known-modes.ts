/** SET statements of dumps without modes that the server no longer knows. */

import { serverIsAtLeast } from '../sql/server-version.ts';
import { modesOfMysql8 } from '../sql/sql-mode.ts';
import type { ServerInfo } from '../summary.ts';

/** A literal of names alone; what is put together is left to the server. */
const assignment = /(\bsql_mode\W{0,3}\s*:?=\s*)(['"])([\w,]*)\2/gi;

/**
 * mysqldump of MySQL 5.7 and mariadb-dump set the mode in which a program was made, and in that by default
 * NO_AUTO_CREATE_USER, which MySQL 8.0.11 refuses by ER_WRONG_VALUE_FOR_VAR. It is about GRANT statements; the
 * others are about how definitions are shown, or stand for modes that are named beside them.
 */
export function withKnownModes(
  bytes: Buffer,
  { flavor, version }: Pick<ServerInfo, 'flavor' | 'version'>,
): Buffer {
  if (flavor !== 'mysql' || !serverIsAtLeast({ version }, 8, 0, 11)) return bytes;
  const text = bytes.toString('latin1');
  const changed = text.replace(
    assignment,
    (_, before: string, quote: string, modes: string) =>
      `${before}${quote}${modesOfMysql8(modes)}${quote}`,
  );
  return changed === text ? bytes : Buffer.from(changed, 'latin1');
}
