/** What the readers of statements share: the parts that statements have in common. */

import type { Lexer } from './lexer.ts';
import type { NamedObject, Understood } from './understood.ts';

/** Where a statement names a database. */
export interface DatabasePlace {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Where the dot is between it and the name of its object; absent in statements about databases. */
  readonly dot?: number;
}

/** What was read of a statement. */
export interface Reading {
  readonly understood: Understood;
  /** Where the databases of its objects stand, in their order. */
  readonly databases: readonly DatabasePlace[];
}

/** Reads the statement that the lexer stands in, and collects where it names databases. */
export class StatementReader {
  readonly lexer: Lexer;
  readonly databases: DatabasePlace[] = [];

  constructor(lexer: Lexer) {
    this.lexer = lexer;
  }

  /** `name` or `database.name`, and goes on behind it. `undefined` where there is none. */
  object(): NamedObject | undefined {
    const { lexer } = this;
    // A dot in front stands for the current database.
    const dotted = lexer.takeSign('.');
    const { start, end } = lexer;
    const first = lexer.name();
    if (first === undefined) return undefined;
    lexer.advance();
    const dot = lexer.start;
    if (dotted || !lexer.takeSign('.')) return lexer.isSign('.') ? undefined : { name: first };
    const name = lexer.name();
    if (name === undefined) return undefined;
    this.databases.push({ name: first, start, end, dot });
    lexer.advance();
    return lexer.isSign('.') ? undefined : { database: first, name };
  }

  /** The name of a database, as CREATE DATABASE and USE have it. */
  database(): string | undefined {
    const { lexer } = this;
    const { start, end } = lexer;
    const name = lexer.name();
    if (name === undefined) return undefined;
    this.databases.push({ name, start, end });
    lexer.advance();
    return lexer.isSign('.') ? undefined : name;
  }

  /** Several names with commas between them. `undefined` where one is missing. */
  objects(): readonly [NamedObject, ...NamedObject[]] | undefined {
    const first = this.object();
    if (first === undefined) return undefined;
    const list: [NamedObject, ...NamedObject[]] = [first];
    while (this.lexer.takeSign(',')) {
      const next = this.object();
      if (next === undefined) return undefined;
      list.push(next);
    }
    return list;
  }

  /** IF EXISTS, IF NOT EXISTS. */
  skipCondition(): void {
    if (!this.lexer.takeWords('IF', 'EXISTS')) this.lexer.takeWords('IF', 'NOT', 'EXISTS');
  }

  /** After an equals sign: a user, or a function that gives one. */
  skipAccount(): void {
    const { lexer } = this;
    lexer.takeSign('=');
    lexer.advance();
    if (lexer.takeSign('(')) lexer.takeSign(')');
    if (!lexer.takeSign('@')) return;
    // A host without quotes may have dots in it.
    do lexer.advance();
    while (lexer.takeSign('.'));
  }

  /** DEFINER = …, ALGORITHM = …, SQL SECURITY …: what stands before the kind of object. */
  skipAttribute(): boolean {
    const { lexer } = this;
    if (lexer.takeWords('DEFINER')) {
      this.skipAccount();
    } else if (lexer.takeWords('ALGORITHM')) {
      lexer.takeSign('=');
      lexer.advance();
    } else if (lexer.takeWords('SQL', 'SECURITY')) {
      lexer.advance();
    } else {
      return false;
    }
    return true;
  }
}

export const other: Understood = { kind: 'other' };
