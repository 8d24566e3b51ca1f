/** Gives tables the AUTO_INCREMENT that their definition says, where the server has forgotten it. */

import type { SqlSession } from '../../connect/sql-session.ts';
import type { ReadingModes } from '../../split/statement.ts';
import { type QualifiedName, qualifiedName } from '../../sql/identifier.ts';
import { Lexer } from '../../understand/lexer.ts';

/**
 * A server that was started again may go on after the largest value in an InnoDB table: MySQL up to 5.7
 * (https://dev.mysql.com/doc/refman/5.7/en/innodb-auto-increment-handling.html), and MariaDB from 10.6
 * on where the first rows of the table have been rolled back, which it does by making the table anew.
 * TRUNCATE TABLE lets every engine begin with 1.
 */
export async function restoreCounter(
  session: SqlSession,
  table: QualifiedName,
  counter: string | undefined,
): Promise<void> {
  if (counter === undefined) return;
  const name = qualifiedName(table);
  // It takes effect only where it is more than what the table has.
  await session.query(
    `ALTER TABLE ${name} AUTO_INCREMENT = ${counter}`,
    `set AUTO_INCREMENT of table ${name}`,
  );
}

/** What stands behind the columns of CREATE TABLE. */
export function counterOf(definition: Buffer, modes: ReadingModes): string | undefined {
  const lexer = new Lexer(definition, modes);
  while (!lexer.isEnd() && !lexer.isSign('(')) lexer.advance();
  if (lexer.isSign('(')) lexer.skipParentheses();
  for (; !lexer.isEnd() && !lexer.isWord('PARTITION'); lexer.advance()) {
    if (!lexer.isWord('AUTO_INCREMENT')) continue;
    lexer.advance();
    lexer.takeSign('=');
    const value = definition.toString('latin1', lexer.start, lexer.end);
    return /^[1-9]\d{0,19}$/.test(value) ? value : undefined;
  }
  return undefined;
}
