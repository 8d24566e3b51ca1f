/** Puts the rows of one table together to extended INSERT statements. */

import type { OutputBuffer } from '../output-buffer.ts';
import { type Tuples, tupleSeparator } from './tuple-block.ts';

const statementEnd = Buffer.from(';\n');
const separatorBytes = tupleSeparator.length;

export interface StatementOptions {
  /** Everything before the first row of a statement: INSERT INTO … VALUES and a line feed. */
  readonly statementStart: string;
  /** Bytes that a statement of more than one row does not exceed. */
  readonly netBufferLength: number;
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
  /** Bytes of the open statement, 0 where there is none. */
  #statementBytes = 0;

  constructor(output: OutputBuffer, { statementStart, netBufferLength }: StatementOptions) {
    this.#output = output;
    this.#start = Buffer.from(statementStart);
    this.#limit = netBufferLength;
  }

  /** Appends rows. */
  add({ bytes, ends }: Tuples): void {
    let copied = 0;
    let rowStart = 0;
    let statementBytes = this.#statementBytes;
    for (let row = 0; row < ends.length; row++) {
      const rowEnd = ends[row] as number;
      const rowBytes = rowEnd - rowStart;
      if (statementBytes === 0 || statementBytes + rowBytes + statementEnd.length > this.#limit) {
        this.#copy(bytes, copied, rowStart);
        this.#beginStatement(statementBytes);
        copied = rowStart + separatorBytes;
        statementBytes = this.#start.length - separatorBytes;
      }
      statementBytes += rowBytes;
      rowStart = rowEnd;
    }
    this.#copy(bytes, copied, rowStart);
    this.#statementBytes = statementBytes;
    this.rows += ends.length;
  }

  /** Ends the open statement, if there is one. */
  end(): void {
    if (this.#statementBytes === 0) return;
    this.#output.raw(statementEnd);
    this.#note(this.#statementBytes);
    this.#statementBytes = 0;
  }

  /** @param before - bytes of the statement that is open, which ends */
  #beginStatement(before: number): void {
    if (before > 0) this.#output.raw(statementEnd);
    this.#note(before);
    this.#output.raw(this.#start);
  }

  #note(statementBytes: number): void {
    this.longestStatement = Math.max(this.longestStatement, statementBytes);
  }

  #copy(bytes: Buffer, from: number, to: number): void {
    const output = this.#output;
    output.reserve(to - from);
    output.length += bytes.copy(output.bytes, output.length, from, to);
  }
}
