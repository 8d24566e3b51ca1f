/** Which line of a text a place in it is on. */

/** Counted from 1, as editors do. */
export class Lines {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (const { index, 0: end } of text.matchAll(/\r\n|[\n\r]/g)) {
      this.#starts.push(index + end.length);
    }
  }

  /** @param offset - in UTF-16 units, from 0 */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}
