/** Pieces of a compressed file: each of them can be decompressed without those before it. */

import { buffer } from 'node:stream/consumers';
import { constants, crc32, gunzipSync, inflateRawSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  type CompressedSource,
  type CompressOptions,
  compress,
  compressionLevels,
} from '../../src/compress/compress.ts';

const mebibyte = 1024 * 1024;
const block = Buffer.from('the manifest, as it were\n');
const end = Buffer.from('\nthe end\n');

/** Words in an order without end, which each level finds again far away. */
const sample = Buffer.from(
  Array.from({ length: 2_200_000 }, (_, index) =>
    (Math.imul(index, 2654435761) >>> 18).toString(36).padStart(4, 'word'),
  ).join(' '),
).subarray(0, 9.5 * mebibyte);

async function* inBuffers(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  for (let start = 0; start < bytes.length; start += 300_000) {
    yield bytes.subarray(start, start + 300_000);
  }
}

async function compressed(choice: Pick<CompressOptions, 'concurrency' | 'format' | 'level'>) {
  let told: CompressedSource | undefined;
  const file = await buffer(
    compress(inBuffers(sample), {
      ...choice,
      giveBack() {},
      tail(source) {
        told = source;
        const checksum = [sample, block, end].reduce((sum, bytes) => crc32(bytes, sum), 0);
        return { block: [block], end, checksum };
      },
    }),
  );
  if (told === undefined) throw new Error('Nobody asked for the tail.');
  return { file, source: told };
}

/** RFC 8878: magic number and descriptor before the window, an empty last block behind the pieces. */
function asFrame(blocks: Buffer, window: number): Buffer {
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, window]),
    blocks,
    Buffer.from([0x01, 0x00, 0x00]),
  ]);
}

const headerBytes = { gzip: 10, zstd: 6 };

function decompressAlone(piece: Buffer, isFirst: boolean, { pieces }: CompressedSource): Buffer {
  const bytes = isFirst ? piece.subarray(headerBytes[pieces.compression]) : piece;
  return pieces.compression === 'gzip'
    ? inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
    : zstdDecompressSync(asFrame(bytes, pieces.window ?? 0));
}

for (const format of ['gzip', 'zstd'] as const) {
  const { highest } = compressionLevels[format];
  const levels = format === 'gzip' ? [1, 6, highest] : [1, 3, 9, 15, 16];

  describe(`a piece of a file made by ${format}`, () => {
    for (const level of levels) {
      // Above 15, zstd has one thread whatever is asked for.
      for (const concurrency of level > 15 ? [2] : [1, 2, 4]) {
        test(`is its part of the text, level ${level}, ${concurrency} at a time`, async () => {
          const { file, source } = await compressed({ format, level, concurrency });
          const { text, file: offsets } = source.pieces;
          expect(source.bytes).toBe(sample.length);
          expect(text[0]).toBe(0);
          expect(offsets[0]).toBe(0);
          if (concurrency < 4) expect(text.length).toBeGreaterThan(1);
          expect(text.length).toBe(offsets.length);
          for (const [index, start] of text.entries()) {
            const stored = file.subarray(offsets[index], offsets[index + 1] ?? source.fileBytes);
            const part = sample.subarray(start, text[index + 1] ?? source.bytes);
            expect(decompressAlone(stored, index === 0, source).equals(part)).toBe(true);
          }
        });
      }
    }

    test('may be read together with those behind it', async () => {
      const { file, source } = await compressed({ format, level: 1, concurrency: 2 });
      const { text, file: offsets } = source.pieces;
      const stored = file.subarray(offsets[1], source.fileBytes);
      expect(offsets.length).toBeGreaterThan(1);
      expect(decompressAlone(stored, false, source).equals(sample.subarray(text[1]))).toBe(true);
    });

    test('holds the tail, and nothing before it', async () => {
      const { file, source } = await compressed({ format, level: 1, concurrency: 2 });
      const tail = file.subarray(source.fileBytes);
      const read =
        format === 'gzip'
          ? inflateRawSync(tail.subarray(0, -8))
          : zstdDecompressSync(asFrame(frameBlocks(tail), source.pieces.window ?? 0));
      expect(read).toEqual(Buffer.concat([block, end]));
      const decompress = format === 'gzip' ? gunzipSync : zstdDecompressSync;
      expect(decompress(file).equals(Buffer.concat([sample, block, end]))).toBe(true);
    });
  });
}

/** Without the empty last block, the checksum and the skippable frame that a frame of ours ends with. */
function frameBlocks(tail: Buffer): Buffer {
  return tail.subarray(0, -(3 + 4 + 8 + end.length));
}
