/** The one error class of this package, and the stable codes it carries. */

/**
 * Stable codes of {@link UploadError}. A code never changes its meaning; new ones may be added.
 *
 * - `INVALID_OPTION`: an option is unknown, missing, or of the wrong type, or an S3 URL is malformed.
 * - `BUCKET_NOT_FOUND`: there is no such bucket.
 * - `WRONG_REGION`: the bucket lives in another region than the client was made for.
 * - `ACCESS_DENIED`: S3 refused the request for lack of permission.
 * - `CREDENTIALS_REFUSED`: there are no AWS credentials, or S3 does not accept them.
 * - `UNREACHABLE`: S3's address can't be resolved or connected to, or the connection broke.
 * - `OBJECT_EXISTS`: the key is taken and `overwrite` is `false`.
 * - `SOURCE_ENDED_EARLY`: the stream was closed before its end without saying why.
 * - `TOO_MANY_PARTS`: the stream is longer than 10,000 parts of the chosen size.
 * - `THROTTLED`: S3 asked to slow down until the client's retries were used up.
 * - `CHECKSUM_MISMATCH`: what arrived is not what was sent.
 * - `ABORTED`: the caller's `AbortSignal` was triggered.
 * - `CLEANUP_FAILED`: the stream failed, and the multipart upload could not be aborted after it.
 * - `UPLOAD_FAILED`: S3 refused or failed for another reason; see `cause`.
 * - `OBJECT_NOT_FOUND`: there is no object of that key, or no such version of it, to be read.
 * - `OBJECT_CHANGED`: the object was replaced while it was read.
 * - `OBJECT_ARCHIVED`: the object is in a storage class that must be restored before it can be read.
 * - `CUSTOMER_KEY`: the object is encrypted with a key that each request would have to carry (SSE-C).
 * - `READ_FAILED`: as `UPLOAD_FAILED`, of an object that is read.
 */
export type UploadErrorCode =
  | 'INVALID_OPTION'
  | 'BUCKET_NOT_FOUND'
  | 'WRONG_REGION'
  | 'ACCESS_DENIED'
  | 'CREDENTIALS_REFUSED'
  | 'UNREACHABLE'
  | 'OBJECT_EXISTS'
  | 'SOURCE_ENDED_EARLY'
  | 'TOO_MANY_PARTS'
  | 'THROTTLED'
  | 'CHECKSUM_MISMATCH'
  | 'ABORTED'
  | 'CLEANUP_FAILED'
  | 'UPLOAD_FAILED'
  | 'OBJECT_NOT_FOUND'
  | 'OBJECT_CHANGED'
  | 'OBJECT_ARCHIVED'
  | 'CUSTOMER_KEY'
  | 'READ_FAILED';

/** Every error of this package's own; a stream that fails surfaces its own error instead. */
export class UploadError extends Error {
  override readonly name = 'UploadError';

  /** Stable machine-readable code, see {@link UploadErrorCode}. */
  readonly code: UploadErrorCode;

  /** The multipart upload whose parts are left in the bucket; `undefined` where nothing is. */
  readonly leftUploadId: string | undefined;

  /**
   * @param code - stable code
   * @param message - what happened, to which object, and what to do about it
   * @param options - `cause`: the error underneath; `leftUploadId`: what could not be cleaned up
   */
  constructor(
    code: UploadErrorCode,
    message: string,
    options?: { readonly cause?: unknown; readonly leftUploadId?: string },
  ) {
    super(message, options);
    this.code = code;
    this.leftUploadId = options?.leftUploadId;
  }
}
