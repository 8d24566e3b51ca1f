/** Where a definition names a database, in its heading or its body. */

import type { ReadingModes } from '../split/statement.ts';
import { Lexer } from './lexer.ts';
import { preparedTexts } from './prepared-text.ts';

/** A name with a dot behind it that is, or may be, that of the database. */
export interface DatabaseReference {
  readonly start: number;
  readonly end: number;
  readonly dot: number;
  /** It is no table, alias or variable of the same name. */
  readonly certain: boolean;
}

/** After these, and any number of parentheses, a table stands. */
const beforeTables = new Set(['FROM', 'JOIN', 'STRAIGHT_JOIN']);

/** After these without a parenthesis a table, a procedure or a sequence (NEXT VALUE FOR). */
const beforeObject = new Set([
  ...['REFERENCES', 'INTO', 'INSERT', 'REPLACE', 'UPDATE', 'TABLE', 'CALL', 'EXISTS', 'FOR'],
]);

/** These take a sequence. */
const sequenceFunctions = new Set(['NEXTVAL', 'LASTVAL', 'SETVAL']);

/** In the parentheses of these, FROM stands before a value. */
const fromFunctions = new Set(['EXTRACT', 'TRIM', 'SUBSTRING', 'SUBSTR']);

/** All names of this database with a dot behind them, where none of them has one before it. */
export function databaseReferences(
  bytes: Buffer,
  database: string,
  modes: ReadingModes,
): readonly DatabaseReference[] {
  return read(bytes, database, modes).references;
}

/**
 * Whether a definition names this database: where it reads from, writes to, or calls what is in it.
 * A table, alias or variable that is called the same is told apart as far as that can be seen; in doubt
 * it counts as the database. Texts of dynamic SQL in a body are not looked into.
 */
export function namesDatabase(bytes: Buffer, database: string, modes: ReadingModes): boolean {
  const { references, alone } = read(bytes, database, modes);
  if (references.some(({ certain }) => certain || !alone)) return true;
  return preparedTexts(bytes, modes).some(
    (text) => text.hexadecimal && namesDatabase(text.bytes, database, text.modes),
  );
}

function read(
  bytes: Buffer,
  database: string,
  modes: ReadingModes,
): {
  readonly references: readonly DatabaseReference[];
  /** Whether the name also stands by itself: as that of a table, an alias, a variable. */
  readonly alone: boolean;
} {
  const lexer = new Lexer(bytes, modes);
  const context = new Context();
  const references: DatabaseReference[] = [];
  let alone = false;
  let afterDot = false;
  while (!lexer.isEnd()) {
    if (afterDot || lexer.name() !== database) {
      context.pass(lexer);
      afterDot = lexer.isSign('.');
      lexer.advance();
      continue;
    }
    const { start, end } = lexer;
    lexer.advance();
    const dot = lexer.start;
    if (lexer.takeSign('.')) {
      const expected = context.expectsObject();
      lexer.advance();
      const certain = expected || lexer.isSign('.') || lexer.isSign('(');
      references.push({ start, end, dot, certain });
    } else {
      // A user is written like that as well.
      alone ||= !lexer.isSign('@');
    }
    context.passName();
    afterDot = false;
  }
  return { references, alone };
}

/** What stands before a place in a statement, as far as it tells what stands there. */
class Context {
  /** The words before the parentheses that are open here. */
  readonly #functions: string[] = [];
  /** The last two words, without regard to parentheses behind them; else empty. */
  #word = '';
  #wordBefore = '';
  /** Opening parentheses behind the last word. */
  #parentheses = 0;

  pass(lexer: Lexer): void {
    if (lexer.isSign('(')) {
      this.#functions.push(this.#parentheses === 0 ? this.#word : '');
      this.#parentheses++;
      return;
    }
    if (lexer.isSign(')')) this.#functions.pop();
    this.#wordBefore = this.#word;
    this.#word = lexer.word();
    this.#parentheses = 0;
  }

  passName(): void {
    this.#wordBefore = '';
    this.#word = '';
    this.#parentheses = 0;
  }

  /** Whether the word before makes it a table, a procedure or a sequence. */
  expectsObject(): boolean {
    const word = this.#word;
    if (beforeTables.has(word)) {
      const isValue = word === 'FROM' && fromFunctions.has(this.#functions.at(-1) ?? '');
      return !isValue && this.#wordBefore !== 'DISTINCT';
    }
    if (this.#parentheses > 0) return this.#parentheses === 1 && sequenceFunctions.has(word);
    // ON DUPLICATE KEY UPDATE stands before a column.
    return beforeObject.has(word) && !(word === 'UPDATE' && this.#wordBefore === 'KEY');
  }
}
