/** Cuts a stream into parts. */

import type { Readable } from 'node:stream';
import { RunningCrc32 } from './checksum.ts';
import { UploadError } from './errors.ts';
import { describeLocation, type ObjectLocation } from './location.ts';
import type { PartBuffers } from './part-buffers.ts';
import { maximumParts, type PartSizes } from './part-size.ts';

/** A piece of the object. */
export interface Part {
  /** From 1. */
  readonly number: number;
  /** Lies in {@link buffer}. */
  readonly bytes: Buffer;
  /** To be given back once the part has arrived. */
  readonly buffer: Buffer;
  /** CRC32 in base64. */
  readonly checksum: string;
  /** Whether the stream ends with it. */
  readonly last: boolean;
}

/** How parts are gathered. */
export interface Gathering {
  readonly location: ObjectLocation;
  readonly sizes: PartSizes;
  readonly buffers: PartBuffers;
  /** Is told of all bytes in their order. */
  readonly total: RunningCrc32;
  /** Whether the memory of chunks is given back once they are copied; nobody else may hold them. */
  readonly releaseChunks: boolean;
}

/**
 * Yields at least one part, which is empty if the stream is. A full part is held back until more
 * bytes come or the stream ends, as only then it is known whether it is the last one.
 *
 * @param stream - of buffers
 * @throws {UploadError} `TOO_MANY_PARTS`
 */
export async function* gatherParts(stream: Readable, gathering: Gathering): AsyncGenerator<Part> {
  const { location, sizes, buffers, total, releaseChunks } = gathering;
  let number = 1;
  let size = sizes(number);
  let buffer = buffers.take(size);
  let length = 0;
  let checksum = new RunningCrc32();
  const part = (last: boolean): Part => ({
    number,
    bytes: buffer.subarray(0, length),
    buffer,
    checksum: checksum.value,
    last,
  });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (let offset = 0; offset < chunk.byteLength; ) {
      if (length === size) {
        if (number === maximumParts) {
          throw tooManyParts(location, size);
        }
        yield part(false);
        number += 1;
        size = sizes(number);
        buffer = buffers.take(size);
        length = 0;
        checksum = new RunningCrc32();
      }
      const piece = chunk.subarray(offset, offset + size - length);
      checksum.add(piece);
      total.add(piece);
      buffer.set(piece, length);
      length += piece.byteLength;
      offset += piece.byteLength;
    }
    if (releaseChunks) {
      release(chunk);
    }
  }
  yield part(true);
}

/** One that shares its memory with another one is left to the garbage collector. */
function release({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) {
    buffer.transfer(0);
  }
}

function tooManyParts(location: ObjectLocation, size: number): UploadError {
  return new UploadError(
    'TOO_MANY_PARTS',
    `Could not write ${describeLocation(location)}: it is longer than ${maximumParts} parts of up to ` +
      `${size} bytes, S3's limit. Give a larger plannedBytes, or a larger partSize or none.`,
  );
}
