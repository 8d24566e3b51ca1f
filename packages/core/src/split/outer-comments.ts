/** Keeps the text of a comment until its end has come. */

import type { OuterComment } from './statement.ts';

/** As {@link OuterComment.text} promises. */
const longestText = 1024 * 1024;

export class OuterComments {
  readonly #receive: ((comment: OuterComment) => void) | undefined;
  #offset = 0;
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(receive: ((comment: OuterComment) => void) | undefined) {
    this.#receive = receive;
  }

  /** Where the comment begins in the text. */
  get offset(): number {
    return this.#offset;
  }

  get keptBytes(): number {
    return this.#pieces.length === 0 ? 0 : this.#bytes;
  }

  begin(offset: number): void {
    this.#offset = offset;
    this.#pieces = [];
    this.#bytes = 0;
  }

  add(data: Buffer, from: number, to: number): void {
    const end = Math.min(to, from + longestText - this.#bytes);
    if (this.#receive === undefined || end <= from) return;
    this.#bytes += end - from;
    const piece = Buffer.from(data.subarray(from, end));
    const last = this.#pieces.at(-1);
    // A text that comes byte by byte takes no more memory than its bytes, in a few steps.
    if (last !== undefined && last.length <= piece.length) this.#pieces.push(this.#merge(piece));
    else this.#pieces.push(piece);
  }

  end(): void {
    if (this.#receive === undefined) return;
    const text = Buffer.concat(this.#pieces).toString();
    this.#pieces = [];
    this.#receive({ offset: this.#offset, text: text.replace(/\r$/, '') });
  }

  /** Makes one of all pieces at the end that are not larger than the next one. */
  #merge(piece: Buffer): Buffer {
    let merged = piece;
    for (;;) {
      const last = this.#pieces.at(-1);
      if (last === undefined || last.length > merged.length) return merged;
      this.#pieces.pop();
      merged = Buffer.concat([last, merged]);
    }
  }
}
