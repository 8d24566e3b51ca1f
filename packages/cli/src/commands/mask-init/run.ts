/** Runs `dumpstream mask init`: composes connection, draft and file. */

import { draftMaskPolicy } from '@dumpstream/mask';
import { parseConnection } from '../../connection/connection.ts';
import type { CommandContext } from '../../context.ts';
import { UsageError } from '../../errors.ts';
import { writeResult } from '../../outputs/result.ts';
import { draftOptionsOf, type MaskInitFlags } from './flags.ts';
import { checkPolicyFile, writePolicyFile } from './policy-file.ts';
import { summaryLines } from './summary-text.ts';

/**
 * Writes one draft.
 *
 * @throws UsageError, OutputError, BrokenPipeError, and what core throws
 */
export async function runMaskInit(
  url: string,
  flags: MaskInitFlags,
  { environment, signal, protect, tell }: CommandContext,
): Promise<void> {
  const { settings: connection, secrets } = parseConnection(url, flags, environment);
  protect(secrets);
  if (!flags.sample && flags.sampleRows !== undefined) {
    throw new UsageError('--sample-rows goes without --no-sample');
  }
  const path = flags.output === '-' ? undefined : flags.output;
  const force = flags.force === true;
  if (path !== undefined) checkPolicyFile(path, force);
  const { text, findings } = await draftMaskPolicy({
    ...{ connection, signal },
    ...draftOptionsOf(flags),
  });
  if (path === undefined) await writeResult(text.trimEnd(), signal);
  else await writePolicyFile(path, text, force);
  for (const line of summaryLines(findings, path)) tell(line);
}
