/** The chunks of an answer's body, until it ends, breaks, or falls silent. */

import type { Readable } from 'node:stream';

/**
 * A connection that is dead on the other side alone says nothing at all, and neither would the SDK.
 *
 * @param patience - milliseconds without a byte, while one is waited for
 * @throws what the body throws, the signal's reason, or an error that tells of the silence
 */
export async function* bodyChunks(
  body: Readable,
  patience: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  // It may break while nobody reads.
  body.on('error', () => {});
  const iterator: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await inTime(iterator.next(), patience, signal);
      if (done === true) return;
      yield value;
    }
  } finally {
    body.destroy();
  }
}

function inTime<Value>(
  promise: Promise<Value>,
  patience: number,
  signal: AbortSignal,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => finish(() => reject(signal.reason));
    const timer = setTimeout(() => {
      finish(() => reject(new Error(`no byte came for ${patience / 1000} seconds`)));
    }, patience);
    function finish(settle: () => void): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      settle();
    }
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(
      (value) => finish(() => resolve(value)),
      (error: unknown) => finish(() => reject(error)),
    );
    if (signal.aborted) onAbort();
  });
}
