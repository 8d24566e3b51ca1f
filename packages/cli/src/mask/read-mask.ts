/** What the flags of masks mean to core, and how its errors about them are told. */

import type { DryRunReport, DumpOptions } from '@dumpstream/core';
import type { ParsedMaskPolicy } from '@dumpstream/mask';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import type { MaskFlags } from './flags.ts';
import { readMaskKey } from './read-key.ts';

/** The masks of one run of the command. */
export interface Mask extends Pick<ParsedMaskPolicy, 'located' | 'locatedMessage'> {
  /** Empty without masks. */
  readonly options: Pick<DumpOptions, 'mask' | 'maskKey'>;
}

const noMask: Mask = {
  options: {},
  located: (error) => error,
  locatedMessage: ({ message }) => message,
};

/**
 * @throws UsageError where there is no key, or no policy for it; DumpError `INVALID_MASK`
 */
export async function readMask(
  flags: MaskFlags,
  context: Pick<CommandContext, 'environment' | 'protect'>,
): Promise<Mask> {
  if (flags.mask === undefined) {
    if (flags.maskKeyFile === undefined && flags.maskKey === undefined) return noMask;
    throw new UsageError('--mask-key-file needs --mask, with the policy that the key is for');
  }
  const maskKey = readMaskKey(flags, context);
  const { readMaskPolicy } = await import('./read-policy.ts');
  const { policy, ...lines } = readMaskPolicy(flags.mask, '--mask');
  return { options: { mask: policy, maskKey }, ...lines };
}

/** The report with the lines of the policy in its problems. */
export function locatedReport(
  report: DryRunReport,
  { locatedMessage }: Pick<Mask, 'locatedMessage'>,
): DryRunReport {
  const problems = report.problems.map((problem) => ({
    ...problem,
    message: locatedMessage(problem),
  }));
  return { ...report, problems };
}
