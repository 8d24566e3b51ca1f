/** A first pass over a dump whose manifest does not tell whether the target can take its statements. */

import { openDump } from '../decompress/open-dump.ts';
import type { DumpSource } from '../source/dump-source.ts';
import { freeOwn } from '../source/passed-memory.ts';
import { TextReading, type TextReadingOptions } from './text/text-reading.ts';

/**
 * Also tells whether the dump is whole, by its end mark or the checksum of its text. Nothing has been written
 * by then.
 *
 * @throws DumpError `STATEMENT_TOO_LARGE`, `REFUSED_STATEMENT`, `TRUNCATED_DUMP`, `DAMAGED_DUMP` and what
 *   reading throws
 */
export async function checkStatements(
  source: DumpSource,
  { maxStatementBytes, modes }: Pick<TextReadingOptions, 'maxStatementBytes' | 'modes'>,
  signal: AbortSignal,
): Promise<void> {
  const dump = await openDump(source, signal);
  const reading = new TextReading(dump, {
    maxStatementBytes,
    modes,
    ranges: undefined,
    passing: true,
  });
  try {
    for await (const { bytes, continues } of reading.statements()) {
      // A part of a statement that was cut is a copy, of many megabytes.
      if (continues) freeOwn(bytes);
    }
  } finally {
    dump.close();
  }
}
