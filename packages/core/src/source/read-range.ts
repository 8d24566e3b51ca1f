/** One range of a source, exactly as long as it was asked for. */

import { DumpError } from '../errors.ts';
import type { DumpSource, SourceReadOptions } from './dump-source.ts';
import { InputBytes, type Meter } from './input-bytes.ts';

export interface RangeReadOptions extends SourceReadOptions {
  readonly meter: Meter;
  readonly signal: AbortSignal;
}

/** Begins to read when the first chunk is asked for, and stops when it is closed. */
export function readRange(
  source: DumpSource,
  start: number,
  end: number,
  { meter, signal, passing = false }: RangeReadOptions,
): InputBytes {
  const stop = new AbortController();
  return new InputBytes(exactly(source, start, end, stop.signal, { passing }), {
    label: source.label,
    meter,
    signal,
    onClose: () => stop.abort(),
  });
}

/** A short read of plain text would be a shorter dump, and nobody would notice. */
async function* exactly(
  source: DumpSource,
  start: number,
  end: number,
  signal: AbortSignal,
  options: SourceReadOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (start === end) return;
  let left = end - start;
  for await (const chunk of source.read(start, end, signal, options)) {
    left -= chunk.byteLength;
    if (left < 0) break;
    yield chunk;
  }
  if (left === 0) return;
  throw new DumpError(
    'TRUNCATED_DUMP',
    `Could not read all of ${source.label}: of its bytes from ${start} to ${end}, ` +
      `${left < 0 ? 'more' : `${left} less`} came than there should be. Did it change meanwhile?`,
  );
}
