/** The statements of a text, section by section. */

import type { Statement } from '../../split/statement.ts';

/** What a section is about; where it begins in the text. */
export interface SectionStart {
  readonly kind: string;
  readonly database?: string | undefined;
  readonly name?: string | undefined;
  readonly start: number;
}

/**
 * Both sides of a comparison are read like this: the sections of a dump are known from its manifest,
 * those of a dump that is being made when their first bytes come.
 */
export class SectionedStatements<Section extends SectionStart> {
  readonly #statements: AsyncIterator<Statement>;
  /** Those that have begun before whatever statement has been given out; grows. */
  readonly #sections: readonly Section[];
  #index = -1;
  #ahead: Statement | undefined;
  #ended = false;

  constructor(statements: AsyncIterator<Statement>, sections: readonly Section[]) {
    this.#statements = statements;
    this.#sections = sections;
  }

  /** How many sections have been given out. */
  get passed(): number {
    return this.#index + 1;
  }

  /** The next section; what is left of the one before it is passed over. */
  async nextSection(): Promise<Section | undefined> {
    while ((await this.next()) !== undefined);
    const section = this.#sections[this.#index + 1];
    if (section !== undefined) this.#index += 1;
    return section;
  }

  /** The next statement of this section. */
  async next(): Promise<Statement | undefined> {
    const statement = await this.#peek();
    if (statement === undefined) return undefined;
    const following = this.#sections[this.#index + 1];
    if (following !== undefined && statement.offset >= following.start) return undefined;
    this.#ahead = undefined;
    return statement;
  }

  async #peek(): Promise<Statement | undefined> {
    if (this.#ahead !== undefined || this.#ended) return this.#ahead;
    const result = await this.#statements.next();
    if (result.done === true) this.#ended = true;
    else this.#ahead = result.value;
    return this.#ahead;
  }
}
