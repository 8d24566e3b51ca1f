/** Finds the locator of the manifest at the end of a dump, whichever way it is compressed. */

import { damagedManifest } from './damage.ts';
import { endMark, locatorPrefix, longestManifest } from './format.ts';
import type { ManifestLocator } from './manifest.ts';

/** Behind the last bytes of the text: nothing, or CRC-32 and length at the end of a gzip member. */
const trailers = [0, 8];

const lineFeed = 0x0a;

const locatorPattern =
  /^\{"text":(\d{1,16}),"file":(\d{1,16}),"bytes":(\d{1,16}),"checksum":"([0-9a-f]{8})"\}$/;

/** Bytes of a line of either kind, at most. */
const longestEndLine = 256;

/**
 * The two last lines of the text stand in the clear at the end of a file in each format. What looks
 * like a locator anywhere else is none: it may be part of a value or of a program.
 *
 * @param tail - the last bytes of the file (64 KiB are enough), or of its text
 * @returns `undefined` where they do not end like a dump with a manifest
 * @throws DumpError `DAMAGED_DUMP` where there is a locator that can't be
 */
export function findLocator(tail: Buffer): ManifestLocator | undefined {
  for (const trailer of trailers) {
    const end = lineBefore(tail, tail.length - trailer);
    if (end?.text.startsWith(endMark) !== true) continue;
    const locator = lineBefore(tail, end.start);
    if (locator?.text.startsWith(locatorPrefix) === true) {
      return parseLocator(locator.text.slice(locatorPrefix.length));
    }
  }
  return undefined;
}

/** @param text - of the line, without its prefix */
function parseLocator(text: string): ManifestLocator {
  if (text.endsWith('\r')) {
    throw damagedManifest('its line ends were changed to CR LF, as a transfer as text does it');
  }
  const match = locatorPattern.exec(text);
  if (match === null) throw damagedManifest('the line that tells where it is can not be read');
  const [, start, file, length, checksum] = match;
  const [textStart, fileStart, bytes] = [Number(start), Number(file), Number(length)];
  if (![textStart, fileStart, bytes].every(Number.isSafeInteger) || bytes > longestManifest) {
    throw damagedManifest('the line that tells where it is has numbers that can not be');
  }
  return {
    text: textStart,
    file: fileStart,
    bytes,
    checksum: Number.parseInt(checksum ?? '', 16),
  };
}

/** The line that ends, with its line feed, at a position. */
function lineBefore(
  bytes: Buffer,
  end: number,
): { readonly start: number; readonly text: string } | undefined {
  if (end < 1 || bytes[end - 1] !== lineFeed) return undefined;
  let start = end - 1;
  while (start > 0 && bytes[start - 1] !== lineFeed) {
    if (end - start > longestEndLine) return undefined;
    start -= 1;
  }
  return { start, text: bytes.toString('latin1', start, end - 1) };
}
