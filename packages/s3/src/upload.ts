/** `uploadDump()`: a stream becomes an object in S3, whole or not at all. */

import { Readable } from 'node:stream';
import { AbortMultipartUploadCommand, type PutObjectCommandInput } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { bodyOf, endedEarly } from './body.ts';
import { UploadError } from './errors.ts';
import { isNoSuchUpload, isUnanswered, reasonOf, uploadErrorFrom } from './failure.ts';
import { FirstFailure } from './first-failure.ts';
import { abortCommand, describeLocation } from './location.ts';
import { checkUploadOptions, isByteCount, type UploadOptions } from './options.ts';
import { partSizeFor } from './part-size.ts';
import type { UploadResult } from './result.ts';
import { watchClient } from './watched-client.ts';

const defaultQueueSize = 2;

/**
 * Uploads a stream. The object appears whole once the stream has ended, or not at all: on any error
 * the multipart upload is aborted, and the stream destroyed, before the promise rejects.
 *
 * @param source - a stream of bytes or text, not read from yet; it is always consumed or destroyed
 * @throws the stream's own error if it failed
 * @throws {UploadError} in all other cases
 *
 * @example
 * ```ts
 * const stream = dump({ connection: 'mysql://reader@localhost/shop', compress: 'gzip' });
 * const plannedBytes = stream.estimate.then((estimate) => estimate.bytes);
 * await uploadDump(stream, { client: new S3Client(), bucket: 'backups', key: 'shop.sql.gz', plannedBytes });
 * ```
 */
export async function uploadDump(source: Readable, options: UploadOptions): Promise<UploadResult> {
  checkSource(source);
  try {
    checkUploadOptions(options);
  } catch (error) {
    source.on('error', () => {}).destroy();
    throw error;
  }
  return await new UploadRun(source, options).run();
}

/** One upload from its first byte to its result. */
class UploadRun {
  readonly #source: Readable;
  readonly #options: UploadOptions;
  readonly #failure = new FirstFailure();
  #uploadId: string | undefined;
  #partsDone = 0;
  #bytesDone = 0;
  /** The request that makes the object appear got no answer. */
  #commitUnanswered = false;

  constructor(source: Readable, options: UploadOptions) {
    this.#source = source;
    this.#options = options;
  }

  async run(): Promise<UploadResult> {
    const { signal, bucket, key } = this.#options;
    const body = bodyOf(this.#source, this.#options, this.#failure);
    for (const stream of [this.#source, body]) {
      stream.on('error', () => {});
    }
    const stop = (error: unknown) => {
      const first = this.#failure.report(error);
      body.destroy(first instanceof Error ? first : new Error(String(first), { cause: first }));
      return first;
    };
    const onAbort = () => stop(aborted(this.#options));
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) {
      onAbort();
    }
    try {
      const partSize = await this.#choosePartSize();
      body.limitTo(partSize);
      // lib-storage gets neither the signal, as its done() would reject before the cleanup, nor the
      // cleanup itself, as an error of that would replace the one that matters.
      const upload = new Upload({
        client: watchClient(this.#options.client, {
          beforeRequest: () => this.#throwIfFailed(),
          beforeCommit: () => {
            if (!body.sourceEnded) {
              throw endedEarly(this.#options);
            }
          },
          onUploadId: (uploadId) => {
            this.#uploadId = uploadId;
          },
          onPart: (bytes) => {
            try {
              this.#tellProgress(bytes, partSize);
            } catch (error) {
              throw stop(error);
            }
          },
          onFailure: (error, commit) => {
            const uploadError = uploadErrorFrom(error, this.#options);
            // S3 no longer knows an upload that an attempt without an answer has completed.
            this.#commitUnanswered = commit && (isUnanswered(uploadError) || isNoSuchUpload(error));
            return stop(uploadError);
          },
        }),
        params: { ...objectParameters(this.#options), Body: body },
        partSize,
        queueSize: this.#options.queueSize ?? defaultQueueSize,
        leavePartsOnError: true,
      });
      const output = await upload.done();
      return {
        bucket,
        key,
        bytes: body.bytes,
        etag: output.ETag,
        ...(output.VersionId !== undefined && { versionId: output.VersionId }),
      };
    } catch (error) {
      const first = stop(uploadErrorFrom(error, this.#options));
      this.#source.destroy();
      throw await this.#cleanUp(first);
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  async #choosePartSize(): Promise<number> {
    this.#throwIfFailed();
    const { partSize, plannedBytes } = this.#options;
    if (partSize !== undefined) {
      return partSize;
    }
    // A plan is a hint: one that fails is none. If its stream failed too, that is told anyway.
    const plan = Promise.resolve(plannedBytes).catch(() => undefined);
    const planned = await Promise.race([plan, this.#failure.rejection]);
    return partSizeFor(isByteCount(planned) ? planned : undefined);
  }

  #throwIfFailed(): void {
    if (this.#failure.happened) {
      throw this.#failure.report(undefined);
    }
  }

  #tellProgress(bytes: number, partSize: number): void {
    this.#partsDone += 1;
    this.#bytesDone += bytes;
    const { onProgress } = this.#options;
    onProgress?.({ bytes: this.#bytesDone, parts: this.#partsDone, partSize });
  }

  /** Aborts the multipart upload; lib-storage has waited for all parts under way by now. */
  async #cleanUp(failure: unknown): Promise<unknown> {
    const { client, bucket, key, expectedBucketOwner } = this.#options;
    const uploadId = this.#uploadId;
    if (uploadId === undefined) {
      return this.#commitUnanswered ? perhapsThere(failure, this.#options) : failure;
    }
    try {
      await client.send(
        new AbortMultipartUploadCommand({
          Bucket: bucket,
          Key: key,
          UploadId: uploadId,
          ExpectedBucketOwner: expectedBucketOwner,
        }),
      );
      return failure;
    } catch (abortFailure) {
      if (isNoSuchUpload(abortFailure)) {
        return this.#commitUnanswered ? perhapsThere(failure, this.#options) : failure;
      }
      return leftBehind(failure, abortFailure, uploadId, this.#options);
    }
  }
}

function checkSource(source: unknown): asserts source is Readable {
  if (!(source instanceof Readable)) {
    throw new UploadError(
      'INVALID_OPTION',
      'uploadDump() needs a Readable of node:stream as its first argument; ' +
        'Readable.from() and Readable.fromWeb() make one of other sources.',
    );
  }
}

function objectParameters(options: UploadOptions): PutObjectCommandInput {
  return {
    Bucket: options.bucket,
    Key: options.key,
    ContentType: options.contentType,
    ContentEncoding: options.contentEncoding,
    Metadata: options.metadata === undefined ? undefined : { ...options.metadata },
    StorageClass: options.storageClass,
    ServerSideEncryption: options.serverSideEncryption,
    SSEKMSKeyId: options.kmsKeyId,
    ExpectedBucketOwner: options.expectedBucketOwner,
    IfNoneMatch: options.overwrite === false ? '*' : undefined,
  };
}

function aborted(options: UploadOptions): UploadError {
  return new UploadError(
    'ABORTED',
    `The upload to ${describeLocation(options)} was aborted by its caller; no object was made.`,
    { cause: options.signal?.reason },
  );
}

/** S3 carried out, or may have, what it gave no answer to; the object is whole then. */
function perhapsThere(failure: unknown, options: UploadOptions): unknown {
  return failure instanceof UploadError
    ? new UploadError(
        failure.code,
        `${failure.message} S3 may have finished the object without being able to answer: ` +
          `look whether ${describeLocation(options)} is there; if it is, it is whole.`,
        { cause: failure.cause },
      )
    : failure;
}

function leftBehind(
  failure: unknown,
  abortFailure: unknown,
  uploadId: string,
  options: UploadOptions,
): UploadError {
  const { code, cause } =
    failure instanceof UploadError
      ? failure
      : ({ code: 'CLEANUP_FAILED', cause: failure } as const);
  const message = failure instanceof Error ? failure.message : String(failure);
  return new UploadError(
    code,
    `${message} The multipart upload ${uploadId} to ${describeLocation(options)} could not be ` +
      `aborted either (${reasonOf(abortFailure)}): no object was made, but its parts stay in the ` +
      'bucket and cost money until a lifecycle rule (AbortIncompleteMultipartUpload) or ' +
      `${abortCommand(options, uploadId)} removes them.`,
    { cause, leftUploadId: uploadId },
  );
}
