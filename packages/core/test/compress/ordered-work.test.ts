/** Work on several items at a time: its order, its bounds, and how it ends. */

import { describe, expect, test, vi } from 'vitest';
import { workInOrder } from '../../src/compress/ordered-work.ts';

/** Numbers from 1 on, and a log of what happens to them. */
function numbers(log: string[], error?: Error): AsyncGenerator<number, void, undefined> {
  async function* generate(): AsyncGenerator<number, void, undefined> {
    try {
      for (let number = 1; ; number += 1) {
        if (error !== undefined && number === 4) throw error;
        log.push(`taken ${number}`);
        yield number;
      }
    } finally {
      log.push('source returned');
    }
  }
  return generate();
}

/** Milliseconds in which everything has happened, however busy the machine is. */
const patience = 60_000;

/** Work that ends when the test says so. */
class HeldWork {
  readonly log: string[] = [];
  readonly #held = new Map<number, PromiseWithResolvers<void>>();

  get running(): number[] {
    return [...this.#held.keys()];
  }

  async work(item: number): Promise<string> {
    const held = Promise.withResolvers<void>();
    this.#held.set(item, held);
    await held.promise;
    this.log.push(`done ${item}`);
    return `result ${item}`;
  }

  drop(item: number): void {
    this.log.push(`dropped ${item}`);
  }

  async finish(item: number, error?: Error): Promise<void> {
    await vi.waitFor(() => expect(this.running).toContain(item), patience);
    const held = this.#held.get(item);
    this.#held.delete(item);
    if (error === undefined) held?.resolve();
    else held?.reject(error);
  }

  /** Waits until so many items have been taken from the source. */
  async taken(count: number): Promise<void> {
    await vi.waitFor(() => expect(this.log).toContain(`taken ${count}`), patience);
  }

  results(concurrency: number, error?: Error): AsyncGenerator<string, void, undefined> {
    return workInOrder(numbers(this.log, error), {
      concurrency,
      work: (item) => this.work(item),
      drop: (item) => this.drop(item),
    });
  }
}

/** Lets all that can happen without the test's doing happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('work in order', () => {
  test('begins when the first result is asked for', async () => {
    const held = new HeldWork();
    const results = held.results(2);
    await settle();
    expect(held.log).toEqual([]);
    await results.return();
  });

  test('gives results in the order of the items, whichever is done first', async () => {
    const held = new HeldWork();
    const results = held.results(3);
    const first = results.next();
    for (const item of [3, 2, 1]) await held.finish(item);
    expect(await first).toEqual({ done: false, value: 'result 1' });
    expect(await results.next()).toEqual({ done: false, value: 'result 2' });
    expect(await results.next()).toEqual({ done: false, value: 'result 3' });
    expect(held.log.filter((line) => line.startsWith('done'))).toEqual([
      'done 3',
      'done 2',
      'done 1',
    ]);
    const end = results.return();
    for (const item of held.running) await held.finish(item);
    await end;
  });

  for (const concurrency of [1, 2, 5]) {
    test(`works on ${concurrency} at a time, and takes one more`, async () => {
      const held = new HeldWork();
      const results = held.results(concurrency);
      const first = results.next();
      await held.taken(concurrency + 1);
      await settle();
      expect(held.running).toHaveLength(concurrency);
      expect(held.log).toHaveLength(concurrency + 1);
      await held.finish(1);
      await first;
      await held.taken(concurrency + 2);
      await settle();
      expect(held.running).toHaveLength(concurrency);
      expect(held.log.filter((line) => line.startsWith('taken'))).toHaveLength(concurrency + 2);
      const end = results.return();
      for (const item of held.running) await held.finish(item);
      await end;
    });
  }

  test('goes on while nobody reads, but no further than it may', async () => {
    const held = new HeldWork();
    const results = held.results(2);
    const first = results.next();
    for (const item of [1, 2, 3]) await held.finish(item);
    await first;
    await held.finish(4);
    await settle();
    expect(held.running).toEqual([]);
    expect(held.log).not.toContain('taken 5');
    await results.return();
  });

  test('an error of the source comes as it is, after the results before it', async () => {
    const held = new HeldWork();
    const error = new Error('the source failed');
    const results = held.results(5, error);
    const first = results.next();
    for (const item of [1, 2, 3]) await held.finish(item);
    expect((await first).value).toBe('result 1');
    expect((await results.next()).value).toBe('result 2');
    expect((await results.next()).value).toBe('result 3');
    await expect(results.next()).rejects.toBe(error);
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });

  test('an error of the work comes as it is, and the source is returned', async () => {
    const held = new HeldWork();
    const error = new Error('the work failed');
    const results = held.results(2);
    const first = results.next();
    first.catch(() => {});
    await held.taken(3);
    await held.finish(2);
    await held.finish(1, error);
    await held.finish(3);
    for (const item of held.running) await held.finish(item);
    await expect(first).rejects.toBe(error);
    expect(held.log.at(-1)).toBe('source returned');
  });

  test('when no more is wanted, work ends before the source is returned', async () => {
    const held = new HeldWork();
    const results = held.results(2);
    const first = results.next();
    await held.finish(1);
    await first;
    await held.taken(4);
    const end = results.return();
    await settle();
    expect(held.log).not.toContain('source returned');
    for (const item of held.running) await held.finish(item);
    await end;
    expect(held.log.slice(-4)).toEqual(['dropped 4', 'done 2', 'done 3', 'source returned']);
  });

  test('what the source throws when it is returned is not told', async () => {
    let returned = false;
    async function* source(): AsyncGenerator<number, void, undefined> {
      try {
        for (;;) yield 1;
      } finally {
        returned = true;
        // biome-ignore lint/correctness/noUnsafeFinally: that is the case
        throw new Error('the source failed at its end');
      }
    }
    const results = workInOrder(source(), {
      concurrency: 1,
      work: async (item) => item,
      drop: () => {},
    });
    await results.next();
    expect(await results.return()).toEqual({ done: true, value: undefined });
    expect(returned).toBe(true);
  });
});
