/** Bytes as stored to SQL text, checked to be text. */

import type { CompressionName } from '../options.ts';
import type { InputBytes } from '../source/input-bytes.ts';
import { gunzip } from './gunzip.ts';
import type { TextOptions } from './opened-dump.ts';
import { headBytes, recognizeText } from './recognize.ts';
import { unzstd } from './unzstd.ts';

/**
 * @param input - read from its beginning; closed when the text is no longer read
 * @throws DumpError `TRUNCATED_DUMP`, `DAMAGED_DUMP`, `NOT_A_DUMP`; what the input throws
 */
export function decompress(
  input: InputBytes,
  compression: CompressionName,
  label: string,
  options?: TextOptions,
): AsyncGenerator<Buffer, void, undefined> {
  if (compression === 'none') return withoutMark(input, label);
  const text = compression === 'gzip' ? gunzip : unzstd;
  return withoutMark(text(input, label, options), label);
}

/** Looks at the first bytes before any of them is given out. */
async function* withoutMark(
  text: AsyncIterable<Buffer>,
  label: string,
): AsyncGenerator<Buffer, void, undefined> {
  let head: Buffer[] | undefined = [];
  let length = 0;
  for await (const bytes of text) {
    if (head === undefined) {
      yield bytes;
      continue;
    }
    length += bytes.length;
    // It is read again when others have come: by then its memory may be used again.
    head.push(length < headBytes ? Buffer.from(bytes) : bytes);
    if (length < headBytes) continue;
    yield checked(head, label);
    head = undefined;
  }
  if (head !== undefined) yield checked(head, label);
}

function checked(head: readonly Buffer[], label: string): Buffer {
  const bytes = head.length === 1 && head[0] !== undefined ? head[0] : Buffer.concat(head);
  return bytes.subarray(recognizeText(bytes, label));
}
