/** A set of whole numbers that is emptied and filled again without making anything. */

/** Knuth's multiplicative hash: the golden ratio of 2^32. */
const spread = 0x9e3779b1;

export class NumberSet {
  /** Each number is one more here: 0 is an empty place. */
  #slots = new Int32Array(1024);
  #last = 0;
  #shift = 0;

  /** @param most - numbers that will be added */
  clear(most: number): void {
    // Half of the places stay empty, so that looking for a number ends soon.
    const bits = Math.max(4, 33 - Math.clz32(most));
    const size = 2 ** bits;
    if (size > this.#slots.length) this.#slots = new Int32Array(size);
    else this.#slots.fill(0, 0, size);
    this.#last = size - 1;
    this.#shift = 32 - bits;
  }

  /** @param number - 0 to 2^31 - 2 */
  add(number: number): void {
    this.#slots[this.#placeOf(number)] = number + 1;
  }

  has(number: number): boolean {
    return this.#slots[this.#placeOf(number)] !== 0;
  }

  /** Where it is, or would be. */
  #placeOf(number: number): number {
    const slots = this.#slots;
    let place = Math.imul(number, spread) >>> this.#shift;
    while (slots[place] !== 0 && slots[place] !== number + 1) place = (place + 1) & this.#last;
    return place;
  }
}
