/** `restore()`: the door to the way back. */

import { DumpError } from './errors.ts';
import type { RestoreOptions } from './restore-options.ts';
import type { RestoreSummary } from './restore-summary.ts';
import type { DumpInput } from './source/dump-source.ts';

export async function restore(
  _input: DumpInput,
  _options: RestoreOptions,
): Promise<RestoreSummary> {
  throw new DumpError('INTERNAL', 'Not built yet.');
}
