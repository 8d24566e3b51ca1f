/** Dumps of ours, read by ranges: the manifest from the end, and no more of the file than is needed. */

import { buffer } from 'node:stream/consumers';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDump } from '../../src/decompress/open-dump.ts';
import { BytesSource, dumpOf, text } from './dumps.ts';
import { never } from './samples.ts';

const tail = 64 * 1024;
const head = 4096;

async function open(stored: Buffer) {
  const source = new BytesSource(stored);
  return { source, dump: await openDump(source, never) };
}

describe.for([
  ['none', 1],
  ['gzip', 1],
  ['gzip', 2],
  ['zstd', 1],
  ['zstd', 2],
] as const)('a dump with compression %s, made by %i threads', ([format, concurrency]) => {
  let stored: Buffer;
  beforeAll(async () => {
    stored = await dumpOf(text, format, 1, concurrency);
  });

  test('tells its manifest after two reads', async () => {
    const { source, dump } = await open(stored);
    expect(dump).toMatchObject({
      compression: format,
      manifest: { text: { bytes: text.length }, sections: [{ name: 'orders of 0' }] },
      label: 'bytes of a test',
      inputBytesTotal: stored.length,
    });
    expect(source.reads.slice(0, 2)).toEqual([
      [0, head],
      [stored.length - tail, stored.length],
    ]);
    // The third is the manifest itself, at the very end.
    expect(source.reads).toHaveLength(3);
    expect(dump.inputBytes).toBeLessThan(head + tail + 10_000);
  });

  test('is read in one pass', async () => {
    const { source, dump } = await open(stored);
    const before = dump.inputBytes;
    const all = await buffer(dump.text());
    expect(all.subarray(0, text.length).equals(text)).toBe(true);
    expect(all.subarray(text.length).toString()).toMatch(
      /^\n-- dumpstream manifest [\s\S]*-- dumpstream locator .*\n-- Dump completed on .*\n$/,
    );
    expect(source.reads.slice(3)).toEqual([[0, stored.length]]);
    expect(dump.inputBytes - before).toBe(stored.length);
  });

  test('gives any range of its text by a single read', async () => {
    const { source, dump } = await open(stored);
    const offset = fc.oneof(
      fc.nat(text.length),
      fc.constantFrom(0, 1, 1024 * 1024, 1024 * 1024 - 1, 2 * 1024 * 1024 + 1, text.length),
    );
    await fc.assert(
      fc.asyncProperty(offset, offset, async (one, other) => {
        const [start, end] = one < other ? [one, other] : [other, one];
        const reads = source.reads.length;
        const range = await buffer(dump.range(start, end));
        expect(range.equals(text.subarray(start, end))).toBe(true);
        expect(source.reads.length - reads).toBe(start === end ? 0 : 1);
        expect(source.ended).toBe(source.reads.length);
      }),
      { numRuns: 30 },
    );
  });

  test('is read no further than the pieces that hold a range', async () => {
    const { source, dump } = await open(stored);
    source.reads.length = 0;
    const before = dump.inputBytes;
    await buffer(dump.range(2_500_000, 2_500_100));
    const pieces = dump.manifest?.pieces;
    const [[start, end] = [0, 0]] = source.reads;
    if (pieces === undefined) expect([start, end]).toEqual([2_500_000, 2_500_100]);
    else {
      const index = pieces.text.findLastIndex((offset) => offset <= 2_500_000);
      expect(start).toBe(pieces.file[index]);
      expect(end).toBe(pieces.file[index + 1]);
    }
    expect(dump.inputBytes - before).toBeLessThanOrEqual(end - start);
  });

  test('gives several ranges at the same time', async () => {
    const { dump } = await open(stored);
    const ranges = [0, 1, 2, 3, 4, 5].map((number) => [
      number * 900_000,
      number * 900_000 + 500_000,
    ]);
    const texts = await Promise.all(
      ranges.map(([start = 0, end = 0]) => buffer(dump.range(start, end))),
    );
    for (const [index, [start, end]] of ranges.entries()) {
      expect(texts[index]?.equals(text.subarray(start, end))).toBe(true);
    }
  });

  test('that is altered in its manifest is damaged', async () => {
    const altered = Buffer.from(stored);
    const found = stored.toString('latin1').matchAll(/"file":(\d+),"bytes"/g);
    const place = Number([...found].at(-1)?.[1]) + 60;
    altered.writeUInt8(altered.readUInt8(place) ^ 1, place);
    await expect(open(altered)).rejects.toMatchObject({ code: 'DAMAGED_DUMP' });
  });

  test('that is damaged in a piece says so where that is read, and not elsewhere', async () => {
    const altered = await dumpOf(text, format, 11, concurrency);
    const place = Math.floor(altered.length * 0.45);
    altered.fill(0xff, place, place + 3000);
    const { dump } = await open(altered);
    expect((await buffer(dump.range(0, 1000))).equals(text.subarray(0, 1000))).toBe(true);
    const failure = buffer(dump.range(2_000_000, 3_200_000)).then(() => 'no error');
    await expect(failure).rejects.toMatchObject({ code: 'DAMAGED_DUMP' });
  });

  test('that was cut off has no manifest, and is told as cut off where that can be told', async () => {
    const { dump } = await open(stored.subarray(0, stored.length - 10_000));
    expect(dump.manifest).toBeUndefined();
    const all = buffer(dump.text());
    if (format === 'none') expect((await all).length).toBe(stored.length - 10_000);
    else await expect(all).rejects.toMatchObject({ code: 'TRUNCATED_DUMP' });
  });

  test('has a manifest also where that is longer than the tail', async () => {
    const { source, dump } = await open(await dumpOf(text, format, 20_000, concurrency));
    expect(dump.manifest?.sections).toHaveLength(20_000);
    expect(source.reads).toHaveLength(3);
    expect(dump.inputBytes).toBeLessThan(source.bytes / 2);
  });

  test('is read to its end as a stream, too', async () => {
    const { source } = await open(stored);
    const dump = await openDump(source.read(0, source.bytes), never);
    expect(dump.manifest).toBeUndefined();
    expect((await buffer(dump.text())).subarray(0, text.length).equals(text)).toBe(true);
  });
});

test('a small dump is read at once', async () => {
  const small = text.subarray(0, 2000);
  for (const format of ['none', 'gzip', 'zstd'] as const) {
    const { source, dump } = await open(await dumpOf(small, format));
    expect(source.reads[0]).toEqual([0, source.bytes]);
    expect(dump.manifest?.text.bytes).toBe(2000);
    expect((await buffer(dump.range(0, 2000))).equals(small)).toBe(true);
  }
});

test('a dump of ours that was decompressed still has its manifest, and ranges', async () => {
  for (const format of ['gzip', 'zstd'] as const) {
    const stored = await dumpOf(text, format);
    const plain = format === 'gzip' ? zlib.gunzipSync(stored) : zlib.zstdDecompressSync(stored);
    const { dump } = await open(plain);
    expect(dump).toMatchObject({
      compression: 'none',
      manifest: { pieces: { compression: format } },
    });
    const range = await buffer(dump.range(3_000_000, 3_000_500));
    expect(range.equals(text.subarray(3_000_000, 3_000_500))).toBe(true);
  }
});

test('a dump of ours that was compressed by another program is one without a manifest', async () => {
  const plain = await dumpOf(text, 'none');
  for (const stored of [zlib.gzipSync(plain), zlib.zstdCompressSync(plain)]) {
    const { dump } = await open(stored);
    expect(dump.manifest).toBeUndefined();
    expect((await buffer(dump.text())).equals(plain)).toBe(true);
  }
});

test('a byte order mark before a dump of ours moves nothing', async () => {
  const { dump } = await open(Buffer.concat([Buffer.from('\ufeff'), await dumpOf(text, 'none')]));
  expect(dump.manifest?.text.bytes).toBe(text.length);
  expect((await buffer(dump.range(10, 90))).equals(text.subarray(10, 90))).toBe(true);
  expect((await buffer(dump.text())).subarray(0, 90).equals(text.subarray(0, 90))).toBe(true);
});

test('two dumps one behind the other are not what the manifest of the second tells', async () => {
  const first = await dumpOf(text.subarray(text.indexOf('\n') + 1), 'none');
  await expect(open(Buffer.concat([first, await dumpOf(text, 'none')]))).rejects.toMatchObject({
    code: 'DAMAGED_DUMP',
  });
});

describe('a source', () => {
  test.for([-1, 1])('that gives %i bytes too many is told', async (surplus) => {
    const stored = await dumpOf(text, 'none');
    const source = new BytesSource(stored);
    const dump = await openDump(
      {
        bytes: source.bytes,
        label: source.label,
        read: (start, end) => source.read(start, end - start > 100_000 ? end + surplus - 5 : end),
      },
      never,
    );
    await expect(buffer(dump.text())).rejects.toMatchObject({ code: 'TRUNCATED_DUMP' });
  });

  test.for([Number.NaN, 1.5, -1])('of %d bytes is none', async (bytes) => {
    const source = { bytes, label: 'a wrong one', read: () => expect.fail('it was read') };
    await expect(openDump(source, never)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  test('whose range is given up is returned', async () => {
    const { source, dump } = await open(await dumpOf(text, 'gzip'));
    for await (const _ of dump.range(0, text.length)) break;
    expect(source.ended).toBe(source.reads.length);
  });

  test('is told of an abort', async () => {
    const controller = new AbortController();
    const stored = await dumpOf(text, 'zstd');
    const source = new BytesSource(stored);
    const signals: AbortSignal[] = [];
    const dump = await openDump(
      {
        bytes: source.bytes,
        label: source.label,
        read(start, end, signal) {
          signals.push(signal);
          return source.read(start, end);
        },
      },
      controller.signal,
    );
    const reading = dump.text()[Symbol.asyncIterator]();
    await reading.next();
    controller.abort();
    await expect(async () => {
      while ((await reading.next()).done !== true);
    }).rejects.toMatchObject({ code: 'ABORTED' });
    expect(signals.at(-1)?.aborted).toBe(true);
  });
});
