/** The requests by which an object is read, with what all of them carry. */

import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  type GetObjectOutput,
  HeadObjectCommand,
  type HeadObjectOutput,
} from '@aws-sdk/client-s3';
import { fieldsOf } from './failure.ts';
import { checkIdentity, type ObjectIdentity } from './object-identity.ts';
import { readError, readErrorFrom } from './read-failure.ts';
import type { S3DumpSourceOptions } from './read-options.ts';

/** Each method throws an {@link UploadError}, or the signal's reason. */
export class ObjectRequests {
  readonly #options: S3DumpSourceOptions;
  readonly #place: {
    readonly Bucket: string;
    readonly Key: string;
    readonly VersionId: string | undefined;
    readonly ExpectedBucketOwner: string | undefined;
  };

  constructor(options: S3DumpSourceOptions) {
    this.#options = options;
    this.#place = {
      Bucket: options.bucket,
      Key: options.key,
      VersionId: options.versionId,
      ExpectedBucketOwner: options.expectedBucketOwner,
    };
  }

  /** What there is under the key. */
  async head(signal: AbortSignal | undefined): Promise<HeadObjectOutput> {
    try {
      return await this.#options.client.send(new HeadObjectCommand(this.#place), abortedBy(signal));
    } catch (error) {
      signal?.throwIfAborted();
      throw readErrorFrom(await this.#toldByGet(error, signal), this.#options);
    }
  }

  /**
   * The bytes from `start` up to and without `end`.
   *
   * @param object - as it was found, by which one that has replaced it is told
   */
  async get(
    start: number,
    end: number,
    object: { readonly bytes: number; readonly identity: ObjectIdentity },
    signal: AbortSignal,
  ): Promise<Readable> {
    // All of it is asked for without a range: S3 then sends its checksum, which the SDK looks at.
    const isWhole = start === 0 && end === object.bytes;
    const command = new GetObjectCommand({
      ...this.#place,
      IfMatch: object.identity.etag,
      Range: isWhole ? undefined : `bytes=${start}-${end - 1}`,
    });
    try {
      const answer = await this.#options.client.send(command, abortedBy(signal));
      const { Body } = answer;
      if (!(Body instanceof Readable)) throw new Error('the S3 client gave no stream of Node.js');
      try {
        this.#check(answer, end - start, object.identity);
      } catch (error) {
        Body.on('error', () => {}).destroy();
        throw error;
      }
      return Body;
    } catch (error) {
      signal.throwIfAborted();
      throw readErrorFrom(error, this.#options);
    }
  }

  /** @throws UploadError `OBJECT_CHANGED`, `READ_FAILED` */
  #check(answer: GetObjectOutput, bytes: number, identity: ObjectIdentity): void {
    checkIdentity(answer, identity, this.#options);
    const { ContentLength } = answer;
    if (ContentLength === undefined || ContentLength === bytes) return;
    throw readError('READ_FAILED', this.#options, {
      reason: `it answered with ${ContentLength} bytes where ${bytes} were asked for`,
      advice: 'If this is not Amazon S3, the store must know requests for a range of bytes.',
    });
  }

  /** An answer to HEAD has no body, so S3 can't say what is wrong; it does for a GET. */
  async #toldByGet(failure: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    if (fieldsOf(failure).$metadata?.httpStatusCode === undefined) return failure;
    const command = new GetObjectCommand({ ...this.#place, Range: 'bytes=0-0' });
    try {
      const { Body } = await this.#options.client.send(command, abortedBy(signal));
      if (Body instanceof Readable) Body.on('error', () => {}).destroy();
      return failure;
    } catch (error) {
      signal?.throwIfAborted();
      return error;
    }
  }
}

function abortedBy(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
