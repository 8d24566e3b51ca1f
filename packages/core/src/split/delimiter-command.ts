/** Reads the one command of the client programs that a dump needs: DELIMITER. */

import { isSpace } from './byte-kinds.ts';

/** How a text goes on. */
export type DelimiterCommand =
  /** There is no such command; or it can't be told yet without more bytes. */
  | 'none'
  | 'moreBytes'
  | { readonly delimiter: Buffer; readonly bytes: number }
  | { readonly problem: string };

const name = Buffer.from('delimiter');
/** More than any delimiter, with blanks: a longer line is something else. */
const longestLine = 1024;
/** The clients keep 15 bytes, and split the text wrongly by longer ones. */
const longestDelimiter = 255;

/**
 * The clients take the rest of the line, up to a blank, and quotes around it off. They know the
 * command in the middle of a line too, and of a statement: there it is a word of the server's here,
 * as "delimiter" may be the name of a column.
 *
 * @param at - where a statement could begin
 * @param final - whether no more bytes follow
 */
export function readDelimiterCommand(data: Buffer, at: number, final: boolean): DelimiterCommand {
  const known = Math.min(name.length, data.length - at);
  for (let index = 0; index < known; index++) {
    // 0x20 makes a letter small, and no other byte one of these letters.
    if (((data[at + index] as number) | 0x20) !== name[index]) return 'none';
  }
  const behind = at + name.length;
  if (behind >= data.length && !final) return 'moreBytes';
  if (known < name.length) return 'none';
  if (behind < data.length && !isSpace(data[behind] as number)) return 'none';
  const lineEnd = data.indexOf(0x0a, behind);
  const end = lineEnd === -1 ? data.length : lineEnd;
  if (end - at > longestLine) return { problem: 'is a DELIMITER command whose line has no end' };
  if (lineEnd === -1 && !final) return 'moreBytes';
  // One character for each byte.
  const line = data.toString('latin1', behind, end);
  const found =
    /^[ \t\v\f\r]*(?:(?<quote>['"`])(?<quoted>.*?)\k<quote>|(?<bare>[^ \t\v\f\r]+))/s.exec(line);
  const delimiter = found?.groups?.['quoted'] ?? found?.groups?.['bare'] ?? '';
  if (delimiter === '') return { problem: 'is a DELIMITER command without a delimiter' };
  if (delimiter.includes('\\')) {
    return { problem: 'is a DELIMITER command with a backslash, which clients refuse as well' };
  }
  if (/[ \t\v\f\r]/.test(delimiter) || delimiter.length > longestDelimiter) {
    return { problem: 'is a DELIMITER command with a delimiter that no client would find' };
  }
  return { delimiter: Buffer.from(delimiter, 'latin1'), bytes: end - at };
}
