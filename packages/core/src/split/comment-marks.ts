/** What begins and ends comments, as the servers' lexers have it. */

import { nothing } from './byte-kinds.ts';

export const dash = 0x2d;
export const blockStart = Buffer.from('/*');
export const blockEnd = Buffer.from('*/');

/**
 * Whether a dash begins a comment to the end of its line.
 *
 * @param kinds - with which white space is {@link nothing}
 * @param final - whether the text ends behind the data
 * @returns `undefined` where more bytes are needed to tell
 */
export function beginsLineComment(
  data: Buffer,
  at: number,
  kinds: Uint8Array,
  final: boolean,
): boolean | undefined {
  const second = data[at + 1];
  if (second === undefined) return final ? false : undefined;
  if (second !== dash) return false;
  const third = data[at + 2];
  if (third === undefined) return final ? true : undefined;
  return third <= 0x20 || third === 0x7f || kinds[third] === nothing;
}

/** The beginning of an executable comment with its version. */
const executableStart = /^\/\*M?!\d{0,6}/;
export const longestExecutableStart = 12;

/** Bytes of such a mark, behind which the comment's content begins; 0 where there is none. */
export function executableMark(data: Buffer, at: number): number {
  const text = data.toString('latin1', at, at + longestExecutableStart);
  return executableStart.exec(text)?.[0].length ?? 0;
}

/** Behind such a mark: mariadb-dump's first line has a command there, which only clients run. */
export function isSandboxMark(data: Buffer, at: number): boolean {
  return data.toString('latin1', at, at + 2) === '\\-';
}
