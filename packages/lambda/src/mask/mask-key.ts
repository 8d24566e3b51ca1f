/** Reads the secret key of masks. No message repeats any of it. */

import type { AccessSources } from '../database/read-access.ts';
import { InvocationError } from '../errors.ts';
import { printable } from '../printable.ts';
import { maskSettings } from '../settings/masks.ts';
import type { KeyPlace } from './places.ts';

/** As core demands it, which can't tell where the key is from. */
const leastBytes = 16;

const { variable } = maskSettings.maskKeyFrom;

/**
 * One line break at the end is not taken for a part of the key: many a secret was written with `echo`.
 *
 * @throws InvocationError `MaskError` of code `INVALID_MASK_KEY`; `ParameterStoreError`,
 *   `SecretsManagerError`
 */
export async function readMaskKey(
  place: KeyPlace,
  sources: AccessSources,
  signal: AbortSignal,
): Promise<string> {
  const { text, shown } =
    place.kind === 'parameter'
      ? await readParameter(place.name, sources, signal)
      : await readSecret(place, sources, signal);
  const key = text.replace(/\r?\n$/, '');
  const bytes = Buffer.byteLength(key);
  if (bytes < leastBytes) {
    const length = bytes === 0 ? 'is empty' : `has ${bytes} bytes, and needs ${leastBytes}`;
    throw invalid(`The key of masks, from the ${shown}, ${length}`);
  }
  return key;
}

interface FoundKey {
  readonly text: string;
  /** For messages. */
  readonly shown: string;
}

async function readParameter(
  name: string,
  { parameters }: AccessSources,
  signal: AbortSignal,
): Promise<FoundKey> {
  const found = await parameters.read({ names: [name], secure: true, variable, signal });
  return { text: found.get(name) ?? '', shown: `SSM parameter ${printable(name)}` };
}

async function readSecret(
  { name, member }: Extract<KeyPlace, { readonly kind: 'secret' }>,
  { secrets }: AccessSources,
  signal: AbortSignal,
): Promise<FoundKey> {
  const text = await secrets.readText({ name, variable, signal });
  const shown = `secret ${printable(name)}`;
  if (text === undefined) throw invalid(`The key of masks can't be the ${shown}, which is binary`);
  if (member === undefined) {
    if (!/^\s*\{.*\}\s*$/s.test(text)) return { text, shown };
    throw invalid(
      `The ${shown} is JSON: tell which member of it is the key of masks, as in ` +
        `${variable}=secret:…#member`,
    );
  }
  const value = memberOf(text, member);
  if (typeof value !== 'string') {
    throw invalid(
      `The ${shown} has no text "${printable(member)}": it must be a JSON object in which that is the ` +
        'key of masks',
    );
  }
  return { text: value, shown: `member "${printable(member)}" of the ${shown}` };
}

function memberOf(text: string, member: string): unknown {
  try {
    const object: unknown = JSON.parse(text);
    if (typeof object !== 'object' || object === null) return undefined;
    return Object.getOwnPropertyDescriptor(object, member)?.value;
  } catch {
    // What the parser says quotes the text.
    return undefined;
  }
}

function invalid(problem: string): InvocationError {
  return new InvocationError(
    'MaskError',
    'INVALID_MASK_KEY',
    `${problem}. Make a key with "openssl rand -base64 32", and change it never: with another key all ` +
      'masked values are others.',
  );
}
