/** The one reused buffer that all SQL is written into before it leaves as chunks. */

/** Bytes that a chunk of the output stream has, unless a single row is larger. */
const chunkBytes = 256 * 1024;

export class OutputBuffer {
  /** Written directly by the row renderer, up to {@link length}. Replaced when it grows. */
  bytes: Buffer = Buffer.allocUnsafeSlow(2 * chunkBytes);
  /** Bytes in use. */
  length = 0;
  /** Bytes that have been taken away so far. */
  #taken = 0;

  /** All bytes ever written. */
  get total(): number {
    return this.#taken + this.length;
  }

  /** Whether there is enough for a chunk. */
  get full(): boolean {
    return this.length >= chunkBytes;
  }

  /** Makes room for that many more bytes. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** Appends text as UTF-8. */
  text(text: string): void {
    this.reserve(3 * text.length);
    this.length += this.bytes.write(text, this.length);
  }

  /** Appends bytes as they are. */
  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Hands over a copy of what was written, and begins anew. */
  take(): Buffer {
    const chunk = Buffer.allocUnsafeSlow(this.length);
    this.bytes.copy(chunk, 0, 0, this.length);
    this.#taken += this.length;
    this.length = 0;
    // After a very large row the buffer goes back to its usual size.
    if (this.bytes.length > 8 * chunkBytes) this.bytes = Buffer.allocUnsafeSlow(2 * chunkBytes);
    return chunk;
  }
}
