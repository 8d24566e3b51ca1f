/** `listDump()`: what a dump holds, by its manifest alone. */

import { DumpError } from './errors.ts';
import type { DumpSource } from './source/dump-source.ts';
import type { DumpListing } from './verify-report.ts';

export async function listDump(
  _source: DumpSource,
  _options: { readonly signal?: AbortSignal } = {},
): Promise<DumpListing> {
  throw new DumpError('INTERNAL', 'Not built yet.');
}
