/** Finds what is wrong with the settings of masks. What is half configured is refused: it masks nothing. */

import { keyPlace, policyPlace } from '../mask/places.ts';
import { maskSettings } from '../settings/masks.ts';
import { settings } from '../settings/settings.ts';
import { type Entries, textOf } from './configuration.ts';

const { maskPolicy, maskKeyFrom } = maskSettings;

/** @returns a sentence for each problem; none repeats the place of the key, which may be the key */
export function maskProblems(entries: Entries): string[] {
  const policy = textOf(entries, 'maskPolicy');
  const key = textOf(entries, 'maskKeyFrom');
  const problems: string[] = [];
  if (policy !== undefined && key === undefined) {
    problems.push(
      `${maskPolicy.variable} needs ${maskKeyFrom.variable}, too: masked values follow from a secret key.`,
    );
  }
  if (policy === undefined && key !== undefined) {
    problems.push(
      `${maskKeyFrom.variable} needs ${maskPolicy.variable}, too: without it nothing would be masked.`,
    );
  }
  if (policy !== undefined && policyPlace(policy) === undefined) {
    problems.push(
      `The ${entries.get('maskPolicy')?.place} must tell where the policy is: file:policy.json (a path ` +
        'below the folder of the zip, without "." and ".."), s3://bucket/key or ssm:/name.',
    );
  }
  if (key !== undefined && keyPlace(key) === undefined) {
    problems.push(
      `The ${entries.get('maskKeyFrom')?.place} must tell where the key is, and never the key itself: ` +
        'ssm:/name (a SecureString), secret:name or secret:name#member.',
    );
  }
  return problems;
}

/** @returns a sentence for what can't be the digest of a policy */
export function requiredMaskProblems(entries: Entries): string[] {
  const list = entries.get('requireMask')?.value;
  if (typeof list !== 'object') return [];
  const isAny = list.length === 1 && list[0] === 'any';
  return isAny || list.every((digest) => /^[\da-f]{64}$/.test(digest))
    ? []
    : [
        `${settings.requireMask.variable} must be "any", or digests of policies: 64 hexadecimal digits in ` +
          'lower case each.',
      ];
}
