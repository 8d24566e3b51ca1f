/** Blocks of one chunk on their way: in order, within a limit, and nobody waits for ever. */

import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BlockQueue } from '../../src/read/block-queue.ts';
import type { FilledBlock } from '../../src/read/chunk-reader.ts';

const block = (bytes: number): FilledBlock => ({
  tuples: { bytes: Buffer.alloc(bytes), ends: Uint32Array.of(bytes) },
  release: () => {},
});

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => {
      settled = true;
    },
    () => {},
  );
  await turn();
  return settled;
}

test('blocks come out in the order in which they were put in', async () => {
  const queue = new BlockQueue(100, () => {});
  for (const bytes of [1, 2, 3]) await queue.put(block(bytes));
  queue.end();
  const taken: number[] = [];
  for await (const { tuples } of queue.take()) taken.push(tuples.bytes.length);
  expect(taken).toEqual([1, 2, 3]);
});

test('whoever puts in more than the limit waits until enough was taken', async () => {
  let waiting = 0;
  const queue = new BlockQueue(10, (bytes) => {
    waiting += bytes;
  });
  await queue.put(block(8));
  const put = queue.put(block(8));
  expect(await isSettled(put)).toBe(false);
  expect(waiting).toBe(16);
  const blocks = queue.take();
  await blocks.next();
  expect(await isSettled(put)).toBe(true);
  expect(waiting).toBe(8);
});

test('an error comes behind the blocks that came before it', async () => {
  const queue = new BlockQueue(100, () => {});
  await queue.put(block(1));
  queue.end({ error: new Error('lost') });
  const blocks = queue.take();
  expect((await blocks.next()).done).toBe(false);
  await expect(blocks.next()).rejects.toThrow('lost');
});

test('nobody waits for room once nobody takes', async () => {
  const queue = new BlockQueue(10, () => {});
  const put = queue.put(block(20));
  expect(await isSettled(put)).toBe(false);
  queue.drop();
  expect(await isSettled(put)).toBe(true);
  await queue.put(block(20));
});
