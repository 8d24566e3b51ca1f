/** Makes one gzip member of pieces that are compressed at the same time. */

import * as zlib from 'node:zlib';
import type { Compressor } from './compressor.ts';
import { outputBytes, ZlibStream } from './zlib-stream.ts';

/** RFC 1952, 2.3: deflate, no flags, no time, of Unix. */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);

/** RFC 1951, 3.2.3: a block that is the last one, with nothing in it. */
const lastBlock = Buffer.from([3, 0]);

/**
 * Each piece is deflated by a thread of libuv's pool. A full flush ends it on a whole byte, and what
 * comes after it does not point back into it: so pieces that were made by several deflates are, one
 * behind the other, one deflated stream. The member costs 0.1 to 0.2% more than of one deflate.
 *
 * Members one behind the other would be valid gzip as well. But browsers (`Content-Encoding`,
 * `DecompressionStream`) and libraries that follow the letter of zlib's interface read the first
 * one alone and stop there, without an error.
 */
export class GzipCompressor implements Compressor {
  readonly concurrency: number;
  readonly pieceBytes = 1024 * 1024;
  readonly #level: number;
  readonly #streams: ZlibStream[] = [];
  readonly #idle: ZlibStream[] = [];
  #start: Buffer[] = [header];
  #checksum = 0;
  #length = 0;

  constructor(level: number, concurrency: number) {
    this.#level = level;
    this.concurrency = concurrency;
  }

  async compress(piece: Buffer): Promise<Buffer[]> {
    const start = this.#takeStart();
    this.#checksum = zlib.crc32(piece, this.#checksum);
    this.#length += piece.length;
    const stream = this.#idle.pop() ?? this.#open();
    const deflated = await stream.write(piece);
    this.#idle.push(stream);
    return [...start, ...deflated];
  }

  async end(): Promise<Buffer[]> {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.#checksum, 0);
    trailer.writeUInt32LE(this.#length % 2 ** 32, 4);
    return [Buffer.concat([...this.#takeStart(), lastBlock, trailer])];
  }

  close(): void {
    for (const stream of this.#streams) stream.close();
  }

  #open(): ZlibStream {
    const stream = new ZlibStream(
      zlib.createDeflateRaw({
        level: this.#level,
        flush: zlib.constants.Z_FULL_FLUSH,
        chunkSize: outputBytes,
      }),
    );
    this.#streams.push(stream);
    return stream;
  }

  #takeStart(): Buffer[] {
    const start = this.#start;
    this.#start = [];
    return start;
  }
}
