/** The memory that parts are gathered in, used again and again. */

/** A few buffers in turn: V8 collects large ones late, so a new one for each part would add up. */
export class PartBuffers {
  #free: Buffer[] = [];

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
    this.#free.push(buffer);
  }
}
