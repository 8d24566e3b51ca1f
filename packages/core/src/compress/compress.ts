/** Compresses the output with Node's own zlib, on several threads. */

import type { ManifestPieces } from '../manifest/manifest.ts';
import { PieceOffsets } from '../manifest/piece-offsets.ts';
import type { CompressionName } from '../options.ts';
import type { Compressor } from './compressor.ts';
import { GzipCompressor } from './gzip.ts';
import { workInOrder } from './ordered-work.ts';
import { cutPieces } from './pieces.ts';
import { ZstdCompressor } from './zstd.ts';

/**
 * Levels that each format takes, and the one it gets when the caller names none: what users of the
 * programs `gzip` and `zstd` expect. How they compare is in this package's README.
 */
export const compressionLevels = {
  gzip: { lowest: 1, highest: 9, default: 6 },
  zstd: { lowest: 1, highest: 22, default: 3 },
} as const;

/** What has been made of the source. */
export interface CompressedSource {
  /** Bytes of the source. */
  readonly bytes: number;
  /** Bytes that were made of it: where the tail begins. */
  readonly fileBytes: number;
  readonly pieces: ManifestPieces;
}

/** What stands behind the source in the text. */
export interface CompressedTail {
  /** Begins with a piece of its own. */
  readonly block: readonly Buffer[];
  /** The last bytes of the text, of which the end of the file shows a copy in the clear. */
  readonly end: Buffer;
  /** CRC-32 of source, block and end. */
  readonly checksum: number;
}

/** How to compress. */
export interface CompressOptions {
  readonly format: Exclude<CompressionName, 'none'>;
  /** See {@link compressionLevels}. */
  readonly level?: number | undefined;
  /** How many threads compress: for gzip those of libuv's pool, for zstd its own. */
  readonly concurrency: number;
  /** Called once for each buffer of the source, when all of it has been copied. */
  giveBack(buffer: Buffer): void;
  /** Called once, when all of the source is compressed: not after an error. */
  tail(source: CompressedSource): CompressedTail;
}

/**
 * Compresses buffers of any size into one gzip member or one zstd frame. The same bytes at the same
 * level become the same file, however they are cut into buffers; for zstd also with the same
 * concurrency.
 *
 * Nothing is taken from the source before the result is read, and then at most one buffer and
 * `concurrency + 1` copied pieces of 1 MiB (zstd: two of 2 MiB for each thread) are held. An error of
 * the source passes through as it is, behind what was compressed before it. When the result is no
 * longer wanted, all buffers are given back before the source is returned.
 */
export async function* compress(
  source: AsyncIterable<Buffer>,
  options: CompressOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const compressor = createCompressor(options);
  const pieces = cutPieces(source, compressor.pieceBytes, (buffer) => options.giveBack(buffer));
  const offsets = new PieceOffsets();
  let bytes = 0;
  let fileBytes = 0;
  try {
    const results = workInOrder(pieces, {
      concurrency: compressor.concurrency,
      async work(piece) {
        const { length } = piece.bytes;
        try {
          return { length, buffers: await compressor.compress(piece.bytes) };
        } finally {
          piece.release();
        }
      },
      drop: (piece) => piece.release(),
    });
    for await (const { length, buffers } of results) {
      offsets.add(bytes, fileBytes);
      bytes += length;
      fileBytes += buffers.reduce((sum, buffer) => sum + buffer.length, 0);
      yield* buffers;
    }
    const { window } = compressor;
    const form = {
      compression: options.format,
      ...(window === undefined ? {} : { window }),
      ...offsets.offsets(),
    };
    yield* compressTail(compressor, options.tail({ bytes, fileBytes, pieces: form }));
  } finally {
    compressor.close();
  }
}

async function* compressTail(
  compressor: Compressor,
  { block, end, checksum }: CompressedTail,
): AsyncGenerator<Buffer, void, undefined> {
  const whole = Buffer.concat(block);
  for (let start = 0; start < whole.length; start += compressor.pieceBytes) {
    yield* await compressor.compress(whole.subarray(start, start + compressor.pieceBytes));
  }
  yield* await compressor.end(end, checksum);
}

function createCompressor({ format, level, concurrency }: CompressOptions): Compressor {
  const chosen = level ?? compressionLevels[format].default;
  return format === 'gzip'
    ? new GzipCompressor(chosen, concurrency)
    : new ZstdCompressor(chosen, concurrency);
}
