/** Streams as inputs: always let go of, in bounded memory, at once when aborted. */

import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import * as zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openDump } from '../../src/decompress/open-dump.ts';
import { cutInto, gzip, never, sample, zstd } from './samples.ts';

const stored = { plain: sample, gzip: gzip(sample), zstd: zstd(sample) };
const lost = Object.assign(new Error('the disk is gone'), { code: 'EIO' });

function streamOf(bytes: Buffer): Readable {
  return Readable.from(cutInto(bytes, [1000]), { objectMode: false });
}

/** An iterable that is no stream, and tells whether it was returned. */
class Chunks implements AsyncIterable<Buffer> {
  returned = 0;
  readonly #chunks: readonly Buffer[];
  readonly #then: () => Promise<IteratorResult<Buffer>>;

  constructor(chunks: readonly Buffer[], then: () => Promise<IteratorResult<Buffer>>) {
    this.#chunks = chunks;
    this.#then = then;
  }

  [Symbol.asyncIterator](): AsyncIterator<Buffer> {
    const chunks = this.#chunks.values();
    return {
      next: async () => {
        const { done, value } = chunks.next();
        return done === true ? this.#then() : { done: false, value };
      },
      return: async () => {
        this.returned += 1;
        return { done: true, value: undefined };
      },
    };
  }
}

describe.for(Object.entries(stored))('%s', ([, bytes]) => {
  test('is let go of when its text is given up', async () => {
    const stream = streamOf(bytes);
    const dump = await openDump(stream, never);
    for await (const text of dump.text()) {
      expect(text.length).toBeGreaterThan(0);
      break;
    }
    expect(stream.destroyed).toBe(true);
  });

  test('is let go of when its text was never asked for', async () => {
    const stream = streamOf(bytes);
    const dump = await openDump(stream, never);
    dump.close();
    dump.close();
    expect(stream.destroyed).toBe(true);
    await expect(buffer(dump.text())).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('is let go of by an abort before its text was asked for', async () => {
    const controller = new AbortController();
    const stream = streamOf(bytes);
    const dump = await openDump(stream, controller.signal);
    controller.abort();
    expect(stream.destroyed).toBe(true);
    await expect(buffer(dump.text())).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('ends at once by an abort while the input is waited for', async () => {
    const controller = new AbortController();
    const input = new Chunks([bytes.subarray(0, bytes.length >> 1)], () => new Promise(() => {}));
    const opened = openDump(input, controller.signal);
    const dump = bytes.length > 8192 ? await opened : undefined;
    const text = dump === undefined ? opened : buffer(dump.text());
    const reason = new Error('enough');
    setImmediate(() => controller.abort(reason));
    await expect(text).rejects.toMatchObject({ code: 'ABORTED', cause: reason });
    expect(input.returned).toBe(1);
  });

  test('passes an error of its input through as it is', async () => {
    const input = new Chunks([bytes.subarray(0, 5000)], () => Promise.reject(lost));
    const failure = openDump(input, never).then((dump) => buffer(dump.text()));
    await expect(failure).rejects.toBe(lost);
  });

  test('counts the bytes of its input', async () => {
    const dump = await openDump(streamOf(bytes), never);
    expect(dump).toMatchObject({ manifest: undefined, inputBytesTotal: undefined });
    expect(dump.inputBytes).toBeLessThanOrEqual(5000);
    await buffer(dump.text());
    expect(dump.inputBytes).toBe(bytes.length);
  });
});

test('an error of a gunzip that the caller pipes through is the same error', async () => {
  const broken = gzip(sample);
  broken.writeUInt8(broken.readUInt8(broken.length - 5) ^ 1, broken.length - 5);
  const input = streamOf(broken).pipe(zlib.createGunzip());
  const dump = await openDump(input, never);
  await expect(buffer(dump.text())).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
});

test('a stream that is no dump is destroyed', async () => {
  const stream = streamOf(Buffer.from('{"message":"no"}'));
  await expect(openDump(stream, never)).rejects.toMatchObject({ code: 'NOT_A_DUMP' });
  expect(stream.destroyed).toBe(true);
});

test('a signal that was triggered before ends the opening', async () => {
  const stream = streamOf(sample);
  await expect(openDump(stream, AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' });
  expect(stream.destroyed).toBe(true);
});

test.for([
  ['shop.sql', 'openDumpSource()'],
  [Buffer.from('SELECT 1;'), 'Readable.from'],
  [undefined, 'as a Readable'],
  [{ bytes: 5 }, 'as a Readable'],
] as const)('%j is no input', async ([input, advice]) => {
  await expect(Reflect.apply(openDump, undefined, [input, never])).rejects.toMatchObject({
    code: 'INVALID_OPTION',
    message: expect.stringContaining(advice),
  });
});

test('no listener is left at a signal', async () => {
  const controller = new AbortController();
  const listeners: string[] = [];
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners.push(args[0]);
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners.pop();
    remove(...args);
  };
  for (const bytes of Object.values(stored)) {
    await buffer((await openDump(streamOf(bytes), signal)).text());
  }
  expect(listeners).toEqual([]);
});

test('text in place of bytes is refused, as it may have been decoded wrongly', async () => {
  const stream = streamOf(sample).setEncoding('utf8');
  await expect(openDump(stream, never)).rejects.toMatchObject({
    code: 'INVALID_OPTION',
    message: expect.stringContaining('without an encoding'),
  });
});

test('an error of a stream after its text was given up ends no process', async () => {
  const stream = new PassThrough();
  stream.write(sample);
  const dump = await openDump(stream, never);
  for await (const _ of dump.text()) break;
  stream.emit('error', lost);
  expect(stream.destroyed).toBe(true);
});

describe.for([
  ['gzip', zlib.gzipSync],
  ['zstd', zlib.zstdCompressSync],
] as const)('a bomb of %s', ([, compress]) => {
  const length = 200 * 1024 * 1024;
  const bomb = compress(Buffer.alloc(length, '-- nothing\n'));

  test('is read in bounded memory, in buffers of bounded size', async () => {
    const dump = await openDump(cutInto(bomb, [bomb.length]), never);
    const before = process.memoryUsage().arrayBuffers;
    let read = 0;
    for await (const text of dump.text()) {
      read += text.length;
      expect(text.length).toBeLessThanOrEqual(1024 * 1024);
      // Garbage among it, which is collected now and then.
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(length / 2);
    }
    expect(read).toBe(length);
  });

  test('is decompressed no more than a little ahead while nobody reads', async () => {
    const dump = await openDump(cutInto(bomb, [bomb.length]), never);
    const text = dump.text()[Symbol.asyncIterator]();
    await text.next();
    const before = process.memoryUsage().arrayBuffers;
    for (let turn = 0; turn < 50; turn += 1) await workOfThread();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
    await text.return?.();
  });
});

const work = Buffer.alloc(1024 * 1024);

/** Takes a thread of the pool about as long as 4 MiB of a bomb would, and nearly no memory. */
function workOfThread(): Promise<void> {
  return new Promise((resolve, reject) => {
    zlib.gzip(work, (error) => (error ? reject(error) : resolve()));
  });
}
