/** Runs `dumpstream dump`: composes connection, dump, output and progress. */

import { dump } from '@dumpstream/core';
import { parseConnection } from '../../connection/connection.ts';
import type { CommandContext } from '../../context.ts';
import { UsageError } from '../../errors.ts';
import { readMask } from '../../mask/read-mask.ts';
import { openOutput } from '../../outputs/open-output.ts';
import { showProgress } from '../../progress/progress-display.ts';
import { chooseCompression } from './compression.ts';
import { runDryRun } from './dry-run.ts';
import { type DumpFlags, dumpOptionsOf } from './flags.ts';
import { progressLine, summaryLine } from './progress-text.ts';

/**
 * Runs one dump from the first connection to the last byte in its place.
 *
 * @throws UsageError, OutputError, BrokenPipeError, FindingsError, and what core and the S3 package throw
 */
export async function runDump(
  url: string,
  flags: DumpFlags,
  context: CommandContext,
): Promise<void> {
  const { environment, signal, protect, warn } = context;
  const { settings: connection, secrets } = parseConnection(url, flags, environment);
  protect(secrets);
  const compression = chooseCompression(flags.output, flags.compress, flags.compressionLevel);
  const mask = await readMask(flags, context);
  const options = {
    ...{ connection, ...dumpOptionsOf(flags), ...mask.options },
    ...{ compress: compression, signal },
  };
  if (flags.dryRun) return await runDryRun(options, mask, flags.json === true);
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
    progress.start();
    stream.on('progress', (current) => progress.show(progressLine(current)));
    await output.write({ stream, compression, signal });
    const summary = await stream.summary;
    progress.succeed(summaryLine(summary, output.label));
    for (const { message } of summary.warnings) warn(message);
  } catch (error) {
    progress.clear();
    await output.close();
    throw mask.located(error);
  }
}
