/** The beginning of a statement for a message: readable, and without secrets. */

import { isUtf8 } from 'node:buffer';

/** Characters that are shown. */
const shownCharacters = 200;

/** So much is looked at: a character has four bytes at the most. */
const readBytes = 4 * shownCharacters + 4;

/**
 * After these comes a secret: a password or its hash, the login of a remote table. Found as they
 * stand, also in comments, names and strings: how those are to be read depends on the session.
 */
const secretWords = /identified|passw|secret|credential|authentication|\bconnection\b|:\/\//i;

/** What a secret may begin with. */
const literal = /['"]|\b0x|\$\$/i;

/** Text in hexadecimal, which may hold a statement. */
const hexadecimal = /\b(?:0x|x')(?<digits>[0-9a-f]+)/gi;

/**
 * The first 200 characters; bytes that are no UTF-8 and control characters as escapes. From where a
 * password, its hash, or the login of a remote table may begin nothing is shown, nor from a text
 * in hexadecimal that holds one.
 */
export function shownStatement(bytes: Buffer): string {
  const read = bytes.subarray(0, readBytes);
  const secret = secretStart(read.toString('latin1'));
  const shown: string[] = [];
  let at = 0;
  while (at < read.length && at < secret && shown.length < shownCharacters) {
    const length = characterLength(read, at);
    // Cut off by our own limit, and not by the statement's end.
    if (length > 1 && at + length > secret) break;
    shown.push(
      length === 0 ? escapedByte(read[at] ?? 0) : escaped(read.toString('utf8', at, at + length)),
    );
    at += Math.max(1, length);
  }
  if (at >= secret) return `${shown.join('')}… (not shown further: a secret may follow)`;
  return at < bytes.length ? `${shown.join('')}…` : shown.join('');
}

/** Where the first secret may begin; infinite where there is none. */
function secretStart(text: string): number {
  const word = secretWords.exec(text);
  let start = Number.POSITIVE_INFINITY;
  if (word !== null) {
    const behind = word.index + word[0].length;
    // What stands before the two slashes is the kind of the address; the login follows at once.
    const found = word[0] === '://' ? behind : text.slice(behind).search(literal);
    if (word[0] === '://') start = behind;
    else if (found >= 0) start = behind + found;
  }
  for (const match of text.matchAll(hexadecimal)) {
    if (match.index >= start) break;
    const decoded = Buffer.from(match.groups?.['digits'] ?? '', 'hex').toString('latin1');
    if (secretWords.test(decoded)) return match.index;
  }
  return start;
}

/** 0 where no character of UTF-8 begins. */
function characterLength(bytes: Buffer, at: number): number {
  const byte = bytes[at] ?? 0;
  if (byte < 0x80) return 1;
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
  const character = bytes.subarray(at, at + length);
  return character.length === length && isUtf8(character) ? length : 0;
}

function escapedByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

const named = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Control characters, and those that change the order or the look of what stands around them. */
function escaped(character: string): string {
  if (!/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(character)) return character;
  return named.get(character) ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
