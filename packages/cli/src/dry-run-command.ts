/** `dumpstream dump --dry-run`: tells what a dump would be, and opens no output. */

import { Readable } from 'node:stream';
import { type DumpOptions, dryRun } from '@dumpstream/core';
import { dryRunText } from './dry-run-text.ts';
import { DryRunError } from './errors.ts';
import { formatCount } from './format.ts';
import { writeStandardOutput } from './outputs/standard-output.ts';

/**
 * @param json - as JSON in place of text
 * @throws DryRunError where the dump would fail; BrokenPipeError, OutputError, and what core throws
 */
export async function runDryRun(
  options: DumpOptions & { readonly signal: AbortSignal },
  json: boolean,
): Promise<void> {
  const report = await dryRun(options);
  const text = json ? JSON.stringify(report, undefined, 2) : dryRunText(report, options.compress);
  await writeStandardOutput(Readable.from([`${text}\n`]), options.signal);
  const { length } = report.problems;
  if (length > 0) {
    throw new DryRunError(`the dump would fail: ${formatCount(length, 'problem')}, see above`);
  }
}
