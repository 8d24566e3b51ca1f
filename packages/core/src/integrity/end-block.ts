/** Finds the lines in which a dump of ours ends, manifest and end mark, as the text is read. */

import { crc32 } from 'node:zlib';
import { findLocator } from '../manifest/find-locator.ts';
import { endMark, locatorPrefix, longestManifest, manifestPrefix } from '../manifest/format.ts';

/** In the middle of the text, a line of its own. */
const beginning = Buffer.from(`\n${manifestPrefix}`);
const lineFeed = 0x0a;

/** Bytes of a line that tell what it is. */
const headBytes = Math.max(manifestPrefix.length, endMark.length);

/** Lines that begin with that of a manifest, and are all comments. */
export interface EndBlock {
  /** Where it begins in the text: at the line feed before its first line. */
  readonly start: number;
  readonly bytes: Buffer;
}

/** The block that is being read. */
interface OpenBlock {
  readonly start: number;
  readonly parts: Buffer[];
  length: number;
  /** The beginning of the line that is being read. */
  line: Buffer;
  /** Whether the line before it is the last one before the end mark. */
  isAfterLocator: boolean;
}

/**
 * The bytes alone are looked at, as a damaged dump may make a comment look like part of a string. What
 * begins like a manifest in a program or a comment is none: it does not go on like one to the end.
 */
export class EndBlockFinder {
  /** The last bytes before those that come, in which a beginning may begin. */
  #carried: Buffer = Buffer.alloc(0);
  /** Bytes of text before the chunk that is being read. */
  #length = 0;
  #open: OpenBlock | undefined;
  #closed: EndBlock | undefined;
  #earlierEnd: number | undefined;
  #lastStart: number | undefined;
  #lostEndMark = false;

  /** @param chunk - may be written to afterwards */
  push(chunk: Buffer): void {
    let position = 0;
    while (position < chunk.length) {
      if (this.#closed !== undefined) this.#goesOn(this.#closed);
      position =
        this.#open === undefined
          ? this.#find(chunk, position)
          : this.#read(chunk, position, this.#open);
    }
    this.#length += chunk.length;
    const kept = beginning.length - 1;
    this.#carried =
      chunk.length >= kept
        ? Buffer.from(chunk.subarray(chunk.length - kept))
        : Buffer.concat([this.#carried, chunk]).subarray(-kept);
  }

  /** The block with an end mark that the text ends with. */
  get closed(): EndBlock | undefined {
    return this.#closed;
  }

  /** The block that the text ends in the middle of. */
  get unfinished(): EndBlock | undefined {
    return this.#open === undefined ? undefined : blockOf(this.#open);
  }

  /** Where the last block begins that was found, whatever became of it. */
  get lastStart(): number | undefined {
    return this.#lastStart;
  }

  /** Whether something else than an end mark stands behind a manifest. */
  get lostEndMark(): boolean {
    return this.#lostEndMark;
  }

  /** Where a whole manifest with an end mark ends, behind which the text goes on. */
  get earlierEnd(): number | undefined {
    return this.#earlierEnd;
  }

  #goesOn({ start, bytes }: EndBlock): void {
    if (isWhole({ start, bytes })) this.#earlierEnd ??= start + bytes.length;
    this.#closed = undefined;
  }

  /** @returns from where to read on */
  #find(chunk: Buffer, position: number): number {
    if (position === 0) {
      const carried = this.#carried;
      const seam = Buffer.concat([carried, chunk.subarray(0, beginning.length - 1)]);
      const at = seam.indexOf(beginning);
      if (at >= 0) {
        const before = carried.subarray(at);
        this.#begin(this.#length - before.length, Buffer.from(before));
        return 0;
      }
    }
    const found = chunk.indexOf(beginning, position);
    if (found < 0) return chunk.length;
    this.#begin(this.#length + found, Buffer.alloc(0));
    return found;
  }

  /** @param before - its bytes that came before this chunk, without a whole line but for the empty one */
  #begin(start: number, before: Buffer): void {
    this.#lastStart = start;
    this.#open = {
      start,
      parts: [before],
      length: before.length,
      line: before.subarray(1),
      isAfterLocator: false,
    };
  }

  /** @returns from where to read on */
  #read(chunk: Buffer, position: number, open: OpenBlock): number {
    let from = position;
    while (from < chunk.length) {
      const found = chunk.indexOf(lineFeed, from);
      const end = found < 0 ? chunk.length : found + 1;
      if (open.line.length < headBytes) {
        const head = chunk.subarray(from, Math.min(found < 0 ? end : found, from + headBytes));
        open.line = Buffer.concat([open.line, head]);
      }
      const line = open.line.toString('latin1');
      if (!mayBelong(line, found >= 0) || open.length + end - position > longestManifest) {
        if (open.isAfterLocator) this.#lostEndMark = true;
        this.#open = undefined;
        return end;
      }
      from = end;
      if (found < 0) break;
      if (line.startsWith(endMark)) {
        add(open, chunk.subarray(position, from));
        this.#closed = blockOf(open);
        this.#open = undefined;
        return from;
      }
      open.isAfterLocator = line.startsWith(locatorPrefix);
      open.line = Buffer.alloc(0);
    }
    add(open, chunk.subarray(position, from));
    return from;
  }
}

/** @param whole - if not, it is the beginning of the line */
function mayBelong(line: string, whole: boolean): boolean {
  if (whole && line === '') return true;
  return line.startsWith('--') || (!whole && '--'.startsWith(line));
}

function add(open: OpenBlock, bytes: Buffer): void {
  open.parts.push(Buffer.from(bytes));
  open.length += bytes.length;
}

function blockOf({ start, parts }: OpenBlock): EndBlock {
  return { start, bytes: Buffer.concat(parts) };
}

function isWhole({ start, bytes }: EndBlock): boolean {
  try {
    const locator = findLocator(bytes);
    if (locator === undefined) return false;
    const from = locator.text - start;
    if (from !== 0 && from !== 1) return false;
    return crc32(bytes.subarray(from, from + locator.bytes)) === locator.checksum;
  } catch {
    return false;
  }
}
