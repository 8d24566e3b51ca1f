/** Compression by Node's own zlib: what comes out reads as what went in, and every buffer goes back. */

import { buffer } from 'node:stream/consumers';
import { crc32, createGunzip, gunzipSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CompressOptions, compress, compressionLevels } from '../../src/compress/compress.ts';
import { ZlibStream } from '../../src/compress/zlib-stream.ts';

const mebibyte = 1024 * 1024;

/** Bytes of which some repeat, near and far, and some don't: the same in each run. */
function sampleBytes(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let state = 1;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = index % 5000 < 3000 ? (index * index) % 251 : state >>> 24;
  }
  return bytes;
}

const sample = sampleBytes(13 * mebibyte);

/** Lends buffers, spoils each that is given back, and keeps a record. */
class Lender {
  readonly #lent = new Set<Buffer>();
  readonly events: string[] = [];
  mostLent = 0;

  async *lend(buffers: Iterable<Buffer>, error?: Error): AsyncGenerator<Buffer, void, undefined> {
    try {
      for (const bytes of buffers) {
        const buffer = Buffer.from(bytes);
        this.#lent.add(buffer);
        this.mostLent = Math.max(this.mostLent, this.#lent.size);
        yield buffer;
      }
      if (error !== undefined) throw error;
    } finally {
      this.events.push(`source returned, ${this.#lent.size} lent`);
    }
  }

  giveBack(buffer: Buffer): void {
    expect(this.#lent.delete(buffer), 'given back once, and a buffer of the source').toBe(true);
    buffer.fill(0xff);
  }

  get lent(): number {
    return this.#lent.size;
  }
}

type Choice = Omit<CompressOptions, 'giveBack' | 'tail'>;

/** What stands behind the source in each file. */
const block = Buffer.from('the block behind the source');
const end = Buffer.from('\nthe end\n');

async function compressed(buffers: Iterable<Buffer>, choice: Choice): Promise<Buffer> {
  const lender = new Lender();
  const giveBack = (buffer: Buffer): void => lender.giveBack(buffer);
  const source = [...buffers];
  const checksum = [...source, block, end].reduce((sum, bytes) => crc32(bytes, sum), 0);
  const tail = () => ({ block: [block], end, checksum });
  const file = await buffer(compress(lender.lend(source), { ...choice, giveBack, tail }));
  expect(lender.lent).toBe(0);
  expect(lender.mostLent).toBeLessThanOrEqual(1);
  return file;
}

/** @throws where the file does not end as it should, or can't be read */
function sourceOf(file: Buffer, decompress: (file: Buffer) => Buffer): Buffer {
  const text = decompress(file);
  const bytes = text.length - block.length - end.length;
  expect(text.subarray(bytes)).toEqual(Buffer.concat([block, end]));
  return text.subarray(0, bytes);
}

/** Errors come before it. */
function noTail(): never {
  throw new Error('the source has not ended');
}

function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const buffers = [];
  let start = 0;
  for (const length of lengths) {
    buffers.push(bytes.subarray(start, start + length));
    start += length;
  }
  return [...buffers, bytes.subarray(start)];
}

for (const format of ['gzip', 'zstd'] as const) {
  const decompressAll = format === 'gzip' ? gunzipSync : zstdDecompressSync;
  const decompress = (file: Buffer): Buffer => sourceOf(file, decompressAll);

  describe(`a source compressed with ${format}`, () => {
    test('without anything in it is a valid file without anything in it', async () => {
      for (const buffers of [[], [Buffer.alloc(0)]]) {
        const file = await compressed(buffers, { format, concurrency: 2 });
        expect(file.length).toBeGreaterThan(0);
        expect(decompress(file)).toHaveLength(0);
      }
    });

    test('reads as it was, however it is cut, and always becomes the same file', async () => {
      const lengths = fc.oneof(
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 3 * mebibyte }),
        fc.constantFrom(mebibyte - 1, mebibyte, mebibyte + 1, 2 * mebibyte),
      );
      const files = new Map<number, Buffer>();
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 52 }),
          fc.array(lengths, { maxLength: 20 }),
          fc.constantFrom(2, 3),
          async (quarters, cuts, concurrency) => {
            const bytes = sample.subarray(0, (quarters * mebibyte) / 4);
            const file = await compressed(cut(bytes, cuts), { format, level: 1, concurrency });
            expect(decompress(file).equals(bytes)).toBe(true);
            const known = files.get(quarters) ?? file;
            expect(file.equals(known)).toBe(true);
            files.set(quarters, known);
          },
        ),
        { numRuns: 40 },
      );
    });

    test('reads as it was when nothing in it repeats or everything does', async () => {
      const random = Buffer.from(
        Uint32Array.from({ length: 600_000 }, (_, index) =>
          Math.imul(index ^ 0x5bd1e995, 0x9e3779b1),
        ).buffer,
      );
      for (const bytes of [random, Buffer.alloc(40 * mebibyte, 'a')]) {
        for (const concurrency of [1, 2]) {
          const file = await compressed([bytes], { format, concurrency });
          expect(decompress(file).equals(bytes)).toBe(true);
        }
      }
    });

    test('reads as it was at each level', async () => {
      const { lowest, highest } = compressionLevels[format];
      const bytes = sample.subarray(0, 2.5 * mebibyte);
      for (let level: number = lowest; level <= highest; level += 1) {
        const file = await compressed([bytes], { format, level, concurrency: 2 });
        expect(decompress(file).equals(bytes), `level ${level}`).toBe(true);
      }
    });

    test('shows its last bytes in the clear', async () => {
      const file = await compressed([sample], { format, level: 1, concurrency: 2 });
      const trailer = format === 'gzip' ? 8 : 0;
      expect(file.subarray(-end.length - trailer).subarray(0, end.length)).toEqual(end);
    });

    test('tells where it was damaged afterwards', async () => {
      const file = await compressed([sample], { format, level: 1, concurrency: 2 });
      const damaged = Buffer.from(file);
      const place = damaged.length - 1000;
      damaged[place] = (damaged[place] ?? 0) ^ 1;
      expect(() => decompress(damaged)).toThrow();
      const behindFrame = format === 'gzip' ? 0 : 8 + end.length;
      expect(() => decompress(file.subarray(0, -behindFrame - 1))).toThrow();
    });

    for (const concurrency of [1, 2]) {
      const choice = { format, level: 1, concurrency };

      test(`passes an error of the source on as it is, ${concurrency} at a time`, async () => {
        const lender = new Lender();
        const error = new Error('the source failed');
        const chunks = compress(lender.lend(cut(sample, [2 * mebibyte, 100]), error), {
          ...choice,
          giveBack: (buffer) => lender.giveBack(buffer),
          tail: noTail,
        });
        await expect(buffer(chunks)).rejects.toBe(error);
        expect(lender.lent).toBe(0);
      });

      test(`gives all back before the source is returned, ${concurrency} at a time`, async () => {
        for (const chunksRead of [1, 2, 20]) {
          const lender = new Lender();
          const endless = (function* (): Generator<Buffer> {
            for (;;) yield sample;
          })();
          const chunks = compress(lender.lend(endless), {
            ...choice,
            giveBack: (buffer) => lender.giveBack(buffer),
            tail: noTail,
          });
          for (let read = 0; read < chunksRead; read += 1) await chunks.next();
          await chunks.return();
          expect(lender.events).toEqual(['source returned, 0 lent']);
          expect(await chunks.next()).toEqual({ done: true, value: undefined });
        }
      });
    }
  });
}

test('a file made by gzip does not depend on the number of threads', async () => {
  const [one, four] = await Promise.all(
    [1, 4].map((concurrency) => compressed([sample], { format: 'gzip', concurrency })),
  );
  expect(one?.equals(four ?? Buffer.alloc(0))).toBe(true);
});

test('what zlib throws is thrown, and thrown again', async () => {
  const stream = new ZlibStream(createGunzip());
  await expect(stream.write(Buffer.from('not compressed'))).rejects.toThrow('incorrect header');
  await expect(stream.write(Buffer.from('more'))).rejects.toThrow();
  await expect(stream.end()).rejects.toThrow();
  stream.close();
});
