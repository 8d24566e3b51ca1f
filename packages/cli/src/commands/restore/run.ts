/** Runs `dumpstream restore`: composes input, connection, restore and progress. */

import { type RestoreSummary, restore } from '@dumpstream/core';
import { parseConnection } from '../../connection/connection.ts';
import type { CommandContext } from '../../context.ts';
import { isDumpError } from '../../error-text.ts';
import { InterruptedError, UsageError } from '../../errors.ts';
import { checkOrder, openInput } from '../../inputs/open-input.ts';
import { showProgress } from '../../progress/progress-display.ts';
import { Rate } from '../../progress/rate.ts';
import { type RestoreFlags, restoreOptionsOf } from './flags.ts';
import { progressLine, serverWarningLines, summaryLine, tableLine } from './progress-text.ts';

/**
 * Restores one dump, and closes what it was read from.
 *
 * @throws UsageError, InputError, InterruptedError, and what core and the packages of the input throw
 */
export async function runRestore(
  argument: string,
  url: string,
  flags: RestoreFlags,
  context: CommandContext,
): Promise<void> {
  const { environment, signal, protect, warn, tell } = context;
  checkOrder(argument, url);
  const { settings, secrets } = parseConnection(url, flags, environment);
  protect(secrets);
  const options = restoreOptionsOf(flags, settings);
  const input = await openInput(argument, { endpointUrl: flags.endpointUrl, signal });
  if (flags.requireMask !== undefined && input.kind === 'stream') {
    await input.close();
    throw new UsageError(
      `--require-mask needs a file or an S3 object, as only the end of a dump tells whether it is masked: store ${input.label} in a file first`,
    );
  }
  const progress = await showProgress(!flags.quiet);
  const rate = new Rate();
  progress.start();
  let summary: RestoreSummary;
  try {
    summary = await restore(input.dump, {
      ...options,
      signal,
      onProgress: (current) => progress.show(progressLine(current, rate.at(current.bytes))),
    });
  } catch (error) {
    progress.clear();
    throw signal.aborted ? interrupted(error) : error;
  } finally {
    await input.close();
  }
  const line = summaryLine(summary, input.label);
  progress.succeed(line);
  if (flags.verbose) {
    for (const table of summary.tables) tell(tableLine(table));
    // On a terminal it stands there already.
    if (flags.quiet || !process.stderr.isTTY) tell(line);
  }
  for (const message of summary.warnings) warn(message);
  for (const message of serverWarningLines(summary.serverWarnings)) warn(message);
}

/** Core says that its signal ended it, and then what is in the database by now. */
const abortedSentence = /^The restore was aborted by its signal\.\s*/;

function interrupted(error: unknown): unknown {
  if (!isDumpError(error) || error.code !== 'ABORTED') return error;
  return new InterruptedError(error.message.replace(abortedSentence, ''), { cause: error });
}
