/** `verify()`: whether a dump is whole, and whether a database is what it says. */

import { DumpError } from './errors.ts';
import type { DumpInput } from './source/dump-source.ts';
import type { VerifyOptions } from './verify-options.ts';
import type { VerifyReport } from './verify-report.ts';

export async function verify(
  _input: DumpInput,
  _options: VerifyOptions = {},
): Promise<VerifyReport> {
  throw new DumpError('INTERNAL', 'Not built yet.');
}
