/** Makes one zstd frame of pieces that are cut into jobs for several threads. */

import * as zlib from 'node:zlib';
import type { Compressor } from './compressor.ts';
import { outputBytes, ZlibStream } from './zlib-stream.ts';

/** What one of zstd's threads compresses at a time. Half of it takes more work and more bytes. */
const jobBytes = 1024 * 1024;

/** More than one job of a piece for each thread: with one, threads wait longer for the last one. */
const jobsPerThread = 2;

/**
 * From the next level on, zstd looks back by more than a piece for each job: two threads would
 * need twice the work, and find less (level 19: 21.3 instead of 15.2 MB).
 */
const highestThreadedLevel = 15;

/**
 * zstd has threads of its own, which make one frame together. It is given one piece at a time; a
 * flush keeps it from giving back a part of the piece, which `node:zlib` takes for the end of the
 * stream: without it, bytes are lost.
 *
 * Frames one behind the other would be valid zstd as well. But `node:zlib` (Node.js 22 and 24) and
 * some other libraries read the first one alone, without an error (nodejs/node#64741).
 */
export class ZstdCompressor implements Compressor {
  /** A piece is made by all threads. */
  readonly concurrency = 1;
  readonly pieceBytes: number;
  readonly #stream: ZlibStream;

  constructor(level: number, concurrency: number) {
    const threads = level > highestThreadedLevel ? 1 : concurrency;
    this.pieceBytes = threads > 1 ? threads * jobsPerThread * jobBytes : 1024 * 1024;
    const { constants } = zlib;
    this.#stream = new ZlibStream(
      zlib.createZstdCompress({
        flush: constants.ZSTD_e_flush,
        chunkSize: outputBytes,
        params: {
          [constants.ZSTD_c_compressionLevel]: level,
          // As the zstd program does: 4 bytes by which a damaged file is told.
          [constants.ZSTD_c_checksumFlag]: 1,
          ...(threads > 1 && {
            [constants.ZSTD_c_nbWorkers]: threads,
            [constants.ZSTD_c_jobSize]: jobBytes,
          }),
        },
      }),
    );
  }

  compress(piece: Buffer): Promise<Buffer[]> {
    return this.#stream.write(piece);
  }

  end(): Promise<Buffer[]> {
    return this.#stream.end();
  }

  close(): void {
    this.#stream.close();
  }
}
