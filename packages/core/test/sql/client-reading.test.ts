/** How the client programs read a statement. */

import { expect, test } from 'vitest';
import { clientMisreading } from '../../src/sql/client-reading.ts';

const ansi = { ansiQuotes: true };
const noEscapes = { noBackslashEscapes: true };

test.for([
  ['a backslash in a string', "SELECT '\\\\! x', '\\'', \"\\\"\\! x\"", {}],
  ['a command in a comment', 'BEGIN -- \\! x\n/* \\! y\n*/ # \\! z\nEND', {}],
  ['a command in a name', 'SELECT `\\! x`, `a\\``b` FROM `t\\`', {}],
  ['a delimiter in a string, name and comment', "SELECT ';;', `;;` -- ;;\n", {}],
  ['a quote in a comment', "BEGIN -- it's\n# it's\n/* it's */ END", {}],
  ['a backslash without meaning', "SELECT '\\', `x`", noEscapes],
  ['a name in double quotes', 'SELECT "a\'b" FROM t', ansi],
  ['NULL in short', 'SELECT \\N', {}],
  ['a version comment', "/*!50003 SELECT 'a' */", {}],
  ['CR LF between words', 'BEGIN\r\nEND', {}],
  ['a line within a string that begins like a command', "SELECT 'a\ndelimiter x\n'", {}],
] as const)('sends %s as it is', ([, statement, modes]) => {
  expect(clientMisreading(Buffer.from(statement), ';;', modes)).toBeUndefined();
});

test.for([
  ['a backslash outside of quotes', 'SELECT 1 \\! x', {}, 'misread'],
  ['a delimiter outside of quotes', 'SELECT 1;; SELECT 2', {}, 'misread'],
  ['a backslash at the end of a name in double quotes', 'SELECT "a\\" FROM t', ansi, 'misread'],
  ['a second byte of sjis', Buffer.from("SELECT '\x83\\', 1", 'latin1'), {}, 'misread'],
  ['a comment without an end', 'BEGIN END /* x', {}, 'misread'],
  ['a quote without an end', "SELECT 'a", {}, 'misread'],
  ['a line that begins like a command', 'BEGIN\ndelimiter_: BEGIN -- x\nEND; END', {}, 'misread'],
  ['CR LF in a string', "SELECT 'a\r\nb'", {}, 'bytesLost'],
  ['CR LF in a name', 'SELECT `a\r\nb`', {}, 'bytesLost'],
  ['a NUL', 'SELECT 1 /* \0 */', {}, 'bytesLost'],
] as const)('does not send %s', ([, statement, modes, expected]) => {
  expect(clientMisreading(Buffer.from(statement), ';;', modes)).toBe(expected);
});
