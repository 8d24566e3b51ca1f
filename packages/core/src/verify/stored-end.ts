/** Keeps the last bytes of a dump as stored, in which the place of its manifest stands in the clear. */

import { DumpError } from '../errors.ts';
import { findLocator } from '../manifest/find-locator.ts';
import { tailBytes } from '../manifest/format.ts';
import type { ManifestLocator } from '../manifest/manifest.ts';
import { type DumpInput, type DumpSource, isDumpSource } from '../source/dump-source.ts';

/** A dump, and its last bytes once it has been read. */
export interface StoredEnd {
  /** To be read in place of the dump. */
  readonly input: DumpInput;
  /** @throws what the input throws */
  tail(signal: AbortSignal): Promise<Buffer>;
}

export function storedEndOf(input: DumpInput): StoredEnd {
  if (isDumpSource(input)) return { input, tail: (signal) => readTail(input, signal) };
  const kept = new KeptTail(input);
  return { input: kept, tail: async () => kept.tail };
}

async function readTail(source: DumpSource, signal: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const start = Math.max(0, source.bytes - tailBytes);
  for await (const chunk of source.read(start, source.bytes, signal)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A stream that goes by. Destroyed, or returned, as whoever reads it wants. */
class KeptTail implements AsyncIterable<Uint8Array> {
  tail: Buffer = Buffer.alloc(0);
  readonly #input: AsyncIterable<Uint8Array>;

  constructor(input: AsyncIterable<Uint8Array>) {
    this.#input = input;
    // One that fails later, and is read no more, would end the process.
    if ('on' in input && typeof input.on === 'function') input.on('error', () => {});
  }

  destroy(): void {
    const input = this.#input;
    if ('destroy' in input && typeof input.destroy === 'function') input.destroy();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const iterator = this.#input[Symbol.asyncIterator]();
    return {
      next: async () => {
        const result = await iterator.next();
        if (result.done !== true) this.#keep(result.value);
        return result;
      },
      return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
    };
  }

  #keep(chunk: Uint8Array): void {
    // Whatever else it is, is told by whoever reads it.
    if (!(chunk instanceof Uint8Array)) return;
    const kept = Buffer.from(chunk.subarray(-tailBytes));
    this.tail = Buffer.concat([this.tail, kept]).subarray(-tailBytes);
  }
}

/**
 * In a compressed dump the locator stands in the text and in the clear behind it. A dump that was
 * compressed anew by another program has only the one in the text.
 *
 * @param tail - the last bytes as stored
 * @param locator - the one in the text
 * @throws DumpError `DAMAGED_DUMP` where they are not the same
 */
export function checkStoredEnd(tail: Buffer, locator: ManifestLocator, label: string): void {
  const stored = findLocator(tail);
  if (stored === undefined) return;
  const fields = ['text', 'file', 'bytes', 'checksum'] as const;
  if (fields.every((name) => stored[name] === locator[name])) return;
  throw new DumpError(
    'DAMAGED_DUMP',
    `Could not trust the end of ${label}: its two lines that tell where its manifest is are not the ` +
      'same. Copy it again, or make a new dump.',
  );
}
