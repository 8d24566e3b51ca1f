/** The slots of a hash table in a file, of which some are in memory. */

import { TemporaryFile } from './temporary-file.ts';

/** Of 32 bits; a slot of zeros is empty. */
export const wordsOfSlot = 4;

const slotBytes = 4 * wordsOfSlot;

/** Slots that are in memory at a time. */
const windowSlots = 1 << 12;

export class SlotFile {
  /** A power of two, and more than are in memory. */
  readonly slots: number;
  readonly #file = new TemporaryFile();
  readonly #words = new Int32Array(windowSlots * wordsOfSlot);
  readonly #bytes = Buffer.from(this.#words.buffer);
  /** The first slot of those in memory. */
  #first = 0;
  #changed = false;

  constructor(slots: number) {
    this.slots = slots;
    try {
      this.#file.extend(slots * slotBytes);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Puts what begins at `start` into a slot, or into the first one behind it that is empty.
   *
   * @returns whether it was not there before
   */
  put(words: Int32Array, start: number, slot: number): boolean {
    for (let at = slot; ; at = (at + 1) % this.slots) {
      if (at < this.#first || at >= this.#first + windowSlots) this.#move(at);
      const place = (at - this.#first) * wordsOfSlot;
      if (this.#isEqual(place, words, start)) return false;
      if (!this.#isEmpty(place)) continue;
      this.#words.set(words.subarray(start, start + wordsOfSlot), place);
      this.#changed = true;
      return true;
    }
  }

  /** All that is in it, in pieces. */
  *pieces(): Generator<Int32Array> {
    for (let first = 0; first < this.slots; first += windowSlots) {
      this.#move(first);
      const held: number[] = [];
      for (let place = 0; place < this.#words.length; place += wordsOfSlot) {
        if (!this.#isEmpty(place)) held.push(...this.#words.subarray(place, place + wordsOfSlot));
      }
      yield Int32Array.from(held);
    }
  }

  close(): void {
    this.#file.close();
  }

  #isEqual(place: number, words: Int32Array, start: number): boolean {
    const held = this.#words;
    return (
      held[place] === words[start] &&
      held[place + 1] === words[start + 1] &&
      held[place + 2] === words[start + 2] &&
      held[place + 3] === words[start + 3]
    );
  }

  #isEmpty(place: number): boolean {
    const held = this.#words;
    return (
      held[place] === 0 && held[place + 1] === 0 && held[place + 2] === 0 && held[place + 3] === 0
    );
  }

  #move(slot: number): void {
    if (this.#changed) this.#file.write(this.#bytes, this.#first * slotBytes);
    this.#changed = false;
    this.#first = slot - (slot % windowSlots);
    this.#file.read(this.#bytes, this.#first * slotBytes);
  }
}
