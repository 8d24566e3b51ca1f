/** The rows of a table one by one, from whichever statements they stand in. */

import { usualModes } from '../../split/reading-modes.ts';
import { rowBorders } from '../../split/row-borders.ts';
import type { Statement } from '../../split/statement.ts';

/** Gives the statements of one table. */
export interface StatementSource {
  next(): Promise<Statement | undefined>;
}

export class RowCursor {
  /** The row that it stands at, from one parenthesis to the other; `undefined` where more must be loaded. */
  row: Buffer | undefined;
  /** What stands before the rows of the statement that it is in. */
  head: Buffer | undefined;
  readonly #source: StatementSource;
  #bytes: Buffer = Buffer.alloc(0);
  #borders: Uint32Array = new Uint32Array(0);
  #index = 0;

  /** @param first - a statement that was taken from the source already */
  constructor(source: StatementSource, first: Statement | undefined) {
    this.#source = source;
    if (first !== undefined) this.#enter(first);
  }

  /** Goes to the next row, as far as it is there. */
  advance(): void {
    this.#index += 1;
    this.#stand();
  }

  /** Where there is no row, goes on to the next statement that has some. */
  async load(): Promise<void> {
    while (this.row === undefined) {
      const statement = await this.#source.next();
      if (statement === undefined) return;
      this.#enter(statement);
    }
  }

  #enter(statement: Statement): void {
    if (statement.rows === 0) return;
    this.#bytes = statement.bytes;
    this.head = statement.bytes.subarray(0, statement.headBytes);
    this.#borders = rowBorders(statement.bytes, statement.headBytes, usualModes);
    this.#index = 0;
    this.#stand();
  }

  #stand(): void {
    const start = this.#borders[2 * this.#index];
    const end = this.#borders[2 * this.#index + 1];
    this.row = start === undefined ? undefined : this.#bytes.subarray(start, end);
  }
}
