/** The memory that parts are gathered in, used again and again. */

/** A few buffers in turn: V8 collects large ones late, so a new one for each part would add up. */
export class PartBuffers {
  readonly #free: Buffer[] = [];
  #ended = false;

  /** @returns a buffer of at least this size; its memory is taken from the system as it is filled */
  take(size: number): Buffer {
    let buffer = this.#free.pop();
    // One from before the parts grew is of no more use.
    while (buffer !== undefined && buffer.byteLength < size) {
      buffer = this.#free.pop();
    }
    return buffer ?? Buffer.allocUnsafeSlow(size);
  }

  /** @param buffer - that nobody reads from any more */
  give(buffer: Buffer): void {
    if (!this.#ended) this.#free.push(buffer);
  }

  /**
   * Lets go of all of them. An upload that has ended may be remembered: an error that somebody keeps,
   * such as the SDK that of a file that is not there, keeps what is on its stack.
   */
  end(): void {
    this.#ended = true;
    this.#free.length = 0;
  }
}
