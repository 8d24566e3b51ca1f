/** Makes statements of the bytes between their borders, and cuts those that are too long. */

import type { DumpError } from '../errors.ts';
import { trimmedEnd } from './bytes.ts';
import { InsertReader } from './insert-reader.ts';
import {
  refused,
  type StatementPlace,
  tooLarge,
  truncated,
  type Unclosed,
} from './split-errors.ts';
import type { Statement } from './statement.ts';
import { StatementBytes } from './statement-bytes.ts';

/** Ends the executable comment that the rows of a part stand in. */
const commentEnd = Buffer.from(' */');

/**
 * Positions in the data are those of the reader; the builder keeps what lies before the data. A part
 * has as many rows as fit, however the text came in chunks.
 */
export class StatementBuilder {
  readonly insert = new InsertReader();
  readonly #maxBytes: number;
  readonly #lends: boolean;
  readonly #bytes: StatementBytes;
  #hasBegun = false;
  #number = 0;
  /** Of the statement, in the text. */
  #offset = 0;
  /** Of the part that is being read. */
  #partOffset = 0;
  #parts = 0;
  /** Bytes between rows were taken away: there was no room for another row. */
  #isFull = false;
  /** Where in the data the bytes begin that were not kept yet. */
  #from = 0;
  /** Of the data, in the text. */
  #dataOffset = 0;
  #ready: Statement | undefined;

  /** @param lends - see `passing` of the splitter */
  constructor(maxBytes: number, lends: boolean) {
    this.#maxBytes = maxBytes;
    this.#lends = lends;
    this.#bytes = new StatementBytes(lends);
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  get isReady(): boolean {
    return this.#ready !== undefined;
  }

  /** Of the statement that is being read. */
  get keptBytes(): number {
    return this.#bytes.keptBytes;
  }

  takeReady(): Statement | undefined {
    const ready = this.#ready;
    this.#ready = undefined;
    return ready;
  }

  begin(at: number): void {
    this.#hasBegun = true;
    this.#number++;
    this.#offset = this.#dataOffset + at;
    this.#partOffset = this.#offset;
    this.#parts = 0;
    this.#isFull = false;
    this.#from = at;
    this.#bytes.clear();
    this.insert.begin();
  }

  /** How many bytes the part of the statement has up to a position in the data. */
  position(at: number): number {
    return this.#bytes.length + at - this.#from;
  }

  /** A row whose end is behind this position in the data does not fit into the part. */
  get lastRowEnd(): number {
    return this.#isFull ? -1 : this.#longest() - this.position(0);
  }

  /** Keeps what was read; the part before the row that is being read may become ready. */
  keep(data: Buffer, at: number): void {
    if (!this.#hasBegun) return;
    this.#bytes.append(data, this.#from, at);
    this.#from = at;
    // Where bytes were taken away the part is ready as soon as another row has begun.
    const isWhole = this.#isFull && this.insert.isInRow;
    if (isWhole || this.#bytes.length > this.#longest()) this.#makeRoom(at);
  }

  nextData(offset: number): void {
    this.#dataOffset = offset;
    this.#from = 0;
  }

  /**
   * @param at - the parenthesis that ends the row
   * @returns whether the row fits; if not, the part before it is ready, and the row is the first one
   * of the next part
   */
  endRow(data: Buffer, at: number, inExecutableComment: boolean): boolean {
    const position = this.position(at + 1);
    if (this.#isFull || position > this.#longest()) {
      if (this.insert.rows > 0) {
        this.#bytes.append(data, this.#from, at);
        this.#from = at;
        this.#cut(at);
        return false;
      }
      const { rowStart, rowsInAll } = this.insert;
      throw this.#tooLarge(
        data,
        `is an INSERT whose row ${rowsInAll + 1} has ${position - rowStart} bytes`,
      );
    }
    this.insert.endRow(position);
    // A comment that begins or ends within a row belongs to no part alone.
    if (inExecutableComment !== this.insert.inComment) this.insert.sign();
    return true;
  }

  /**
   * @param at - the delimiter, or where the text ends
   * @returns whether the statement is ready; if not, a part before it is
   */
  finish(data: Buffer, at: number): boolean {
    const { insert } = this;
    const length = this.position(at);
    const isLong = length > this.#longest() || this.#isFull;
    if (insert.hasTail && (isLong || this.#parts > 0)) {
      throw this.#tooLarge(
        data,
        `is an INSERT of ${this.#textBytes(at)} bytes with something behind its rows that ` +
          'belongs to all of them',
      );
    }
    if (isLong) {
      this.keep(data, at);
      if (this.isReady) return false;
      if (!insert.isBehindRow) throw this.#tooLarge(data, `has ${this.#textBytes(at)} bytes`);
      const bytes = this.#bytes.copy(
        insert.rowsEnd,
        insert.isBehindComment ? commentEnd : undefined,
      );
      this.#finished(bytes);
    } else if (this.#bytes.length === 0) {
      const bytes = data.subarray(this.#from, at);
      this.#finished(this.#lends ? bytes : Buffer.from(bytes));
    } else {
      this.#bytes.append(data, this.#from, at);
      this.#finished(this.#bytes.take());
    }
    return true;
  }

  /**
   * The text has ended: what there is of a statement is one.
   *
   * @param commentOffset - of a comment that stands outside of statements, in the text
   */
  end(data: Buffer, unclosed: Unclosed | undefined, commentOffset: number): void {
    const within = unclosed ?? (this.#hasBegun && this.insert.isAmidRows ? 'rows' : undefined);
    if (within === undefined) {
      if (!this.#hasBegun || !this.finish(data, data.length) || !this.#ready) return;
      this.#ready = { ...this.#ready, bytes: trimmedEnd(this.#ready.bytes) };
      return;
    }
    if (!this.#hasBegun) this.begin(commentOffset - this.#dataOffset);
    throw truncated(this.#place(data), within);
  }

  /** @param problem - what stands there, as the end of a sentence that begins with the statement */
  refuse(data: Buffer, at: number, problem: string): DumpError {
    if (!this.#hasBegun) this.begin(at);
    return refused(this.#place(data), problem);
  }

  #longest(): number {
    return this.#maxBytes - (this.insert.inComment ? commentEnd.length : 0);
  }

  /** All that was read is kept, and is too much. */
  #makeRoom(at: number): void {
    const { insert } = this;
    if (insert.rows === 0 || insert.isOver) {
      this.#bytes.drop();
    } else if (insert.isInRow) {
      this.#cut(at);
    } else {
      // Whether there will be another part is not known before its row has begun.
      this.#isFull = true;
      this.#bytes.truncate(insert.rowsEnd);
    }
  }

  /** Makes the rows before the one that is being read a part. */
  #cut(at: number): void {
    const { insert } = this;
    const { headBytes, rows, rowStart } = insert;
    const bytes = this.#bytes.copy(insert.rowsEnd, insert.inComment ? commentEnd : undefined);
    this.#ready = {
      number: this.#number,
      offset: this.#partOffset,
      bytes,
      rows,
      headBytes,
      continues: true,
    };
    this.#partOffset = this.#dataOffset + at - (this.position(at) - rowStart);
    this.#parts++;
    this.#isFull = false;
    this.#bytes.remove(headBytes, rowStart);
    insert.cut();
    if (this.#bytes.length > this.#longest()) this.#bytes.drop();
  }

  #finished(bytes: Buffer): void {
    const { rows, headBytes } = this.insert;
    this.#ready = {
      number: this.#number,
      offset: this.#partOffset,
      bytes,
      rows,
      headBytes: rows === 0 ? 0 : headBytes,
      continues: false,
    };
    this.#hasBegun = false;
    this.#bytes.clear();
  }

  #textBytes(at: number): number {
    return this.#dataOffset + at - this.#offset;
  }

  #tooLarge(data: Buffer, what: string): DumpError {
    return tooLarge(this.#place(data), what, this.#maxBytes);
  }

  #place(data: Buffer): StatementPlace {
    const start =
      this.#bytes.length > 0 ? this.#bytes.start() : data.subarray(Math.max(0, this.#from));
    return { number: this.#number, offset: this.#offset, start };
  }
}
