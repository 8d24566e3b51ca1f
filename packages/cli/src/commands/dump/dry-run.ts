/** `dumpstream dump --dry-run`: tells what a dump would be, and opens no output. */

import { type DumpOptions, dryRun } from '@dumpstream/core';
import { FindingsError } from '../../errors.ts';
import { formatCount } from '../../format.ts';
import { locatedReport, type Mask } from '../../mask/read-mask.ts';
import { writeResult } from '../../outputs/result.ts';
import { dryRunText } from './dry-run-text.ts';

/**
 * @param json - as JSON in place of text
 * @throws FindingsError where the dump would fail; BrokenPipeError, OutputError, and what core throws
 */
export async function runDryRun(
  options: DumpOptions & { readonly signal: AbortSignal },
  mask: Mask,
  json: boolean,
): Promise<void> {
  const report = locatedReport(await dryRun(options), mask);
  const text = json ? JSON.stringify(report, undefined, 2) : dryRunText(report, options.compress);
  await writeResult(text, options.signal);
  const { length } = report.problems;
  if (length > 0) {
    throw new FindingsError(`the dump would fail: ${formatCount(length, 'problem')}, see above`);
  }
}
