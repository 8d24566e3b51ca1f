/** A stream is cut into parts, and at most 10,000 of them. */

import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RunningCrc32 } from '../src/checksum.ts';
import { gatherParts } from '../src/gather-parts.ts';
import { PartBuffers } from '../src/part-buffers.ts';
import { equalPartSizes, maximumParts, type PartSizes } from '../src/part-size.ts';

const location = { bucket: 'backups', key: 'shop.sql' };

function gather(chunks: readonly Buffer[], sizes: PartSizes, { releaseChunks = false } = {}) {
  const total = new RunningCrc32();
  const buffers = new PartBuffers();
  const source = Readable.from(chunks, { objectMode: false });
  return {
    total,
    buffers,
    parts: gatherParts(source, { location, sizes, buffers, total, releaseChunks }),
  };
}

const base64 = (bytes: Buffer) => {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(bytes));
  return value.toString('base64');
};

test('parts hold the bytes in order, are full but for the last, and carry their CRC32', async () => {
  const chunk = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
  await fc.assert(
    fc.asyncProperty(fc.array(chunk), fc.integer({ min: 1, max: 16 }), async (chunks, step) => {
      const sizes: PartSizes = (number) => 3 + number * step;
      const { parts, buffers, total } = gather(chunks, sizes);
      const all = Buffer.concat(chunks);
      let offset = 0;
      let number = 0;
      let ended = false;
      for await (const part of parts) {
        number += 1;
        expect(ended).toBe(false);
        ended = part.last;
        expect(part.number).toBe(number);
        const expected = all.subarray(offset, offset + sizes(number));
        expect(part.bytes.equals(expected)).toBe(true);
        expect(part.checksum).toBe(base64(expected));
        offset += part.bytes.length;
        // As if it had arrived: the next part is gathered in the same memory.
        buffers.give(part.buffer);
      }
      expect({ offset, ended }).toEqual({ offset: all.length, ended: true });
      expect(total.value).toBe(base64(all));
    }),
  );
});

test('memory of a part that has arrived is used again, unless parts have grown', async () => {
  const buffers = new PartBuffers();
  const first = buffers.take(5);
  const second = buffers.take(5);
  expect(second).not.toBe(first);
  buffers.give(first);
  expect(buffers.take(5)).toBe(first);
  buffers.give(first);
  expect(buffers.take(8)).toHaveLength(8);
});

test('chunks are left alone, unless they were given away', async () => {
  const chunk = Buffer.alloc(100_000, 'x');
  const kept = gather([chunk], equalPartSizes(60_000));
  for await (const part of kept.parts) expect(part.bytes[0]).toBe(0x78);
  expect(chunk).toHaveLength(100_000);
  const given = gather([chunk], equalPartSizes(60_000), { releaseChunks: true });
  let bytes = 0;
  for await (const part of given.parts) bytes += part.bytes.length;
  expect(bytes).toBe(100_000);
  expect(chunk).toHaveLength(0);
});

test('a stream of 10,000 parts passes', async () => {
  const { parts, buffers } = gather([Buffer.alloc(maximumParts)], equalPartSizes(1));
  let last = 0;
  for await (const part of parts) {
    last = part.number;
    buffers.give(part.buffer);
  }
  expect(last).toBe(maximumParts);
});

test('a stream that is one byte longer than 10,000 parts fails, and says what to change', async () => {
  const { parts, buffers } = gather(
    [Buffer.alloc(maximumParts), Buffer.alloc(1)],
    equalPartSizes(1),
  );
  await expect(async () => {
    for await (const part of parts) buffers.give(part.buffer);
  }).rejects.toMatchObject({
    name: 'UploadError',
    code: 'TOO_MANY_PARTS',
    message: expect.stringContaining('Give a larger plannedBytes'),
  });
});
