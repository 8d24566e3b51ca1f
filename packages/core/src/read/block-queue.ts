/** Rendered rows of one chunk, on their way from its reader to whoever joins them. */

import { Arrivals } from './arrivals.ts';
import type { FilledBlock } from './chunk-reader.ts';

/** Told of bytes that wait from now on, or, below 0, no longer. */
export type CountBytes = (bytes: number) => void;

export class BlockQueue {
  readonly #blocks = new Arrivals<FilledBlock>();
  readonly #limit: number;
  readonly #countBytes: CountBytes;
  #bytes = 0;
  #onRoom = (): void => {};
  #dropped = false;

  /** @param limit - bytes that may wait; the block that goes beyond it waits as well */
  constructor(limit: number, countBytes: CountBytes) {
    this.#limit = limit;
    this.#countBytes = countBytes;
  }

  /** Adds a block; resolves when there is room for another one. */
  async put(block: FilledBlock): Promise<void> {
    if (this.#dropped) return;
    this.#count(block.tuples.bytes.length);
    this.#blocks.add(block);
    while (this.#bytes > this.#limit && !this.#dropped) {
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve;
      });
    }
  }

  /** @param failure - why there are not more blocks, unless that was all */
  end(failure?: { readonly error: unknown }): void {
    this.#blocks.end(failure);
  }

  /** Nobody takes blocks any more: nobody is to wait for room. */
  drop(): void {
    this.#dropped = true;
    this.#onRoom();
  }

  /** The blocks in their order. */
  async *take(): AsyncGenerator<FilledBlock, void, undefined> {
    for await (const block of this.#blocks.take()) {
      this.#count(-block.tuples.bytes.length);
      this.#onRoom();
      yield block;
    }
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#countBytes(bytes);
  }
}
