/** A stream of choices, all of which follow from the keyed hash of a value. */

import { streamBlock, streamWords } from './cipher-stream.ts';

/**
 * The hash is the key of a stream cipher, and no choice is a part of the hash: so all of them together
 * tell neither it nor each other. A generator of random numbers that is merely fast would not do: who
 * sees some of the choices (they are letters of a masked text) could compute the others, and see where a
 * letter was drawn again since it was that of the original.
 */
export class Choices {
  readonly #key: Int32Array;
  readonly #block = new Int32Array(streamWords);
  #blocks = 0;
  /** Bytes of the block that have been taken. */
  #taken = 4 * streamWords;

  /** @param hash - eight words, which are copied */
  constructor(hash: Int32Array) {
    this.#key = hash.slice();
  }

  /** 0 to 255. */
  byte(): number {
    if (this.#taken === 4 * streamWords) {
      streamBlock(this.#block, this.#key, this.#blocks++);
      this.#taken = 0;
    }
    const at = this.#taken++;
    return ((this.#block[at >> 2] as number) >>> (8 * (at & 3))) & 0xff;
  }

  bytes(count: number): Buffer {
    const bytes = Buffer.allocUnsafe(count);
    for (let index = 0; index < count; index++) bytes[index] = this.byte();
    return bytes;
  }

  /** A whole number from 0 up to and without `limit`, all alike; `limit` up to 2^48. */
  below(limit: number): number {
    if (limit <= 0x100) {
      const fair = 0x100 - (0x100 % limit);
      let value = this.byte();
      while (value >= fair) value = this.byte();
      return value % limit;
    }
    let range = 0x10000;
    while (range < limit) range *= 0x100;
    const fair = range - (range % limit);
    for (;;) {
      let value = this.byte();
      for (let width = 0x100; width < range; width *= 0x100) value = value * 0x100 + this.byte();
      if (value < fair) return value % limit;
    }
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}
