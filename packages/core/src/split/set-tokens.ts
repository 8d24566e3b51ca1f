/** The tokens of a SET statement, one after the other. */

import { type Token, tokens, unquoteName } from '../sql/tokens.ts';
import type { ReadingModes } from './statement.ts';

/** Far above all servers' versions: mariadb-dump marks with it what no server reads. */
const noServersVersion = 300_000;

export class SetTokens {
  readonly #tokens: readonly Token[];
  readonly #modes: ReadingModes;
  #at = 0;

  constructor(statement: Buffer, modes: ReadingModes) {
    this.#modes = modes;
    this.#tokens = [...codeTokens(statement.toString('latin1'), modes)];
  }

  /** The next token as a word in capital letters; empty if it is something else. */
  peekWord(): string {
    const token = this.#tokens[this.#at];
    return token?.kind === 'word' ? token.text.toUpperCase() : '';
  }

  takeWord(word: string): boolean {
    if (this.peekWord() !== word) return false;
    this.#at++;
    return true;
  }

  takeSign(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#at++;
    return true;
  }

  /** `=` or `:=` */
  takeAssignment(): boolean {
    this.takeSign(':');
    return this.takeSign('=');
  }

  /** A name, quoted or not; of a variable it may be quoted like a string. */
  takeName(): string | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined) return;
    if (token.kind !== 'word' && token.kind !== 'name' && token.kind !== 'string') return;
    this.#at++;
    return token.kind === 'string' ? this.#unquote(token) : unquoteName(token);
  }

  /** A string: literals that stand one behind the other are one. */
  takeString(): string | undefined {
    let text: string | undefined;
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token?.kind !== 'string') return text;
      text = (text ?? '') + this.#unquote(token);
      this.#at++;
    }
  }

  /** A string, or a word or name in its place. */
  takeText(): string | undefined {
    return this.takeString() ?? this.takeName();
  }

  /** Whether an assignment is at its end. */
  get isAtEnd(): boolean {
    const token = this.#tokens[this.#at];
    return token === undefined || (token.kind === 'sign' && token.text === ',');
  }

  /** Goes on to the comma behind an expression, or to the end. */
  skipExpression(): void {
    let depth = 0;
    for (;;) {
      if (depth <= 0 && this.isAtEnd) return;
      const token = this.#tokens[this.#at];
      if (token === undefined) return;
      if (token.kind === 'sign') depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
      this.#at++;
    }
  }

  #unquote({ text }: Token): string {
    const quote = text.slice(0, 1);
    const content = text.slice(1, -1).replaceAll(quote + quote, quote);
    return this.#modes.noBackslashEscapes ? content : content.replace(/\\(.)/gs, '$1');
  }
}

/** Without spaces, comments and the marks of executable comments. */
function* codeTokens(sql: string, modes: ReadingModes): Generator<Token, void, undefined> {
  let isSkipped = false;
  for (const token of tokens(sql, modes)) {
    if (token.kind === 'versionStart') {
      isSkipped = Number(/\d*$/.exec(token.text)?.[0]) > noServersVersion;
    } else if (token.kind === 'versionEnd') {
      isSkipped = false;
    } else if (!isSkipped && token.kind !== 'space' && token.kind !== 'comment') {
      yield token;
    }
  }
}
