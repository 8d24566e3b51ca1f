/** The masks of an invocation: policy and key, read and checked before the database is asked. */

import { DumpError, type DumpOptions, policyDigest } from '@dumpstream/core';
import { type ParsedMaskPolicy, parseMaskPolicy } from '@dumpstream/mask';
import type { Configuration } from '../configuration/configuration.ts';
import { InvocationError } from '../errors.ts';
import type { Resources } from '../resources.ts';
import { readMaskKey } from './mask-key.ts';
import { keyPlace, policyPlace } from './places.ts';
import { readPolicyText } from './policy-text.ts';

/** By what a dump is masked. */
export interface Mask {
  readonly options: Required<Pick<DumpOptions, 'mask' | 'maskKey'>>;
  /** SHA-256 of the policy, as the manifest of the dump tells it. */
  readonly digest: string;
  /** See `ParsedMaskPolicy`. */
  readonly located: (error: unknown) => unknown;
}

/**
 * @returns `undefined` where no policy is configured
 * @throws InvocationError `MaskError`; `ParameterStoreError`, `SecretsManagerError`
 */
export async function readMask(
  configuration: Configuration,
  { clients, sources, functionFolder }: Resources,
  signal: AbortSignal,
): Promise<Mask | undefined> {
  const policyText = configuration.text('maskPolicy');
  const keyText = configuration.text('maskKeyFrom');
  if (policyText === undefined && keyText === undefined) return undefined;
  const place = policyPlace(policyText ?? '');
  const keyFrom = keyPlace(keyText ?? '');
  if (place === undefined || keyFrom === undefined) {
    throw new Error('Masks are configured by half, which is to be found out before.');
  }
  const { text, source } = await readPolicyText(place, {
    s3: clients.s3(configuration.flag('s3PathStyle') ?? false),
    parameters: sources.parameters,
    functionFolder,
    signal,
  });
  const { policy, located } = parsed(text, source);
  const maskKey = await readMaskKey(keyFrom, sources, signal);
  return { options: { mask: policy, maskKey }, digest: policyDigest(policy), located };
}

/** A policy without columns would mask nothing, where somebody has asked for masks. */
function parsed(text: string, source: string): ParsedMaskPolicy {
  if (text.trim() === '') throw invalid(`${source}:1: the policy of masks is empty.`);
  try {
    const policy = parseMaskPolicy(text, source);
    if (Object.keys(policy.policy.columns).length > 0) return policy;
  } catch (error) {
    if (error instanceof DumpError) throw invalid(error.message, error);
    throw error;
  }
  throw invalid(`${source}:1: the policy of masks names no column, so nothing would be masked.`);
}

function invalid(message: string, origin?: Error): InvocationError {
  return new InvocationError('MaskError', 'INVALID_MASK', message, origin);
}
