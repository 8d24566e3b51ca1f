/** Refuses a dump that is not masked, before anything is written. */

import { DumpError, type DumpSource, listDump } from '@dumpstream/core';
import { InvocationError } from '../errors.ts';
import { printable } from '../printable.ts';
import { restoreSettings } from '../settings/restore.ts';

/**
 * @param required - digests of policies, or `any`
 * @returns the digest of the policy that masked the dump
 * @throws InvocationError `SourceError` of code `NOT_MASKED`; DumpError as `listDump()`
 */
export async function checkMasked(
  source: DumpSource,
  required: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const masked = await maskOf(source, signal);
  const label = printable(source.label);
  const { variable } = restoreSettings.requireMask;
  if (masked === undefined) {
    throw notMasked(
      `${label} is not masked, or does not tell that it is, and ${variable} wants masked dumps alone`,
    );
  }
  if (required.includes('any') || required.includes(masked)) return masked;
  throw notMasked(
    `${label} is masked by another policy than ${variable} allows: its digest is ${masked}`,
  );
}

/** Dumps of other programs tell nothing. */
async function maskOf(source: DumpSource, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await listDump(source, { signal })).masked;
  } catch (error) {
    if (error instanceof DumpError && error.code === 'NO_MANIFEST') return undefined;
    throw error;
  }
}

function notMasked(problem: string): InvocationError {
  return new InvocationError(
    'SourceError',
    'NOT_MASKED',
    `${problem}. Nothing was written to the database.`,
  );
}
