/** What comes through a pipe, with words for what the system says when it can't be read on. */

import type { Readable } from 'node:stream';
import { InputError } from '../errors.ts';
import { systemReason } from '../system-reason.ts';

/** What core reads, and can end while it waits for more. */
export interface WordedStream extends AsyncIterable<Uint8Array> {
  destroy(): void;
}

/**
 * @param name - how the message calls it
 * @returns what throws an InputError while it is read, where the system refuses to
 */
export function inWordsWhileRead(name: string, stream: Readable): WordedStream {
  return {
    [Symbol.asyncIterator]: () => read(name, stream),
    destroy: () => void stream.destroy(),
  };
}

async function* read(name: string, stream: Readable): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* stream;
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new InputError(`${name} can't be read: ${systemReason(error)}.`, { cause: error });
  }
}
