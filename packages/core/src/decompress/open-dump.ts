/** `openDump()`: looks at an input, whatever it is, and offers its SQL text. */

import { DumpError } from '../errors.ts';
import { type DumpInput, isDumpSource } from '../source/dump-source.ts';
import { InputBytes, type Meter } from '../source/input-bytes.ts';
import { decompress } from './decompress.ts';
import { openSource } from './open-source.ts';
import type { OpenedDump } from './opened-dump.ts';
import { headBytes, recognize } from './recognize.ts';

/**
 * What the input is, is told by its content, never by a name.
 *
 * @param input - closed when its text is no longer read, when it is no dump, and after an abort
 * @param signal - ends all reading with `ABORTED`
 * @throws DumpError `NOT_A_DUMP`, `TRUNCATED_DUMP`, `DAMAGED_DUMP`, `ABORTED`; what the input throws
 */
export async function openDump(input: DumpInput, signal: AbortSignal): Promise<OpenedDump> {
  checkInput(input);
  return isDumpSource(input) ? openSource(input, signal) : openStream(input, signal);
}

/** Called from JavaScript, it may be anything. */
function checkInput(input: unknown): void {
  const isObject = typeof input === 'object' && input !== null;
  if (isObject && (Symbol.asyncIterator in input || isDumpSource(input as DumpInput))) return;
  const advice =
    typeof input === 'string'
      ? ' A path is opened by openDumpSource() of @dumpstream/file.'
      : Buffer.isBuffer(input)
        ? ' Readable.from([buffer]) makes a stream of a buffer.'
        : '';
  throw new DumpError(
    'INVALID_OPTION',
    `A dump is given as a Readable, as another AsyncIterable of bytes, or as a DumpSource.${advice}`,
  );
}

async function openStream(
  stream: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<OpenedDump> {
  const label = 'the dump';
  const meter: Meter = { bytes: 0 };
  const input = new InputBytes(stream, { label, meter, signal });
  try {
    const { compression } = recognize(await input.peek(headBytes), label);
    let wasRead = false;
    return {
      compression,
      manifest: undefined,
      label,
      text(options) {
        if (wasRead) throw new DumpError('INTERNAL', 'A stream can be read once only.');
        wasRead = true;
        return decompress(input, compression, label, options);
      },
      range() {
        throw new DumpError('INTERNAL', 'Ranges need a dump with a manifest.');
      },
      get inputBytes() {
        return meter.bytes;
      },
      inputBytesTotal: undefined,
      close: () => input.close(new DumpError('ABORTED', `The reading of ${label} was stopped.`)),
    };
  } catch (error) {
    input.close();
    throw error;
  }
}
