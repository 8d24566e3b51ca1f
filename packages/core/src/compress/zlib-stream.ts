/** A compressing stream of Node's zlib as a function from a piece to its bytes. */

import { finished, type Transform } from 'node:stream';

/**
 * Bytes of an output buffer. Larger ones save little: the pool's thread is asked for each, but what
 * the last one has left is used by the next piece. Smaller garbage keeps the process small.
 */
export const outputBytes = 64 * 1024;

/** Must flush with each write, so that no byte of a piece comes out with the next one. */
export class ZlibStream {
  readonly #stream: Transform;
  #output: Buffer[] = [];
  /** Settles what is under way: zlib's errors are told to the listener alone. */
  #fail: (error: Error) => void = () => {};

  constructor(stream: Transform) {
    this.#stream = stream;
    stream.on('data', (bytes: Buffer) => this.#output.push(bytes));
    stream.on('error', (error) => this.#fail(error));
  }

  /**
   * One piece at a time.
   *
   * @throws what zlib throws, also when there was an error before
   */
  write(piece: Buffer): Promise<Buffer[]> {
    return this.#outputOf((done) => this.#stream.write(piece, done));
  }

  /** The same for what comes behind the last piece. */
  end(): Promise<Buffer[]> {
    return this.#outputOf((done) => finished(this.#stream.end(), done));
  }

  close(): void {
    this.#stream.destroy();
  }

  async #outputOf(action: (done: (error?: Error | null) => void) => void): Promise<Buffer[]> {
    await new Promise<void>((resolve, reject) => {
      this.#fail = reject;
      action((error) => (error ? reject(error) : resolve()));
    });
    // A stream may hold back what it has made; this gives it to the listener.
    while (this.#stream.read() !== null);
    const output = this.#output;
    this.#output = [];
    return output;
  }
}
