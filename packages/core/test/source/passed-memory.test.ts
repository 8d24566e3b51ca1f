/** The memory of bytes that have passed is given back, unless somebody else may hold it. */

import { Readable } from 'node:stream';
import { createGzip, createZstdCompress } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openDump } from '../../src/decompress/open-dump.ts';
import { PrefixChecksums } from '../../src/integrity/prefix-checksums.ts';
import { freeOwn, PassedMemory } from '../../src/source/passed-memory.ts';

const never = new AbortController().signal;
const memoryBytes = 64 * 1024;

describe('chunks that share their memory', () => {
  test('are freed with the last one', () => {
    const passed = new PassedMemory();
    const all = Buffer.alloc(memoryBytes, 1);
    const [first, last] = [all.subarray(0, 1000), all.subarray(1000)];
    passed.pass(first);
    expect(first.length).toBe(1000);
    passed.pass(last);
    expect([first.length, last.length, all.buffer.byteLength]).toEqual([0, 0, 0]);
  });

  test.each([
    ['the beginning was never seen', [[1000, memoryBytes]]],
    ['the end is still to come', [[0, memoryBytes - 1]]],
    [
      'there is a gap between them',
      [
        [0, 1000],
        [1001, memoryBytes],
      ],
    ],
    [
      'one of them came twice',
      [
        [0, 1000],
        [500, memoryBytes],
      ],
    ],
  ])('are left alone where %s', (_why, ranges) => {
    const passed = new PassedMemory();
    const all = Buffer.alloc(memoryBytes, 1);
    for (const [from, to] of ranges) passed.pass(all.subarray(from, to));
    expect(all.length).toBe(memoryBytes);
  });

  test('are left alone where those of another memory came between', () => {
    const passed = new PassedMemory();
    const [one, other] = [Buffer.alloc(memoryBytes), Buffer.alloc(memoryBytes)];
    passed.pass(one.subarray(0, 1000));
    passed.pass(other.subarray(0, 1000));
    passed.pass(one.subarray(1000));
    expect(one.length).toBe(memoryBytes);
    passed.pass(other.subarray(1000));
    expect(other.length).toBe(memoryBytes);
  });
});

describe('bytes of their own', () => {
  test('are freed', () => {
    const bytes = Buffer.allocUnsafeSlow(2 * Buffer.poolSize).subarray(0, 100);
    freeOwn(bytes);
    expect(bytes.length).toBe(0);
  });

  test('are left alone in the pool that Node.js shares out', () => {
    const small = Array.from({ length: 20_000 }, () => Buffer.from('small'));
    for (const bytes of small) freeOwn(bytes);
    expect(small.every((bytes) => bytes.toString() === 'small')).toBe(true);
  });

  test('are left alone behind the beginning of a memory', () => {
    const bytes = Buffer.alloc(2 * Buffer.poolSize).subarray(1);
    freeOwn(bytes);
    expect(bytes.length).toBe(2 * Buffer.poolSize - 1);
  });
});

describe.each([
  ['gzip', createGzip],
  ['zstd', createZstdCompress],
])('a text of %s', (_name, createCompressor) => {
  const line = (number: number) =>
    `INSERT INTO t VALUES (${number}, '${'x'.repeat(number % 100)}');\n`;
  const text = Buffer.from(Array.from({ length: 100_000 }, (_, number) => line(number)).join(''));
  const dumped = async () => openDump(Readable.from([text]).pipe(createCompressor()), never);

  test('is whole where its buffers are used one at a time', async () => {
    const copies: Buffer[] = [];
    const opened = await dumped();
    for await (const chunk of opened.text({ passing: true })) copies.push(Buffer.from(chunk));
    expect(Buffer.concat(copies).equals(text)).toBe(true);
  });

  test('leaves next to no memory behind then', async () => {
    const chunks: Buffer[] = [];
    const opened = await dumped();
    for await (const chunk of opened.text({ passing: true })) chunks.push(chunk);
    const memories = new Set(chunks.map(({ buffer }) => buffer));
    const held = [...memories].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(held).toBeLessThan(text.length / 10);
  });

  test('is its receiver’s otherwise', async () => {
    const chunks: Buffer[] = [];
    const opened = await dumped();
    for await (const chunk of opened.text()) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(text)).toBe(true);
  });
});

test('checksums of places do not depend on the chunks, which may be written to', () => {
  const text = Buffer.from(Array.from({ length: 50_000 }, (_, number) => `${number}\n`).join(''));
  const sums = [1, 10, 1000, 20_000, 70_000].map((size) => {
    const prefixes = new PrefixChecksums();
    const found: unknown[] = [];
    let noted = 0;
    for (let at = 0; at < text.length; at += size) {
      const chunk = Buffer.from(text.subarray(at, at + size));
      prefixes.push(chunk);
      // Each place a little after its bytes have come.
      for (; noted + 10_000 <= at + chunk.length; noted += 1000) prefixes.note(noted, 0, 'other');
      prefixes.letGo();
      chunk.fill(0);
    }
    for (let place = 0; place < noted; place += 1000) found.push(prefixes.at(place)?.checksum);
    return found;
  });
  expect(sums[0]).not.toContain(undefined);
  for (const found of sums) expect(found.slice(0, 200)).toEqual(sums[0]?.slice(0, 200));
});
