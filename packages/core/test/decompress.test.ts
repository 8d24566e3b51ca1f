/** Reading back: what was compressed comes out as it was, however it is cut, and damage is told. */

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDump } from '../src/decompress/open-dump.ts';

const never = new AbortController().signal;

async function* cutInto(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function textOf(bytes: Buffer, sizes: readonly number[] = [65_536]): Promise<Buffer> {
  const dump = await openDump(cutInto(bytes, sizes), never);
  return buffer(dump.text());
}

const gz = (text: Buffer | string): Buffer => zlib.gzipSync(text);
const zst = (text: Buffer | string, checksum = true): Buffer =>
  zlib.zstdCompressSync(Buffer.from(text), {
    params: { [zlib.constants.ZSTD_c_checksumFlag]: checksum ? 1 : 0 },
  });

const sample = Buffer.from(
  Array.from({ length: 3000 }, (_, row) => `INSERT INTO t VALUES (${row},'${row * row}');\n`).join(
    '',
  ),
);
const skippable = Buffer.concat([
  Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 5, 0, 0, 0]),
  Buffer.from('hello'),
]);

const files: readonly (readonly [string, Buffer, Buffer])[] = [
  ['plain', sample, sample],
  ['gzip', gz(sample), sample],
  [
    'gzip of several members',
    Buffer.concat([gz(sample), gz(''), gz(sample)]),
    Buffer.concat([sample, sample]),
  ],
  ['gzip with zeros behind', Buffer.concat([gz(sample), Buffer.alloc(700)]), sample],
  ['zstd', zst(sample), sample],
  [
    'zstd of several frames',
    Buffer.concat([zst(sample), zst(''), zst(sample, false)]),
    Buffer.concat([sample, sample]),
  ],
  [
    'zstd with skippable frames',
    Buffer.concat([skippable, zst(sample), skippable, zst(sample), skippable]),
    Buffer.concat([sample, sample]),
  ],
];

describe.for(files)('%s', ([, file, text]) => {
  test('gives its text', async () => {
    expect((await textOf(file)).equals(text)).toBe(true);
  });

  test('gives the same text however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 5 }),
        async (sizes) => {
          expect((await textOf(file, sizes)).equals(text)).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
    expect((await textOf(file, [1])).equals(text)).toBe(true);
  });
});

test('a stream is destroyed when its text is given up', async () => {
  const stream = Readable.from(cutInto(gz(sample), [100]), { objectMode: false });
  const dump = await openDump(stream, never);
  for await (const bytes of dump.text()) {
    expect(bytes.length).toBeGreaterThan(0);
    break;
  }
  expect(stream.destroyed).toBe(true);
});
