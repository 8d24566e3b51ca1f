/** The text of a dump without its manifest, which tells where compressed pieces are: to be compared. */

import { crc32 } from 'node:zlib';
import { findLocator } from '../../packages/core/src/manifest/find-locator.ts';
import { parseManifest } from '../../packages/core/src/manifest/parse-manifest.ts';

/** @throws Error where there is no manifest, or it is not that of the text before it */
export function sectionsOf(text: Buffer): Buffer {
  const locator = findLocator(text);
  if (locator === undefined) throw new Error('The text does not end with a manifest.');
  const manifest = parseManifest(text.subarray(locator.text), locator);
  const sections = text.subarray(0, locator.text);
  if (crc32(sections) !== manifest.text.checksum) {
    throw new Error('The manifest is that of another text.');
  }
  return sections;
}
