/** The header of a zstd frame: read, and made for a piece of one (RFC 8878, 3.1.1.1). */

/** RFC 8878, 3.1.1. */
export const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** RFC 8878, 3.1.2, behind a first byte of 0x50 to 0x5f. */
export const skippableMagic = Buffer.from([0x2a, 0x4d, 0x18]);

const dictionaryIdBytes = [0, 1, 2, 4];
const contentSizeBytes = [0, 2, 4, 8];

/** What the first byte behind the magic number tells. */
export class FrameDescriptor {
  readonly isValid: boolean;
  readonly hasChecksum: boolean;
  readonly isSingleSegment: boolean;
  readonly #dictionaryIdBytes: number;
  readonly #contentSizeBytes: number;

  constructor(byte: number) {
    this.isValid = (byte & 8) === 0;
    this.hasChecksum = (byte & 4) !== 0;
    this.isSingleSegment = (byte & 32) !== 0;
    this.#dictionaryIdBytes = dictionaryIdBytes[byte & 3] ?? 0;
    const sizeBytes = contentSizeBytes[byte >> 6] ?? 0;
    this.#contentSizeBytes = sizeBytes === 0 && this.isSingleSegment ? 1 : sizeBytes;
  }

  /** Bytes of the header behind this one. */
  get restBytes(): number {
    return (this.isSingleSegment ? 0 : 1) + this.#dictionaryIdBytes + this.#contentSizeBytes;
  }

  /** @param rest - begins with the byte behind the descriptor */
  read(rest: Buffer): { readonly window: number; readonly dictionary: number } {
    const windowBytes = this.isSingleSegment ? 0 : 1;
    const dictionary = readNumber(rest, windowBytes, this.#dictionaryIdBytes);
    if (!this.isSingleSegment) return { window: windowOf(rest.readUInt8(0)), dictionary };
    // 256 is added to a size of two bytes: for what it is asked for here, that makes no difference.
    return {
      window: readNumber(rest, this.#dictionaryIdBytes, this.#contentSizeBytes),
      dictionary,
    };
  }
}

/** RFC 8878, 3.1.1.1.2. */
function windowOf(byte: number): number {
  const base = 2 ** (10 + (byte >> 3));
  return base + (base / 8) * (byte & 7);
}

function readNumber(from: Buffer, at: number, bytes: number): number {
  if (bytes === 0) return 0;
  return bytes === 8 ? Number(from.readBigUInt64LE(at)) : from.readUIntLE(at, bytes);
}

/** Of a frame that pieces can be taken from: nothing was known of its content beforehand. */
export interface FrameHeader {
  /** Length of all of it. */
  readonly bytes: number;
  /** The window descriptor. */
  readonly window: number;
}

/** @returns `undefined` where the frame is another one */
export function readFrameHeader(head: Buffer): FrameHeader | undefined {
  const descriptor = head[4];
  const window = head[5];
  if (!head.subarray(0, 4).equals(zstdMagic) || descriptor === undefined || window === undefined) {
    return undefined;
  }
  return new FrameDescriptor(descriptor).restBytes === 1 ? { bytes: 6, window } : undefined;
}

/** Of a frame without checksum, with nothing known of its content. */
export function makeFrameHeader(window: number): Buffer {
  return Buffer.from([...zstdMagic, 0, window]);
}

/** An empty raw block that is the last one. */
export const lastBlock = Buffer.from([1, 0, 0]);
