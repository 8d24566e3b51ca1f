/** Bytes as stored to SQL text, checked to be text. */

import type { CompressionName } from '../options.ts';
import type { InputBytes } from '../source/input-bytes.ts';
import { gunzip } from './gunzip.ts';
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
): AsyncGenerator<Buffer, void, undefined> {
  if (compression === 'none') return withoutMark(input, label);
  return withoutMark(compression === 'gzip' ? gunzip(input, label) : unzstd(input, label), label);
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
    head.push(bytes);
    length += bytes.length;
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
