/** Finds and reads the manifest of a dump from its end. */

import { findLocator } from '../manifest/find-locator.ts';
import type { Manifest, ManifestLocator } from '../manifest/manifest.ts';
import { parseManifest } from '../manifest/parse-manifest.ts';
import type { InputBytes } from '../source/input-bytes.ts';
import { type PieceForm, readPieces } from './read-pieces.ts';
import { damaged } from './reading-errors.ts';

export interface FoundManifest {
  readonly manifest: Manifest;
  readonly locator: ManifestLocator;
}

/**
 * @param tail - the last bytes of the dump as stored
 * @param read - reads what is stored from where the manifest is, to the end
 * @returns `undefined` for a dump that has none
 * @throws DumpError `DAMAGED_DUMP` where there is one that can't be right; what the input throws
 */
export async function findManifest(
  tail: Buffer,
  form: PieceForm | undefined,
  label: string,
  read: (locator: ManifestLocator) => InputBytes,
): Promise<FoundManifest | undefined> {
  const locator = findLocator(tail);
  if (locator === undefined) return undefined;
  if (form === undefined) {
    throw damaged(label, 'its frame is not the one that its manifest was written for');
  }
  const text: Buffer[] = [];
  let length = 0;
  const isFirst = locator.file === 0;
  for await (const bytes of readPieces(read(locator), form, isFirst, label)) {
    text.push(bytes);
    length += bytes.length;
    if (length >= locator.bytes) break;
  }
  return { manifest: parseManifest(Buffer.concat(text), locator), locator };
}
