/** Makes one zstd frame of pieces that are cut into jobs for several threads. */

import * as zlib from 'node:zlib';
import type { Compressor } from './compressor.ts';
import { outputBytes, ZlibStream } from './zlib-stream.ts';

const mebibyte = 1024 * 1024;

/**
 * What one of zstd's threads compresses at a time, without looking back at the job before it: so each
 * piece can be decompressed alone, for less work than with an overlap, and a little more to store
 * (100 MB of SQL, level 3: 1%; 9: 2.5%). Half of it costs twice that.
 */
const jobBytes = 2 * mebibyte;

/**
 * From the next level on there is one thread, which takes 80 MB of memory and more, and finds much in
 * what is far away: its jobs are as long as the window of most of these levels.
 */
const highestThreadedLevel = 15;
const longJobBytes = 8 * mebibyte;

/** `ZSTD_c_overlapLog`: none. */
const noOverlap = 1;

/** RFC 8878, 3.1.1.1: magic number and descriptor, behind which the window is told. */
const windowOffset = 5;

/**
 * zstd has threads of its own, which make one frame together. It is given one piece at a time; a
 * flush keeps it from giving back a part of the piece, which `node:zlib` takes for the end of the
 * stream: without it, bytes are lost.
 *
 * Frames one behind the other would be valid zstd as well. But `node:zlib` (Node.js 22 and 24) and
 * some other libraries read the first one alone, without an error (nodejs/node#64741). A skippable
 * frame behind it they don't miss.
 */
export class ZstdCompressor implements Compressor {
  /** A piece is made by all threads. */
  readonly concurrency = 1;
  readonly pieceBytes: number;
  readonly #stream: ZlibStream;
  #window: number | undefined;

  constructor(level: number, concurrency: number) {
    const isThreaded = level <= highestThreadedLevel;
    const threads = isThreaded ? concurrency : 1;
    const ofJob = isThreaded ? jobBytes : longJobBytes;
    this.pieceBytes = threads * ofJob;
    const { constants } = zlib;
    this.#stream = new ZlibStream(
      zlib.createZstdCompress({
        flush: constants.ZSTD_e_flush,
        chunkSize: outputBytes,
        params: {
          [constants.ZSTD_c_compressionLevel]: level,
          // As the zstd program does: 4 bytes by which a damaged file is told.
          [constants.ZSTD_c_checksumFlag]: 1,
          // Also for a single one: without them a piece looks back into the ones before it.
          [constants.ZSTD_c_nbWorkers]: threads,
          [constants.ZSTD_c_jobSize]: ofJob,
          [constants.ZSTD_c_overlapLog]: noOverlap,
        },
      }),
    );
  }

  get window(): number | undefined {
    return this.#window;
  }

  async compress(piece: Buffer): Promise<Buffer[]> {
    const compressed = await this.#stream.write(piece);
    // The first output, of many bytes, begins with the header of the frame.
    this.#window ??= compressed[0]?.[windowOffset];
    return compressed;
  }

  async end(text: Buffer): Promise<Buffer[]> {
    const last = await this.compress(text);
    return [...last, ...(await this.#stream.end()), skippableFrame(text)];
  }

  close(): void {
    this.#stream.close();
  }
}

/** RFC 8878, 3.1.2: bytes that every decompressor passes over. */
function skippableFrame(bytes: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(0x184d2a50, 0);
  header.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}
