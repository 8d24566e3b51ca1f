/** Reads a dump from its beginning to its end, and tells whether it is whole. */

import type { OpenedDump } from '../decompress/opened-dump.ts';
import { DumpError } from '../errors.ts';
import { drain } from '../split/drain.ts';
import type { Statement } from '../split/statement.ts';
import { firstDamage } from './first-damage.ts';
import { TextReading } from './text-reading.ts';
import { type CheckedEnd, checkText } from './verdict.ts';

/** What was found out, once all of it has been read. */
export interface ReadThrough {
  readonly reading: TextReading;
  /** Of a dump of ours. */
  readonly end: CheckedEnd | undefined;
}

/**
 * Yields the statements of a dump for whoever wants to see them too.
 *
 * @param onChunk - called when more has been read
 * @returns what was found out
 * @throws DumpError `TRUNCATED_DUMP`, `DAMAGED_DUMP`, `ABORTED`, `NOT_A_DUMP`; what the input throws
 */
export async function* readStatements(
  opened: OpenedDump,
  onChunk: (reading: TextReading) => void,
): AsyncGenerator<Statement, ReadThrough, undefined> {
  const reading = new TextReading(opened.manifest);
  try {
    for await (const chunk of opened.text({ passing: true })) {
      yield* reading.push(chunk);
      onChunk(reading);
    }
    yield* reading.end();
  } catch (error) {
    throw withPlace(error, reading, opened);
  }
  return { reading, end: checkText(reading, opened.label) };
}

/** The same for nobody, and faster. */
export async function readThrough(
  opened: OpenedDump,
  onChunk: (reading: TextReading) => void,
): Promise<ReadThrough> {
  const reading = new TextReading(opened.manifest, { passing: true });
  try {
    for await (const chunk of opened.text({ passing: true })) {
      drain(reading.push(chunk));
      onChunk(reading);
    }
    drain(reading.end());
  } catch (error) {
    throw withPlace(error, reading, opened);
  }
  return { reading, end: checkText(reading, opened.label) };
}

/** Says up to where it could be decompressed, and in which section, where the manifest was read before. */
function withPlace(error: unknown, reading: TextReading, { manifest }: OpenedDump): unknown {
  const isAboutInput =
    error instanceof DumpError &&
    (error.code === 'DAMAGED_DUMP' || error.code === 'TRUNCATED_DUMP') &&
    error.statement === undefined;
  if (!isAboutInput) return error;
  // A checksum of the compression may tell of damage long after it.
  const section = manifest === undefined ? undefined : firstDamage(reading, manifest);
  const place = section === undefined ? '' : ` The first part that is not whole: ${section}.`;
  return new DumpError(
    error.code,
    `${error.message} It could be read up to byte ${reading.bytes} of the SQL.${place}`,
    { cause: error },
  );
}
