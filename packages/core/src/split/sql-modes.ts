/** What a value of `sql_mode` says about the way in which SQL is read. */

import type { ReadingModes } from './statement.ts';

/** Modes that make double quotes quote names; some of them are MariaDB's, and MySQL 5.7's. */
const ansi = ['ANSI_QUOTES', 'ANSI', 'DB2', 'MAXDB', 'MSSQL', 'ORACLE', 'POSTGRESQL'];
const noEscapes = 'NO_BACKSLASH_ESCAPES';

/** The same as bits: ANSI_QUOTES; POSTGRESQL, ORACLE, MSSQL, DB2 and MAXDB; ANSI. */
const ansiBits = (1 << 2) | (0b11111 << 8) | (1 << 18);
const noEscapesBit = 1 << 20;

export function modeFlags(
  value: string | number,
): Pick<ReadingModes, 'ansiQuotes' | 'noBackslashEscapes'> {
  if (typeof value === 'number') {
    const bits = value % 2 ** 31;
    return { ansiQuotes: (bits & ansiBits) !== 0, noBackslashEscapes: (bits & noEscapesBit) !== 0 };
  }
  const names = new Set(value.split(',').map((name) => name.trim().toUpperCase()));
  return {
    ansiQuotes: ansi.some((name) => names.has(name)),
    noBackslashEscapes: names.has(noEscapes),
  };
}

/** As `@@sql_mode` would say it, without the modes that do not matter. */
export function sqlModeText(modes: ReadingModes): string {
  const names = [modes.ansiQuotes && 'ANSI_QUOTES', modes.noBackslashEscapes && noEscapes];
  return names.filter(Boolean).join(',');
}
