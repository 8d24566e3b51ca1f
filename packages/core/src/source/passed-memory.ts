/**
 * Gives the memory of bytes that have passed back at once. V8 sees next to nothing of what a buffer
 * holds, and lets tens of megabytes of them lie before it collects them.
 */

/** Of chunks of which several share a memory one after the other, as those of `node:zlib` do. */
export class PassedMemory {
  #memory: ArrayBufferLike | undefined;
  #end = 0;

  /**
   * Frees the memory of a chunk, if that and those before it are all that is in it: then it can be
   * nobody else's. The chunk is empty afterwards.
   *
   * @param chunk - that its only reader has done with
   */
  pass({ buffer, byteOffset, length }: Buffer): void {
    if (byteOffset === 0) this.#memory = buffer;
    else if (buffer !== this.#memory || byteOffset !== this.#end) this.#memory = undefined;
    this.#end = byteOffset + length;
    if (this.#memory === undefined || this.#end < buffer.byteLength) return;
    this.#memory = undefined;
    free(buffer);
  }
}

/**
 * Frees the memory of bytes that were made for one receiver, who has done with them. They are empty
 * afterwards. Those that share their memory with others are left to the garbage collector.
 */
export function freeOwn({ buffer, byteOffset }: Buffer): void {
  // Small ones come from the pool of `Buffer`.
  if (byteOffset === 0 && buffer.byteLength > Buffer.poolSize) free(buffer);
}

function free(buffer: ArrayBufferLike): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}
