/** Rendered rows of one chunk, on their way from its reader to whoever joins them. */

import type { FilledBlock } from './chunk-reader.ts';

/** Told of bytes that wait from now on, or, below 0, no longer. */
export type CountBytes = (bytes: number) => void;

export class BlockQueue {
  readonly #blocks: FilledBlock[] = [];
  readonly #limit: number;
  readonly #countBytes: CountBytes;
  #bytes = 0;
  #end: { readonly error?: unknown } | undefined;
  #onBlock = (): void => {};
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
    this.#blocks.push(block);
    this.#count(block.tuples.bytes.length);
    this.#onBlock();
    while (this.#bytes > this.#limit && !this.#dropped) {
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve;
      });
    }
  }

  /** @param failure - why there are not more blocks, unless that was all */
  end(failure?: { readonly error: unknown }): void {
    this.#end ??= failure ?? {};
    this.#onBlock();
  }

  /** Nobody takes blocks any more: nobody is to wait for room. */
  drop(): void {
    this.#dropped = true;
    this.#onRoom();
  }

  /** The blocks in their order. */
  async *take(): AsyncGenerator<FilledBlock, void, undefined> {
    while (true) {
      const block = this.#blocks.shift();
      if (block !== undefined) {
        this.#count(-block.tuples.bytes.length);
        this.#onRoom();
        yield block;
      } else if (this.#end !== undefined) {
        if ('error' in this.#end) throw this.#end.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#onBlock = resolve;
        });
      }
    }
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#countBytes(bytes);
  }
}
