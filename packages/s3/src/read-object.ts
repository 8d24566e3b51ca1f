/** Reads one range of an object, and goes on from the byte reached where a connection breaks. */

import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyChunks } from './body-chunks.ts';
import { UploadError } from './errors.ts';
import { fieldsOf, reasonOf } from './failure.ts';
import type { VersionLocation } from './location.ts';
import { isChecksumFailure, readError, readErrorFrom } from './read-failure.ts';

/** Attempts in a row that bring no byte, after which it fails. The client retries requests besides. */
const mostVainAttempts = 5;

/** S3 cuts connections that are idle: who reads slowly may need many, but not without end. */
const mostAttempts = 10_000;

/** Milliseconds after the first attempt in vain; doubled for each further one. */
const firstPause = 300;

/** Milliseconds; S3 itself waits for less. */
const defaultPatience = 60_000;

export interface ObjectRange {
  readonly location: VersionLocation;
  readonly start: number;
  readonly end: number;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte, after which a connection counts as broken. Default a minute. */
  readonly patience?: number | undefined;
  /**
   * Asks for the bytes from an offset on to the end of the range.
   *
   * @throws UploadError
   */
  request(from: number): Promise<Readable>;
}

/** @throws UploadError, or the signal's reason */
export async function* readObject(range: ObjectRange): AsyncGenerator<Uint8Array, void, undefined> {
  const { location, start, end, signal, patience = defaultPatience } = range;
  let at = start;
  let vain = 0;
  for (let attempts = 1; at < end; attempts += 1) {
    const before = at;
    let failure: unknown;
    try {
      const body = await range.request(at);
      for await (const bytes of bodyChunks(body, patience, signal)) {
        at += bytes.byteLength;
        if (at > end)
          throw readError('READ_FAILED', location, { reason: 'more came than it holds' });
        yield bytes;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (isFinal(error)) throw readErrorFrom(error, location);
      failure = error;
    }
    if (at === end) return;
    vain = at > before ? 0 : vain + 1;
    if (vain === mostVainAttempts || attempts === mostAttempts) {
      if (failure instanceof UploadError) throw failure;
      const reason = failure === undefined ? 'the answer ended early' : reasonOf(failure);
      throw readError('UNREACHABLE', location, {
        reason: `${attempts} connections broke, the last one at byte ${at}: ${reason}`,
        cause: failure,
      });
    }
    if (vain > 0) await sleep(firstPause * 2 ** (vain - 1), undefined, { signal });
  }
}

/** Whether another attempt would bring the same. What breaks in the middle of a body is of the network. */
function isFinal(failure: unknown): boolean {
  if (!(failure instanceof UploadError)) return isChecksumFailure(failure);
  const status = Number(fieldsOf(failure.cause).$metadata?.httpStatusCode);
  return failure.code !== 'UNREACHABLE' && failure.code !== 'THROTTLED' && !(status >= 500);
}
