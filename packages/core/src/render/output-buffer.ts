/** The SQL of the dump on its way out: everything is written into it, and leaves it in chunks. */

import { crc32 } from 'node:zlib';
import { GrowingBuffer } from './growing-buffer.ts';

/** How the chunks of the output are made. */
export interface OutputForm {
  /** Bytes that a chunk has at least, but for the last one. */
  readonly chunkBytes: number;
  /**
   * Whether each chunk comes back by {@link OutputBuffer.giveBack}, and its memory is used again. If
   * not, chunks are copies of just their size, that the consumer may keep.
   */
  readonly reused: boolean;
}

/** Chunks that go to the caller as they are: large enough to be few, small enough for caches. */
export const plainOutput: OutputForm = { chunkBytes: 256 * 1024, reused: false };

/** Where a section of the text is, and the CRC-32 of its bytes. */
export interface SectionBytes {
  readonly start: number;
  readonly bytes: number;
  readonly checksum: number;
}

/** Chunks that wait to be used again; more of them come back only after a burst. */
const mostSpares = 8;

export class OutputBuffer extends GrowingBuffer {
  readonly #form: OutputForm;
  readonly #capacity: number;
  readonly #spares: Buffer[] = [];
  /** Bytes that have been taken away so far. */
  #taken = 0;
  /** How many of the bytes in use have been summed. */
  #summed = 0;
  #sectionStart = 0;
  #sectionChecksum = 0;

  constructor(form: OutputForm = plainOutput) {
    // Blocks of rows are added whole: room for the last one.
    const capacity = form.chunkBytes + 512 * 1024;
    super(capacity);
    this.#form = form;
    this.#capacity = capacity;
  }

  /** All bytes ever written. */
  get total(): number {
    return this.#taken + this.length;
  }

  /** Whether there is enough for a chunk. */
  get full(): boolean {
    return this.length >= this.#form.chunkBytes;
  }

  /** Hands over what was written, and begins anew. */
  take(): Buffer {
    this.#sum();
    const written = this.bytes.subarray(0, this.length);
    this.#taken += this.length;
    this.length = 0;
    this.#summed = 0;
    if (this.#form.reused) {
      this.bytes = this.#spares.pop() ?? Buffer.allocUnsafeSlow(this.#capacity);
      return written;
    }
    const chunk = Buffer.allocUnsafeSlow(written.length);
    written.copy(chunk);
    this.#shrink();
    return chunk;
  }

  /** Ends a section, which began where the one before it ended. */
  endSection(): SectionBytes {
    this.#sum();
    const start = this.#sectionStart;
    const section = { start, bytes: this.total - start, checksum: this.#sectionChecksum };
    this.#sectionStart = this.total;
    this.#sectionChecksum = 0;
    return section;
  }

  /** Takes back a chunk that nobody reads any more. */
  giveBack(chunk: Buffer): void {
    // One that had to grow for a large row is let go.
    if (chunk.buffer.byteLength !== this.#capacity || this.#spares.length >= mostSpares) return;
    this.#spares.push(Buffer.from(chunk.buffer));
  }

  /** Each byte once, while it is near. */
  #sum(): void {
    if (this.#summed === this.length) return;
    const bytes = this.bytes.subarray(this.#summed, this.length);
    this.#sectionChecksum = crc32(bytes, this.#sectionChecksum);
    this.#summed = this.length;
  }

  #shrink(): void {
    if (this.bytes.length > 4 * this.#capacity) {
      this.bytes = Buffer.allocUnsafeSlow(this.#capacity);
    }
  }
}
