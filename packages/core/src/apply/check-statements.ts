/** A first pass over a dump whose manifest does not tell whether the target can take its statements. */

import { openDump } from '../decompress/open-dump.ts';
import type { DumpSource } from '../source/dump-source.ts';
import { drain } from '../split/drain.ts';
import { type SplitterOptions, StatementSplitter } from '../split/splitter.ts';

/**
 * Nothing has been written by then.
 *
 * @throws DumpError `STATEMENT_TOO_LARGE`, `REFUSED_STATEMENT`, `TRUNCATED_DUMP` and what reading throws
 */
export async function checkStatements(
  source: DumpSource,
  { maxStatementBytes, modes }: Pick<SplitterOptions, 'maxStatementBytes' | 'modes'>,
  signal: AbortSignal,
): Promise<void> {
  const dump = await openDump(source, signal);
  const splitter = new StatementSplitter({ maxStatementBytes, modes, passing: true });
  try {
    for await (const chunk of dump.text({ passing: true })) drain(splitter.push(chunk));
    drain(splitter.end());
  } finally {
    dump.close();
  }
}
