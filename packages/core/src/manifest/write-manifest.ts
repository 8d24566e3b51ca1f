/** Writes a manifest as a block of comment lines, and the two lines behind it. */

import {
  checksumText,
  endMark,
  locatorPrefix,
  manifestPrefix,
  partPrefix,
  piecesPerLine,
  piecesPrefix,
  sectionPrefix,
} from './format.ts';
import type { Manifest, ManifestLocator, ManifestPieces, ManifestSection } from './manifest.ts';

/** Lines are put together up to so many bytes before they become a buffer. */
const bufferBytes = 64 * 1024;

/** The block, as buffers one behind the other. ASCII alone. */
export function manifestText(manifest: Manifest): Buffer[] {
  const buffers: Buffer[] = [];
  let text = '\n';
  for (const line of lines(manifest)) {
    text += line;
    if (text.length < bufferBytes) continue;
    buffers.push(Buffer.from(text, 'latin1'));
    text = '';
  }
  return [...buffers, Buffer.from(text, 'latin1')];
}

/**
 * Begins with a line feed: in a compressed file no line stands in the clear before it.
 *
 * @param completed - when, for the last line; absent for none
 */
export function endText(locator: ManifestLocator, completed: string | undefined): Buffer {
  const { text, file, bytes, checksum } = locator;
  const last = completed === undefined ? endMark : `${endMark} on ${completed}`;
  const fields = { text, file, bytes, checksum: checksumText(checksum) };
  return Buffer.from(`\n${line(locatorPrefix, fields)}${last}\n`, 'latin1');
}

function* lines(manifest: Manifest): Generator<string, void, undefined> {
  const { sections, pieces, text, ...facts } = manifest;
  yield line(manifestPrefix, {
    ...facts,
    text: { bytes: text.bytes, checksum: checksumText(text.checksum) },
  });
  for (const section of sections) yield* sectionLines(section);
  if (pieces !== undefined) yield* piecesLines(pieces);
}

function* sectionLines({
  parts = [],
  checksum,
  ...section
}: ManifestSection): Generator<string, void, undefined> {
  yield line(sectionPrefix, { ...section, checksum: checksumText(checksum) });
  for (const part of parts) yield line(partPrefix, part);
}

function* piecesLines({ text, file, ...form }: ManifestPieces): Generator<string, void, undefined> {
  for (let start = 0; start < text.length; start += piecesPerLine) {
    const end = start + piecesPerLine;
    yield line(piecesPrefix, {
      ...form,
      text: text.slice(start, end),
      file: file.slice(start, end),
    });
  }
}

/** JSON has no line feed, which would end the comment; other control characters are escaped by it. */
function line(prefix: string, value: object): string {
  const json = JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${prefix}${json}\n`;
}
