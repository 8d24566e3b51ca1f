/** The bytes on their way from the caller's stream into parts: counted, and known to be whole. */

import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';
import { UploadError } from './errors.ts';
import type { FirstFailure } from './first-failure.ts';
import { describeLocation, type ObjectLocation } from './location.ts';

/** What parts are gathered from in place of the caller's stream. */
export class UploadBody extends Transform {
  /** Bytes that have passed. */
  bytes = 0;

  /** `true` once the caller's stream ended of its own accord. */
  sourceEnded = false;

  readonly #location: ObjectLocation;

  constructor(location: ObjectLocation) {
    // Objects are let in so that a stream of anything but bytes fails here, where it can be named.
    super({ writableObjectMode: true, writableHighWaterMark: 1 });
    this.#location = location;
  }

  override _transform(chunk: unknown, encoding: BufferEncoding, callback: TransformCallback): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    if (!(bytes instanceof Uint8Array)) {
      callback(
        new UploadError(
          'INVALID_OPTION',
          `Could not write ${describeLocation(this.#location)}: the stream holds a value of type ` +
            `${typeof chunk} where bytes or text are needed.`,
        ),
      );
      return;
    }
    this.bytes += bytes.byteLength;
    callback(null, bytes);
  }

  override _flush(callback: TransformCallback): void {
    this.sourceEnded = true;
    callback();
  }
}

/**
 * Connects the caller's stream. Whatever goes wrong on either side destroys both, and is reported.
 *
 * @param failure - told of the stream's own error, or of its silent end before its time
 */
export function bodyOf(
  source: Readable,
  location: ObjectLocation,
  failure: FirstFailure,
): UploadBody {
  const body = new UploadBody(location);
  // Not an error of a pipe, but of the bytes before it: there would be an empty object.
  if (source.readableEnded || source.destroyed) {
    const error = source.errored ?? endedEarly(location, { readBefore: source.readableEnded });
    failure.report(error);
    source.destroy();
    body.on('error', () => {});
    body.destroy(error);
    return body;
  }
  pipeline(source, body, (error) => {
    if (error) {
      const silent = error.code === 'ERR_STREAM_PREMATURE_CLOSE' && source.errored !== error;
      failure.report(silent ? endedEarly(location, { cause: error }) : error);
    }
  });
  return body;
}

/** The error for a stream that is over, but not by having been read to its end here. */
export function endedEarly(
  location: ObjectLocation,
  { readBefore = false, cause }: { readonly readBefore?: boolean; readonly cause?: Error } = {},
): UploadError {
  const what = readBefore
    ? 'the stream had been read to its end before the upload began'
    : 'the stream was closed before its end';
  return new UploadError(
    'SOURCE_ENDED_EARLY',
    `Could not write ${describeLocation(location)}: ${what}, so no object was made. ` +
      'Look for what destroyed the stream, or read it first.',
    { cause },
  );
}
