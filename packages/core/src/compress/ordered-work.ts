/** Works on several items at a time and gives the results out in the items' order. */

import { Slots } from './slots.ts';

/** What to do with the items, and with how many at once. */
export interface OrderedWorkOptions<Item, Result> {
  /** How many items are worked on at a time, at least 1. */
  readonly concurrency: number;
  /** Works on one item. */
  work(item: Item): Promise<Result>;
  /** Told of an item that was taken and will not be worked on, as its result is no longer wanted. */
  drop(item: Item): void;
}

/**
 * Takes at most `concurrency + 1` items more than it has given results: the one more is being made
 * while the others are worked on. Begins when the first result is asked for.
 *
 * An error of the source comes after the results of the items before it. When results are no
 * longer wanted, or the work has failed, the work that has begun is waited for, and then the source
 * is returned; what the source throws then is not told.
 */
export async function* workInOrder<Item, Result>(
  source: AsyncIterable<Item>,
  { concurrency, work, drop }: OrderedWorkOptions<Item, Result>,
): AsyncGenerator<Result, void, undefined> {
  const workers = new Slots(concurrency);
  const ahead = new Slots(concurrency);
  const arrivals = new Slots(0);
  const results: Promise<IteratorResult<Result, void>>[] = [];
  const running = new Set<Promise<unknown>>();
  let stopped = false;

  function deliver(result: Promise<IteratorResult<Result, void>>): void {
    // Whoever asks for the result sees its error; nobody may ask any more.
    result.catch(() => {});
    results.push(result);
    arrivals.release();
  }

  async function begin(item: Item): Promise<IteratorResult<Result, void>> {
    try {
      return { value: await work(item) };
    } finally {
      workers.release();
    }
  }

  function start(item: Item): void {
    const result = begin(item);
    running.add(result);
    const forget = () => running.delete(result);
    result.then(forget, forget);
    deliver(result);
  }

  // Leaving the loop returns the source: not before the work on what it gave has ended.
  async function takeItems(): Promise<void> {
    for await (const item of source) {
      await workers.acquire();
      if (stopped) drop(item);
      else start(item);
      if (!stopped) await ahead.acquire();
      if (stopped) {
        await Promise.allSettled(running);
        break;
      }
    }
  }
  const taking = takeItems().then(
    () => deliver(Promise.resolve({ done: true, value: undefined })),
    (error: unknown) => deliver(Promise.reject(error)),
  );
  try {
    for (;;) {
      await arrivals.acquire();
      const result = await results.shift();
      if (result === undefined || result.done === true) return;
      ahead.release();
      yield result.value;
    }
  } finally {
    stopped = true;
    workers.release();
    ahead.release();
    await taking;
    await Promise.allSettled(running);
  }
}
