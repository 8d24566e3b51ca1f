/** A buffer that is written to at its end, and grows. */

export class GrowingBuffer {
  /** May be written to directly up to what was reserved. Replaced when it grows. */
  bytes: Buffer;
  /** Bytes in use. */
  length = 0;

  /** @param memory - bytes to begin with, or how many of them */
  constructor(memory: number | Buffer) {
    this.bytes = typeof memory === 'number' ? Buffer.allocUnsafeSlow(memory) : memory;
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
}
