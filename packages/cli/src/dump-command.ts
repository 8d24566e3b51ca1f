/** `dumpstream dump`: composes connection, dump, output and progress. */

import { type ConnectionSettings, dump } from '@dumpstream/core';
import { chooseCompression } from './compression.ts';
import { runDryRun } from './dry-run-command.ts';
import { type DumpFlags, dumpOptionsOf } from './dump-flags.ts';
import { warningText } from './error-text.ts';
import { UsageError } from './errors.ts';
import { openOutput } from './outputs/open-output.ts';
import { showProgress } from './progress.ts';

/**
 * Runs one dump from the first connection to the last byte in its place.
 *
 * @throws UsageError, OutputError, BrokenPipeError, DryRunError, and what core and the S3 package throw
 */
export async function runDump(
  connection: ConnectionSettings,
  flags: DumpFlags,
  signal: AbortSignal,
): Promise<void> {
  const compression = chooseCompression(flags.output, flags.compress, flags.compressionLevel);
  const options = { connection, ...dumpOptionsOf(flags), compress: compression, signal };
  if (flags.dryRun) return await runDryRun(options, flags.json === true);
  if (flags.json) throw new UsageError('--json goes with --dry-run');
  const output = await openOutput(flags.output, {
    compressed: compression !== 'none',
    ...(flags.endpointUrl === undefined ? {} : { endpointUrl: flags.endpointUrl }),
  });
  // SQL that scrolls over the same terminal would tear the bar apart.
  const shareTerminal = flags.output === '-' && process.stdout.isTTY;
  const progress = await showProgress(!flags.quiet && !shareTerminal);
  try {
    const stream = dump(options);
    progress.follow(stream);
    await output.write({ stream, compression, signal });
    const summary = await stream.summary;
    progress.succeed(summary, output.label);
    for (const { message } of summary.warnings) process.stderr.write(`${warningText(message)}\n`);
  } catch (error) {
    progress.clear();
    await output.close();
    throw error;
  }
}
