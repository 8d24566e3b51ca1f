/** `verify()`: whether a dump is whole, and whether a database is what it says. */

import { openDump } from './decompress/open-dump.ts';
import type { OpenedDump } from './decompress/opened-dump.ts';
import { DumpError } from './errors.ts';
import type { Manifest } from './manifest/manifest.ts';
import type { DumpInput } from './source/dump-source.ts';
import { checkVerifyOptions } from './verify/check-verify-options.ts';
import { compareDump, type DumpComparison } from './verify/compare/compare-dump.ts';
import { ProgressReports } from './verify/progress-reports.ts';
import { type ReadThrough, readThrough } from './verify/read-through.ts';
import { checkStoredEnd, storedEndOf } from './verify/stored-end.ts';
import type { TextReading } from './verify/text-reading.ts';
import type { VerifyOptions } from './verify-options.ts';
import type { VerifiedTable, VerifyReport } from './verify-report.ts';

/**
 * Reads a dump from beginning to end and tells whether it is whole: compression, structure, end mark,
 * and of our dumps rows and checksums by their manifest. With the option `connection` it also compares
 * the dump with a database, row by row: what differs is in the report, and is no error.
 *
 * @example
 * ```ts
 * import { createReadStream } from 'node:fs';
 * import { verify } from '@dumpstream/core';
 *
 * const { tables, rows, manifest } = await verify(createReadStream('shop.sql.gz'));
 * ```
 *
 * @throws DumpError `TRUNCATED_DUMP` for a dump that ends too early; `DAMAGED_DUMP` for one that is not
 *   what was written, naming the section and its bytes; `NOT_A_DUMP`; `INVALID_OPTION`; `ABORTED`; with
 *   `connection` also `NO_MANIFEST`, and what `dump()` throws
 */
export async function verify(input: DumpInput, options: VerifyOptions = {}): Promise<VerifyReport> {
  checkVerifyOptions(input, options);
  const started = performance.now();
  const abort = new AbortController();
  const forget = follow(options.signal, abort);
  try {
    const stored = storedEndOf(input);
    const opened = await openDump(stored.input, abort.signal);
    try {
      const found = await read(opened, options, abort.signal);
      const manifest = found.end?.manifest;
      if (found.end !== undefined && opened.compression !== 'none') {
        checkStoredEnd(await stored.tail(abort.signal), found.end.locator, opened.label);
      }
      // Also where it was too late to stop anything.
      abort.signal.throwIfAborted();
      const { reading } = found;
      const tables = manifest === undefined ? reading.tally.tables : tablesOf(manifest);
      return {
        producer: manifest === undefined ? reading.producer : 'dumpstream',
        compression: opened.compression,
        manifest: manifest !== undefined,
        endMark: manifest !== undefined || reading.endMark,
        tables,
        statements: reading.statements,
        rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        bytes: reading.bytes,
        inputBytes: opened.inputBytes,
        ...(manifest?.mask === undefined ? {} : { masked: manifest.mask }),
        differences: found.differences ?? [],
        ...(found.comparison === undefined ? {} : { comparison: found.comparison }),
        durationMs: performance.now() - started,
      };
    } finally {
      opened.close();
    }
  } finally {
    forget();
  }
}

async function read(
  opened: OpenedDump,
  options: VerifyOptions,
  signal: AbortSignal,
): Promise<ReadThrough & Partial<DumpComparison>> {
  const progress = new ProgressReports(opened, options.onProgress);
  const { connection } = options;
  const { manifest } = opened;
  const onChunk = (reading: TextReading): void => {
    progress.update(reading);
    if (connection !== undefined && manifest === undefined) refuseForeign(reading, opened.label);
  };
  const found =
    connection !== undefined && manifest !== undefined
      ? await compareDump(opened, manifest, { ...options, connection }, onChunk, signal)
      : await readThrough(opened, onChunk);
  if (connection !== undefined && manifest === undefined) throw noManifest(opened.label);
  progress.report(found.reading);
  return found;
}

/** A dump of another program need not be read to its end for that; one of ours is damaged, and how is told. */
function refuseForeign({ producer }: TextReading, label: string): void {
  if (producer !== 'dumpstream' && producer !== 'unknown') throw noManifest(label);
}

function noManifest(label: string): DumpError {
  return new DumpError(
    'NO_MANIFEST',
    `Could not compare ${label} with a database: it has no manifest, which tells how it was made. ` +
      'Dumps by dumpstream have one. To check a dump of another program, restore it into an empty ' +
      'database, dump that with dumpstream, and verify this dump.',
  );
}

/** Passes an abort on, as an error of this package. Returns how to stop listening to it. */
function follow(signal: AbortSignal | undefined, abort: AbortController): () => void {
  if (signal === undefined) return () => {};
  const onAbort = (): void =>
    abort.abort(
      new DumpError('ABORTED', 'The verification was aborted by its signal.', {
        cause: signal.reason,
      }),
    );
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return () => signal.removeEventListener('abort', onAbort);
}

function tablesOf({ sections }: Manifest): readonly VerifiedTable[] {
  const tables = new Map<string, VerifiedTable>();
  for (const { kind, database, name, rows, bytes } of sections) {
    if (name === undefined || (kind !== 'tableStructure' && kind !== 'tableRows')) continue;
    const withRows = kind === 'tableRows';
    tables.set(JSON.stringify([database, name]), {
      database,
      table: name,
      rows: withRows ? (rows ?? 0) : 0,
      bytes: withRows ? bytes : 0,
    });
  }
  return [...tables.values()];
}
