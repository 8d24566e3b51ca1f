/** A set of fingerprints in a file: a hash table with open addressing, for more than fits in memory. */

import { hash, randomBytes } from 'node:crypto';
import { SlotFile, wordsOfSlot } from './slot-file.ts';

const firstSlots = 1 << 17;

/** Fingerprints that are put into the table together. */
export const mostTogether = 1 << 15;

/**
 * A fingerprint has 128 bits: among 10^12 keys two have the same one with a probability of about
 * 10^-15.
 */
export class Fingerprints {
  /** So that nobody can choose keys that fall into the same place. */
  readonly #salt = randomBytes(16).toString('hex');
  #table = new SlotFile(firstSlots);
  #size = 0;

  /**
   * Many at once cost little: those that are near to each other in the file are looked for together.
   *
   * @param keys - {@link mostTogether} at the most
   * @returns for each key whether it is new; of one that is there twice, the first one is
   */
  addAll(keys: readonly string[]): readonly boolean[] {
    while (2 * (this.#size + keys.length) >= this.#table.slots) this.#grow();
    const isNew = new Array<boolean>(keys.length).fill(false);
    this.#put(this.#fingerprints(keys), (number) => {
      isNew[number] = true;
      this.#size++;
    });
    return isNew;
  }

  close(): void {
    this.#table.close();
  }

  #fingerprints(keys: readonly string[]): Int32Array {
    const words = new Int32Array(keys.length * wordsOfSlot);
    const bytes = Buffer.from(words.buffer);
    for (const [number, key] of keys.entries()) {
      const digest = hash('sha256', this.#salt + key, 'buffer');
      digest.copy(bytes, number * wordsOfSlot * 4, 0, wordsOfSlot * 4);
    }
    return words;
  }

  /** In the order of their places in the file, and of the same ones the first one first. */
  #put(words: Int32Array, onNew: (number: number) => void): void {
    const count = words.length / wordsOfSlot;
    const mask = this.#table.slots - 1;
    const order = new Float64Array(count);
    for (let number = 0; number < count; number++) {
      const slot = (words[number * wordsOfSlot] ?? 0) & mask;
      order[number] = slot * mostTogether + number;
    }
    for (const place of order.sort()) {
      const number = place % mostTogether;
      const slot = (place - number) / mostTogether;
      if (this.#table.put(words, number * wordsOfSlot, slot)) onNew(number);
    }
  }

  /** Four times as long, so that it rarely happens. */
  #grow(): void {
    const old = this.#table;
    this.#table = new SlotFile(old.slots * 4);
    try {
      for (const words of old.pieces()) this.#put(words, () => {});
    } finally {
      old.close();
    }
  }
}
