/** Finds where the frames of a zstd file end (RFC 8878), which Node's decompressor does not tell. */

import { FrameDescriptor, skippableMagic, zstdMagic } from './frame-header.ts';
import { damaged, notADump, truncated } from './reading-errors.ts';

const lz4Magic = Buffer.from([0x04, 0x22, 0x4d, 0x18]);

/** RFC 8878, 3.1.1.2.4. */
const largestBlock = 128 * 1024;

/** Bytes: as the program `zstd` refuses more without `--long` or `--memory`, and so does Node. */
const largestWindow = 128 * 1024 * 1024;

/** What is walked over, and how many bytes that is. */
type Step = readonly [
  name:
    | 'magic'
    | 'descriptor'
    | 'header'
    | 'blockHeader'
    | 'block'
    | 'checksum'
    | 'skippableSize'
    | 'skippable',
  bytes: number,
];

/** What may be long, and is not looked at. */
const isPassedOver = (name: Step[0]): boolean => name === 'block' || name === 'skippable';

/** Walks over the headers of frames and blocks. To be given all chunks in their order. */
export class ZstdFrames {
  readonly #label: string;
  /** The bytes of a step, which may come in several chunks. */
  readonly #field = Buffer.alloc(16);
  #step: Step[0] = 'magic';
  #left = 4;
  #gathered = 0;
  #descriptor = new FrameDescriptor(0);
  #isLastBlock = false;

  constructor(label: string) {
    this.#label = label;
  }

  /**
   * The bytes of the chunk without skippable frames, cut at the ends of frames.
   *
   * @throws DumpError `DAMAGED_DUMP`; `NOT_A_DUMP` for a frame that can't be decompressed here
   */
  *cut(chunk: Buffer): Generator<Buffer, void, undefined> {
    let from = 0;
    for (let at = 0; at < chunk.length; ) {
      at += this.#gather(chunk, at);
      while (this.#left === 0) {
        const before = this.#step;
        this.#advance();
        if (before === 'magic' && this.#step === 'descriptor') {
          // The first bytes of it may have been in a chunk before, where nobody knew what they were.
          if (at < 4) yield Buffer.from(this.#field.subarray(0, 4 - at));
          from = Math.max(0, at - 4);
        } else if (this.#step === 'magic') {
          if (before !== 'skippable') yield chunk.subarray(from, at);
          from = at;
        }
      }
    }
    const isOutside = ['magic', 'skippableSize', 'skippable'].includes(this.#step);
    if (!isOutside && from < chunk.length) yield chunk.subarray(from);
  }

  /**
   * To be called behind the last chunk.
   *
   * @throws DumpError `TRUNCATED_DUMP`
   */
  end(): void {
    if (this.#step === 'magic' && this.#gathered === 0) return;
    throw truncated(this.#label, 'in the middle of a zstd frame');
  }

  /** @returns how many bytes of the chunk belong to the step */
  #gather(chunk: Buffer, at: number): number {
    const taken = Math.min(this.#left, chunk.length - at);
    if (!isPassedOver(this.#step)) {
      chunk.copy(this.#field, this.#gathered, at, at + taken);
      this.#gathered += taken;
    }
    this.#left -= taken;
    return taken;
  }

  #advance(): void {
    [this.#step, this.#left] = this.#next();
    this.#gathered = 0;
  }

  #next(): Step {
    const field = this.#field;
    switch (this.#step) {
      case 'magic':
        return this.#begin(field.subarray(0, 4));
      case 'descriptor':
        this.#descriptor = new FrameDescriptor(field.readUInt8(0));
        if (!this.#descriptor.isValid) throw this.#damaged('the header of a zstd frame is wrong');
        return ['header', this.#descriptor.restBytes];
      case 'header':
        this.#checkHeader();
        return ['blockHeader', 3];
      case 'blockHeader':
        return this.#beginBlock(field.readUIntLE(0, 3));
      case 'block':
        if (!this.#isLastBlock) return ['blockHeader', 3];
        return this.#descriptor.hasChecksum ? ['checksum', 4] : ['magic', 4];
      case 'skippableSize':
        return ['skippable', field.readUInt32LE(0)];
      case 'skippable':
      case 'checksum':
        return ['magic', 4];
    }
  }

  #begin(magic: Buffer): Step {
    if (magic.equals(zstdMagic)) return ['descriptor', 1];
    if (magic.readUInt8(0) >> 4 === 5 && magic.subarray(1).equals(skippableMagic)) {
      return ['skippableSize', 4];
    }
    // Its skippable frames are the same.
    if (magic.equals(lz4Magic)) {
      throw notADump(this.#label, 'is compressed with lz4. Decompress it first: lz4 -dc FILE.');
    }
    throw this.#damaged('there is something else where a zstd frame should begin');
  }

  #checkHeader(): void {
    const { window, dictionary } = this.#descriptor.read(this.#field);
    if (dictionary !== 0) {
      throw notADump(
        this.#label,
        `is compressed with a zstd dictionary (number ${dictionary}), which is not part of it. ` +
          'Decompress it first: zstd -D DICTIONARY -dc FILE.',
      );
    }
    if (window > largestWindow) {
      throw notADump(
        this.#label,
        `is compressed so that ${Math.ceil(window / 2 ** 20)} MiB of memory would be needed to ` +
          'decompress it, where 128 MiB are the limit. Compress it anew: ' +
          'zstd -dc --long=31 FILE | zstd > NEW.',
      );
    }
  }

  /** RFC 8878, 3.1.1.2. */
  #beginBlock(header: number): Step {
    const type = (header >> 1) & 3;
    const size = header >> 3;
    if (type === 3 || size > largestBlock)
      throw this.#damaged('the header of a zstd block is wrong');
    this.#isLastBlock = (header & 1) !== 0;
    // A type that repeats one byte so many times.
    return ['block', type === 1 ? 1 : size];
  }

  #damaged(what: string): Error {
    return damaged(this.#label, what);
  }
}
