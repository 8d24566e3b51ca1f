/** Reads one range of an object, and goes on from the byte reached where a connection breaks. */

import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyChunks } from './body-chunks.ts';
import { reasonOf } from './failure.ts';
import type { ObjectLocation } from './location.ts';
import { isChecksumFailure, readError, readErrorFrom } from './read-failure.ts';

/** Answers in a row that bring no byte, after which it fails. The client retries requests besides. */
const mostVainAnswers = 5;

/** S3 cuts connections that are idle: who reads slowly may need many, but not without end. */
const mostAnswers = 10_000;

/** Milliseconds before the second answer in vain; doubled for each further one. */
const firstPause = 100;

/** Milliseconds; S3 itself waits for less. */
const defaultPatience = 60_000;

export interface ObjectRange {
  readonly location: ObjectLocation;
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
  for (let answers = 1; at < end; answers += 1) {
    const before = at;
    let failure: unknown;
    const body = await range.request(at);
    try {
      for await (const bytes of bodyChunks(body, patience, signal)) {
        at += bytes.byteLength;
        if (at > end) break;
        yield bytes;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (isChecksumFailure(error)) throw readErrorFrom(error, location);
      failure = error;
    }
    if (at > end) throw readError('READ_FAILED', location, { reason: 'more came than it holds' });
    vain = at > before ? 0 : vain + 1;
    if (at === end) return;
    if (vain === mostVainAnswers || answers === mostAnswers) {
      const reason = failure === undefined ? 'the answer ended early' : reasonOf(failure);
      throw readError('UNREACHABLE', location, {
        reason: `${answers} connections broke, the last one at byte ${at}: ${reason}`,
        cause: failure,
      });
    }
    if (vain > 0) await sleep(firstPause * 2 ** (vain - 1), undefined, { signal });
  }
}
