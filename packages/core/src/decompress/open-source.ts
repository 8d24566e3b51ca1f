/** Opens a dump whose bytes can be asked for by ranges: its manifest is read first, from the end. */

import { DumpError } from '../errors.ts';
import { tailBytes } from '../manifest/format.ts';
import type { CompressionName } from '../options.ts';
import type { DumpSource } from '../source/dump-source.ts';
import type { InputBytes, Meter } from '../source/input-bytes.ts';
import { readRange } from '../source/read-range.ts';
import { checkedSections } from './checked-sections.ts';
import { decompress } from './decompress.ts';
import { type FoundManifest, findManifest } from './find-manifest.ts';
import { readFrameHeader } from './frame-header.ts';
import type { OpenedDump, TextOptions } from './opened-dump.ts';
import { type PieceForm, readPieces } from './read-pieces.ts';
import { damaged } from './reading-errors.ts';
import { headBytes, type Recognized, recognize } from './recognize.ts';
import { type FileRange, fileRangeOf } from './text-range.ts';

/**
 * Reads the beginning and the last 64 KiB, and the manifest if it is longer than that.
 *
 * @throws DumpError `NOT_A_DUMP`, `TRUNCATED_DUMP`, `DAMAGED_DUMP`, `ABORTED`, `INVALID_OPTION`; what the
 *   source throws
 */
export async function openSource(source: DumpSource, signal: AbortSignal): Promise<OpenedDump> {
  if (!Number.isSafeInteger(source.bytes) || source.bytes < 0) {
    throw new DumpError(
      'INVALID_OPTION',
      `A source tells its size as a whole number of bytes; ${source.label} says ${source.bytes}.`,
    );
  }
  const meter: Meter = { bytes: 0 };
  const read = (start: number, end = source.bytes, passing = false): InputBytes =>
    readRange(source, start, end, { meter, signal, passing });
  const { head, tail } = await readEnds(source.bytes, (start, end) => allOf(read(start, end)));
  const recognized = recognize(head, source.label);
  const form = pieceFormOf(recognized.compression, head);
  const { compression, markBytes } = recognized;
  const found = await findManifest(tail, form, source.label, ({ text, file, bytes }) => {
    if (compression !== 'none') return read(Math.min(file, source.bytes));
    // A dump that was decompressed still tells where it was in the compressed file.
    const start = Math.min(text + markBytes, source.bytes);
    return read(start, Math.min(start + bytes, source.bytes));
  });
  checkPieces(found, compression, source.label);
  // A decompressor may hold what it is given.
  const mayPass = (options?: TextOptions): boolean =>
    compression === 'none' && options?.passing === true;
  return {
    compression,
    manifest: found?.manifest,
    label: source.label,
    async *text(options) {
      const input = read(0, source.bytes, mayPass(options));
      yield* decompress(input, compression, source.label, options);
    },
    async *range(start, end, options) {
      if (found === undefined || form === undefined) {
        throw new DumpError('INTERNAL', 'Ranges need a dump with a manifest.');
      }
      if (!(start >= 0 && start <= end)) {
        throw new DumpError('INTERNAL', `There is no range from ${start} to ${end}.`);
      }
      if (start === end) return;
      const place = placeOf(start, end, found, recognized, source.bytes);
      const input = read(place.start, place.end, mayPass(options));
      const pieces = readPieces(input, form, place.start === 0, source.label, options);
      const text = cutOut(pieces, place.surplus, end - start, source.label);
      yield* checkedSections(text, start, found.manifest.sections, source.label);
    },
    get inputBytes() {
      return meter.bytes;
    },
    inputBytesTotal: source.bytes,
    close() {
      // Each read ends with its reader.
    },
  };
}

/** All in one range: a request for each piece would cost more than what lies between. */
function placeOf(
  start: number,
  end: number,
  { manifest, locator }: FoundManifest,
  { compression, markBytes }: Recognized,
  bytes: number,
): FileRange {
  if (compression === 'none' || manifest.pieces === undefined) {
    const limit = (offset: number): number => Math.min(offset + markBytes, bytes);
    return { start: limit(start), end: limit(end), surplus: 0 };
  }
  return fileRangeOf(manifest.pieces, start, end, [
    locator,
    { text: Number.POSITIVE_INFINITY, file: bytes },
  ]);
}

/** What follows the surplus, so many bytes of it and no less. */
async function* cutOut(
  text: AsyncIterable<Buffer>,
  surplus: number,
  length: number,
  label: string,
): AsyncGenerator<Buffer, void, undefined> {
  let before = surplus;
  let left = length;
  for await (const bytes of text) {
    const wanted = bytes.subarray(before, before + left);
    before -= Math.min(before, bytes.length);
    left -= wanted.length;
    if (wanted.length > 0) yield wanted;
    if (left === 0) return;
  }
  throw damaged(label, 'there is less text in it than its manifest tells of');
}

/** At the same time, as each may be a request; and at once where they meet. */
async function readEnds(
  bytes: number,
  read: (start: number, end: number) => Promise<Buffer>,
): Promise<{ readonly head: Buffer; readonly tail: Buffer }> {
  if (bytes <= tailBytes) {
    const all = await read(0, bytes);
    return { head: all.subarray(0, headBytes), tail: all };
  }
  const [head, tail] = await Promise.all([read(0, headBytes), read(bytes - tailBytes, bytes)]);
  return { head, tail };
}

async function allOf(input: InputBytes): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function pieceFormOf(compression: CompressionName, head: Buffer): PieceForm | undefined {
  if (compression !== 'zstd') return { compression };
  const header = readFrameHeader(head);
  return header === undefined ? undefined : { compression, header };
}

/** A dump that was compressed anew may carry the manifest of before. */
function checkPieces(
  found: FoundManifest | undefined,
  compression: CompressionName,
  label: string,
): void {
  if (found === undefined || compression === 'none') return;
  if (found.manifest.pieces?.compression === compression) return;
  throw damaged(label, 'its manifest was written for another compression');
}
