/** The files of mydumper: what they begin with, and where a statement of theirs ends. */

/**
 * The two statements that its files begin with, in its own spelling: SET NAMES without a space before
 * the end of the comment, and in front of programs and triggers a variable that no one else names so.
 */
const firstStatement =
  /^\s*(?:\/\*!\d* ?SET NAMES \w+\*\/|SET @PREV_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT)\s*$/i;

const longestFirst = 200;

/**
 * Bodies of programs are written without a DELIMITER: a statement ends with its line. mydumper puts a
 * space behind each semicolon that a body ends a line with, and myloader reads the files so.
 */
export const mydumperDelimiter: Buffer = Buffer.from(';\n');

/** @param statement - the first of a text */
export function isMydumperStart(statement: Buffer): boolean {
  return statement.length <= longestFirst && firstStatement.test(statement.toString('latin1'));
}
