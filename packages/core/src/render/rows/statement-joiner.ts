/** Puts the rows of one table together to extended INSERT statements. */

import type { OutputBuffer } from '../output-buffer.ts';
import type { TableParts } from './table-parts.ts';
import { type Tuples, tupleSeparator } from './tuple-block.ts';

const statementEnd = Buffer.from(';\n');
const separatorBytes = tupleSeparator.length;

export interface StatementOptions {
  /** Everything before the first row of a statement: INSERT INTO … VALUES and a line feed. */
  readonly statementStart: string;
  /** Bytes that a statement of more than one row does not exceed. */
  readonly netBufferLength: number;
  /** Notes where statements begin. */
  readonly parts: TableParts;
}

/**
 * Where statements begin and end depends on the rows alone, not on the blocks and chunks in which
 * they were read: the same data is the same bytes, however it was read.
 */
export class StatementJoiner {
  /** Rows written. */
  rows = 0;
  /** Bytes of the longest statement. */
  longestStatement = 0;
  readonly #output: OutputBuffer;
  readonly #start: Buffer;
  readonly #limit: number;
  readonly #parts: TableParts;
  #longestRow = 0;
  /** Bytes of the open statement, 0 where there is none. */
  #statementBytes = 0;

  constructor(output: OutputBuffer, options: StatementOptions) {
    this.#output = output;
    this.#start = Buffer.from(options.statementStart);
    this.#limit = options.netBufferLength;
    this.#parts = options.parts;
  }

  /** Bytes of the longest row as a statement of its own. */
  get longestRowStatement(): number {
    return this.#longestRow === 0 ? 0 : this.#start.length - separatorBytes + this.#longestRow;
  }

  /** Appends rows. */
  add(tuples: Tuples): void {
    const { bytes, ends } = tuples;
    let copied = 0;
    let rowStart = 0;
    let statementBytes = this.#statementBytes;
    let longestRow = this.#longestRow;
    for (let row = 0; row < ends.length; row++) {
      const rowEnd = ends[row] as number;
      const rowBytes = rowEnd - rowStart;
      if (rowBytes > longestRow) longestRow = rowBytes;
      if (statementBytes === 0 || statementBytes + rowBytes + statementEnd.length > this.#limit) {
        this.#copy(bytes, copied, rowStart);
        if (statementBytes > 0) this.#endStatement(statementBytes);
        this.#parts.beginStatement(this.#output.total, this.rows + row, tuples, row);
        this.#output.raw(this.#start);
        copied = rowStart + separatorBytes;
        statementBytes = this.#start.length - separatorBytes;
      }
      statementBytes += rowBytes;
      rowStart = rowEnd;
    }
    this.#copy(bytes, copied, rowStart);
    this.#statementBytes = statementBytes;
    this.#longestRow = longestRow;
    this.rows += ends.length;
    this.#parts.endBlock(this.#output.total + statementEnd.length, tuples);
  }

  /** Ends the open statement, if there is one. */
  end(): void {
    if (this.#statementBytes > 0) this.#endStatement(this.#statementBytes);
    this.#statementBytes = 0;
  }

  #endStatement(statementBytes: number): void {
    this.#output.raw(statementEnd);
    this.longestStatement = Math.max(this.longestStatement, statementBytes);
  }

  #copy(bytes: Buffer, from: number, to: number): void {
    const output = this.#output;
    output.reserve(to - from);
    output.length += bytes.copy(output.bytes, output.length, from, to);
  }
}
