/** A first pass over a dump whose manifest does not tell whether the target can take its statements. */

import { openDump } from '../decompress/open-dump.ts';
import type { DumpSource } from '../source/dump-source.ts';
import { freeOwn } from '../source/passed-memory.ts';
import type { ServerInfo } from '../summary.ts';
import { understand } from '../understand/understand.ts';
import type { Understood } from '../understand/understood.ts';
import type { Target } from './target/target.ts';
import { TextReading, type TextReadingOptions } from './text/text-reading.ts';

/** What the dump has to fit. */
interface FirstPass extends Pick<TextReadingOptions, 'maxStatementBytes' | 'modes'> {
  /** Of the first pass alone: it learns what the dump calls its databases. */
  readonly firstTarget: Target;
  readonly server: ServerInfo;
}

/**
 * Also tells whether the dump is whole, by its end mark or the checksum of its text, and whether it names
 * several databases where all goes into one. Nothing has been written by then.
 *
 * @throws DumpError `INVALID_OPTION`, `STATEMENT_TOO_LARGE`, `REFUSED_STATEMENT`, `TRUNCATED_DUMP`,
 *   `DAMAGED_DUMP` and what reading throws
 */
export async function checkStatements(
  source: DumpSource,
  { maxStatementBytes, modes, firstTarget, server }: FirstPass,
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
    for await (const statement of reading.statements()) {
      const understood =
        statement.rows > 0 ? undefined : understand(statement, reading.splitter.modes, server);
      if (understood !== undefined && namesDatabase(understood)) firstTarget.route(understood);
      // A part of a statement that was cut is a copy, of many megabytes.
      if (statement.continues) freeOwn(statement.bytes);
    }
  } finally {
    dump.close();
  }
}

/** `USE`, and what makes, alters or drops a database. */
function namesDatabase({ kind, object, name }: Understood): boolean {
  return kind === 'use' || (object === 'database' && name !== undefined);
}
