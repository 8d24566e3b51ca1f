/** Rendered rows on their way to a statement: `,\n(…)` for each, and where each one ends. */

import { GrowingBuffer } from '../growing-buffer.ts';

/** Bytes of a block, unless a single row is larger. */
export const blockBytes = 256 * 1024;

const capacity = blockBytes + 64 * 1024;

/** What stands before each tuple: a statement in which it is the first one begins behind that. */
export const tupleSeparator = ',\n';

/** A block that can be read: what a {@link TupleBlock} holds, or what came of one from elsewhere. */
export interface Tuples {
  /** Each row as a comma, a line feed and its tuple. */
  readonly bytes: Buffer;
  /** Where each row ends in {@link bytes}. */
  readonly ends: Uint32Array;
}

/** The memory of a block, on its way to another thread or back. */
export interface BlockMemory {
  readonly bytes: ArrayBuffer;
  readonly ends: ArrayBuffer;
}

/** A block that is written to, and used again. */
export class TupleBlock extends GrowingBuffer {
  rows = 0;
  #ends: Uint32Array<ArrayBuffer>;

  /** @param memory - of an earlier block, to be used again */
  constructor(memory?: BlockMemory) {
    super(memory === undefined ? capacity : Buffer.from(memory.bytes));
    this.#ends = memory === undefined ? new Uint32Array(4096) : new Uint32Array(memory.ends);
  }

  /** Ends a row where the bytes in use end. */
  endRow(): void {
    if (this.rows === this.#ends.length) {
      const larger = new Uint32Array(2 * this.#ends.length);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#ends[this.rows++] = this.length;
  }

  /** Its rows, in place: valid until {@link clear}. */
  tuples(): Tuples {
    return {
      bytes: this.bytes.subarray(0, this.length),
      ends: this.#ends.subarray(0, this.rows),
    };
  }

  /** Its memory, for another thread. */
  memory(): BlockMemory {
    return { bytes: this.bytes.buffer as ArrayBuffer, ends: this.#ends.buffer };
  }

  /** Empties it for its next use; one that had to grow for a large row goes back to its size. */
  clear(): void {
    this.length = 0;
    this.rows = 0;
    if (this.bytes.length > 4 * capacity) this.bytes = Buffer.allocUnsafeSlow(capacity);
  }
}
