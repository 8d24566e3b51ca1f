/** What follows a failure: nothing is left of the upload, or it is told what is. */

import { createHash } from 'node:crypto';
import type { Commit } from './commit.ts';
import { UploadError } from './errors.ts';
import { isNoSuchUpload, reasonOf } from './failure.ts';
import { abortCommand, describeLocation } from './location.ts';
import type { UploadOptions } from './options.ts';
import type { PartsUnderWay } from './parts-under-way.ts';
import type { ArrivedPart, ObjectAnswer, UploadRequests } from './requests.ts';

/** What is known of a failed upload. */
export interface FailedUpload {
  readonly requests: UploadRequests;
  readonly options: UploadOptions;
  readonly underWay: PartsUnderWay;
  /** `undefined` where no multipart upload was begun. */
  readonly uploadId: string | undefined;
  readonly commit: Commit;
  /** What was sent, if it was sent to its end. */
  readonly object: {
    readonly bytes: number;
    readonly checksum: string;
    readonly parts: readonly ArrivedPart[];
  };
}

/**
 * Aborts the multipart upload once no part of it is under way.
 *
 * @returns the object, where it turns out that S3 had made it and only its answer was lost
 * @throws the failure, with what is left appended to it
 */
export async function cleanUp(failure: unknown, upload: FailedUpload): Promise<ObjectAnswer> {
  const { requests, uploadId, commit } = upload;
  const gaveUp = await upload.underWay.end();
  if (uploadId === undefined) {
    return await lookFor(failure, upload);
  }
  try {
    await requests.abort(uploadId);
    if (gaveUp) {
      // S3 says that parts which were under way may need a second one.
      await requests.abort(uploadId);
    }
  } catch (error) {
    if (isNoSuchUpload(error)) {
      return await lookFor(failure, upload);
    }
    throw leftBehind(failure, error, uploadId, { ...upload.options, mayExist: commit.isUncertain });
  }
  throw failure;
}

/** Asks S3 for the object if it may be there. Without the permission to, that is told. */
async function lookFor(failure: unknown, upload: FailedUpload): Promise<ObjectAnswer> {
  const { requests, options, commit, object } = upload;
  if (!commit.isUncertain && !commit.wasRetried) {
    throw failure;
  }
  const answer = await requests.head().catch(() => undefined);
  const isOurs =
    answer !== undefined &&
    answer.bytes === object.bytes &&
    (answer.checksum === object.checksum ||
      (answer.etag !== undefined && answer.etag === etagOf(object.parts)));
  if (isOurs) {
    return answer;
  }
  const isOfAnother =
    answer !== undefined && failure instanceof UploadError && failure.code === 'OBJECT_EXISTS';
  throw commit.isUncertain && !isOfAnother ? perhapsThere(failure, options) : failure;
}

/** S3 makes the ETag of an object from the MD5 hashes of its parts, unless a KMS key is used. */
function etagOf(parts: readonly ArrivedPart[]): string | undefined {
  const hashes = parts.map(({ ETag }) => /^"?([0-9a-f]{32})"?$/.exec(ETag ?? '')?.[1] ?? '');
  if (hashes.length === 0 || hashes.includes('')) {
    return undefined;
  }
  const hash = createHash('md5')
    .update(Buffer.from(hashes.join(''), 'hex'))
    .digest('hex');
  return `"${hash}-${hashes.length}"`;
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
  options: UploadOptions & { readonly mayExist: boolean },
): UploadError {
  const { code, cause } =
    failure instanceof UploadError
      ? failure
      : ({ code: 'CLEANUP_FAILED', cause: failure } as const);
  const message = failure instanceof Error ? failure.message : String(failure);
  const object = options.mayExist
    ? 'if there is no object now, its parts'
    : 'no object was made, but its parts';
  return new UploadError(
    code,
    `${message} The multipart upload ${uploadId} to ${describeLocation(options)} could not be ` +
      `aborted either (${reasonOf(abortFailure)}): ${object} stay in the ` +
      'bucket and cost money until a lifecycle rule (AbortIncompleteMultipartUpload) or ' +
      `${abortCommand(options, uploadId)} removes them.`,
    { cause, leftUploadId: uploadId },
  );
}
