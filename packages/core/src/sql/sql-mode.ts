/** The sql_mode of stored programs, written so that older and newer servers take it. */

import { quoteString } from './identifier.ts';
import type { TokenModes } from './tokens.ts';

/**
 * Modes that MySQL 8.0 no longer knows and refuses. MySQL 5.7 has the first one by default, and
 * MariaDB has them all.
 * https://dev.mysql.com/doc/refman/8.0/en/mysql-nutshell.html ("Features Removed in MySQL 8.0")
 */
const goneInMysql8 = new Set([
  'NO_AUTO_CREATE_USER',
  ...['DB2', 'MAXDB', 'MSSQL', 'MYSQL323', 'MYSQL40', 'ORACLE', 'POSTGRESQL'],
  ...['NO_FIELD_OPTIONS', 'NO_KEY_OPTIONS', 'NO_TABLE_OPTIONS'],
]);

/** What MySQL 8 takes of a mode, which may be written in any case. */
export function modesOfMysql8(mode: string): string {
  return namesOf(mode)
    .filter((name) => !goneInMysql8.has(name.toUpperCase()))
    .join(',');
}

/** An expression for a mode as the server shows it, with what a newer MySQL refuses left to others. */
export function sqlModeExpression(mode: string): string {
  const kept = modesOfMysql8(mode);
  if (kept === namesOf(mode).join(',')) return quoteString(kept);
  return `IF(VERSION() LIKE '5.%' OR VERSION() LIKE '%mariadb%',${quoteString(mode)},${quoteString(kept)})`;
}

function namesOf(mode: string): readonly string[] {
  return mode.split(',').filter((name) => name !== '');
}

/** What the mode means for reading SQL text. */
export function tokenModes(mode: string): TokenModes {
  const names = new Set(namesOf(mode));
  return {
    ansiQuotes: names.has('ANSI_QUOTES'),
    noBackslashEscapes: names.has('NO_BACKSLASH_ESCAPES'),
  };
}
