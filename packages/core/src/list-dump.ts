/** `listDump()`: what a dump holds, by its manifest alone. */

import { openDump } from './decompress/open-dump.ts';
import { DumpError } from './errors.ts';
import { type DumpSource, isDumpSource } from './source/dump-source.ts';
import type { DumpListing } from './verify-report.ts';

/**
 * Tells what is in a dump of this package: databases, tables with their rows, views, programs, and
 * where in the SQL each one stands. It reads the last 64 KiB, and more only where the manifest is
 * longer; the rows are not looked at (`verify()` does that).
 *
 * @example
 * ```ts
 * await using source = await openDumpSource('shop.sql.zst');
 * const { sections } = await listDump(source);
 * const tables = sections.filter(({ kind }) => kind === 'tableRows');
 * ```
 *
 * @param options - `signal` ends it with a `DumpError` of code `ABORTED`
 * @throws DumpError `NO_MANIFEST` for a dump of another program, or one that does not end as it
 *   should; `NOT_A_DUMP`, `TRUNCATED_DUMP`, `DAMAGED_DUMP`, `ABORTED`, `INVALID_OPTION`; what the
 *   source throws
 */
export async function listDump(
  source: DumpSource,
  options: { readonly signal?: AbortSignal } = {},
): Promise<DumpListing> {
  if (!isDumpSource(source)) {
    throw new DumpError(
      'INVALID_OPTION',
      'listDump() takes a source that can be read by byte ranges (openDumpSource, openS3DumpSource).',
    );
  }
  const opened = await openDump(source, options.signal ?? new AbortController().signal);
  try {
    const { compression, manifest } = opened;
    if (manifest === undefined) {
      throw new DumpError(
        'NO_MANIFEST',
        `${source.label} does not tell what it holds: its end is not that of a dump by dumpstream. ` +
          'Another program wrote it or compressed it anew, or its last bytes are missing or altered: ' +
          'verify() reads it through.',
      );
    }
    return {
      compression,
      version: manifest.version,
      server: manifest.server,
      ...(manifest.snapshot === undefined ? {} : { snapshotTime: manifest.snapshot.time }),
      ...(manifest.mask === undefined ? {} : { masked: manifest.mask }),
      ...(manifest.options['subset'] === undefined ? {} : { subset: true }),
      databases: manifest.databases,
      sections: manifest.sections,
      bytes: manifest.text.bytes,
      fileBytes: source.bytes,
      inputBytes: opened.inputBytes,
    };
  } finally {
    opened.close();
  }
}
