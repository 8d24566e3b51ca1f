/** Runs `dumpstream mask check`: composes connection, policy and dry run. */

import { randomBytes } from 'node:crypto';
import { type DryRunReport, dryRun } from '@dumpstream/core';
import type { ParsedMaskPolicy } from '@dumpstream/mask';
import { parseConnection } from '../../connection/connection.ts';
import type { CommandContext } from '../../context.ts';
import { isDumpError } from '../../error-text.ts';
import { FindingsError } from '../../errors.ts';
import { formatCount } from '../../format.ts';
import { locatedReport } from '../../mask/read-mask.ts';
import { readMaskPolicy } from '../../mask/read-policy.ts';
import { writeResult } from '../../outputs/result.ts';
import type { MaskCheckResult } from './check-result.ts';
import { checkText } from './check-text.ts';
import { dumpOptionsOf, type MaskCheckFlags } from './flags.ts';

/** Only tables hold what is masked; what else a dump would fail with is not asked here. */
const tablesAlone = { views: false, triggers: false, routines: false, events: false } as const;

/**
 * @throws FindingsError where a dump with the policy would fail; UsageError, BrokenPipeError, and what
 *   core throws where there is no answer
 */
export async function runMaskCheck(
  url: string,
  path: string,
  flags: MaskCheckFlags,
  { environment, signal, protect }: CommandContext,
): Promise<void> {
  const { settings: connection, secrets } = parseConnection(url, flags, environment);
  protect(secrets);
  const result = await check(path, async (parsed) => {
    const report = await dryRun({
      // Values are not looked at, and how many rows there are is not told.
      ...{ connection, signal, ...dumpOptionsOf(flags), ...tablesAlone, noData: true },
      // No value is masked: any key will do.
      ...{ mask: parsed.policy, maskKey: randomBytes(32) },
    });
    return locatedReport(report, parsed);
  });
  await writeResult(
    flags.json ? JSON.stringify(result, undefined, 2) : checkText(result, path),
    signal,
  );
  const { length } = result.problems;
  if (length > 0)
    throw new FindingsError(`the policy has ${formatCount(length, 'problem')}, see above`);
}

/** A policy that can't be read at all has its problems, too. */
async function check(
  path: string,
  compare: (parsed: ParsedMaskPolicy) => Promise<DryRunReport>,
): Promise<MaskCheckResult> {
  let parsed: ParsedMaskPolicy;
  try {
    parsed = readMaskPolicy(path, '<policy>');
  } catch (error) {
    if (!isDumpError(error)) throw error;
    const { code, message } = error;
    const problems = message.split('\n').map((line) => ({ code, message: line }));
    return { missingGrants: [], warnings: [], problems };
  }
  const { server, databases, mask, ...found } = await compare(parsed);
  const { missingGrants, warnings, problems } = found;
  const covered = mask === undefined ? {} : { mask };
  return { server, databases, ...covered, missingGrants, warnings, problems };
}
