/** Opens a dump whose bytes can be asked for by ranges: its manifest is read first, from the end. */

import { DumpError } from '../errors.ts';
import { tailBytes } from '../manifest/format.ts';
import type { CompressionName } from '../options.ts';
import type { DumpSource } from '../source/dump-source.ts';
import type { InputBytes, Meter } from '../source/input-bytes.ts';
import { readRange } from '../source/read-range.ts';
import { decompress } from './decompress.ts';
import { type FoundManifest, findManifest } from './find-manifest.ts';
import { readFrameHeader } from './frame-header.ts';
import type { OpenedDump } from './opened-dump.ts';
import { type PieceForm, readPieces } from './read-pieces.ts';
import { damaged } from './reading-errors.ts';
import { headBytes, type Recognized, recognize } from './recognize.ts';
import { fileRangeOf } from './text-range.ts';

/**
 * Reads the beginning and the last 64 KiB, and the manifest if it is longer than that.
 *
 * @throws DumpError `NOT_A_DUMP`, `TRUNCATED_DUMP`, `DAMAGED_DUMP`, `ABORTED`; what the source throws
 */
export async function openSource(source: DumpSource, signal: AbortSignal): Promise<OpenedDump> {
  const meter: Meter = { bytes: 0 };
  const read = (start: number, end = source.bytes): InputBytes =>
    readRange(source, start, end, { meter, signal });
  const { head, tail } = await readEnds(source.bytes, (start, end) => allOf(read(start, end)));
  const recognized = recognize(head, source.label);
  const form = pieceFormOf(recognized.compression, head);
  const found = await findManifest(tail, form, source.label, (offset) =>
    read(Math.min(offset + recognized.markBytes, source.bytes)),
  );
  checkPieces(found, recognized.compression, source.label);
  return new OpenedSource(source, read, meter, recognized, form, found);
}

class OpenedSource implements OpenedDump {
  readonly #source: DumpSource;
  readonly #read: (start: number, end?: number) => InputBytes;
  readonly #meter: Meter;
  readonly #recognized: Recognized;
  readonly #form: PieceForm | undefined;
  readonly #found: FoundManifest | undefined;

  constructor(
    source: DumpSource,
    read: (start: number, end?: number) => InputBytes,
    meter: Meter,
    recognized: Recognized,
    form: PieceForm | undefined,
    found: FoundManifest | undefined,
  ) {
    this.#source = source;
    this.#read = read;
    this.#meter = meter;
    this.#recognized = recognized;
    this.#form = form;
    this.#found = found;
  }

  get compression() {
    return this.#recognized.compression;
  }

  get manifest() {
    return this.#found?.manifest;
  }

  get label() {
    return this.#source.label;
  }

  get inputBytes() {
    return this.#meter.bytes;
  }

  get inputBytesTotal() {
    return this.#source.bytes;
  }

  close(): void {
    // Each read ends with its reader.
  }

  async *text(): AsyncGenerator<Buffer, void, undefined> {
    yield* decompress(this.#read(0), this.compression, this.label);
  }

  async *range(start: number, end: number): AsyncGenerator<Buffer, void, undefined> {
    const found = this.#found;
    const form = this.#form;
    if (found === undefined || form === undefined) {
      throw new DumpError('INTERNAL', 'Ranges need a dump with a manifest.');
    }
    if (!(start >= 0 && start <= end)) {
      throw new DumpError('INTERNAL', `There is no range from ${start} to ${end}.`);
    }
    if (start === end) return;
    const place = this.#placeOf(start, end, found);
    const input = this.#read(place.start, place.end);
    let surplus = place.surplus;
    let left = end - start;
    for await (const bytes of readPieces(input, form, place.start === 0, this.label)) {
      const wanted = bytes.subarray(surplus, surplus + left);
      surplus -= Math.min(surplus, bytes.length);
      left -= wanted.length;
      if (wanted.length > 0) yield wanted;
      if (left === 0) return;
    }
    throw damaged(this.label, 'there is less text in it than its manifest tells of');
  }

  /** All in one range: a request for each piece would cost more than what lies between. */
  #placeOf(start: number, end: number, { manifest, locator }: FoundManifest) {
    const { bytes } = this.#source;
    if (manifest.pieces === undefined) {
      const { markBytes } = this.#recognized;
      const limit = (offset: number): number => Math.min(offset + markBytes, bytes);
      return { start: limit(start), end: limit(end), surplus: 0 };
    }
    return fileRangeOf(manifest.pieces, start, end, [
      locator,
      { text: Number.POSITIVE_INFINITY, file: bytes },
    ]);
  }
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

/** A dump that was compressed anew carries the manifest of before. */
function checkPieces(
  found: FoundManifest | undefined,
  compression: CompressionName,
  label: string,
): void {
  if (found === undefined) return;
  if ((found.manifest.pieces?.compression ?? 'none') === compression) return;
  throw damaged(label, 'its manifest was written for another compression');
}
