/** Turns what the AWS SDK throws into an `UploadError` that says what to do. */

import { UploadError, type UploadErrorCode } from './errors.ts';
import { describeLocation, type ObjectLocation } from './location.ts';

/** The fields that AWS errors and Node's system errors carry. */
export interface AnyFailure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown; readonly attempts?: unknown };
}

const credentialFailures: ReadonlySet<unknown> = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'RequestTimeTooSkewed',
]);

const regionFailures: ReadonlySet<unknown> = new Set([
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'PermanentRedirect',
]);

const networkFailures: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'RequestTimeout',
  'TimeoutError',
]);

const throttlings: ReadonlySet<unknown> = new Set([
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** What S3 calls bytes that differ from their checksum. */
const digestFailures: ReadonlySet<unknown> = new Set([
  'BadDigest',
  'InvalidDigest',
  'XAmzContentChecksumMismatch',
  'XAmzContentSHA256Mismatch',
]);

const advice: Partial<Record<UploadErrorCode, string>> = {
  BUCKET_NOT_FOUND: 'Create the bucket, or correct its name.',
  WRONG_REGION: "Make the S3 client for the bucket's region.",
  ACCESS_DENIED:
    'The caller needs s3:PutObject and s3:AbortMultipartUpload on the object, and, where the ' +
    'bucket is encrypted with a KMS key, kms:GenerateDataKey and kms:Decrypt on that key; also ' +
    's3:PutObjectTagging for tags, and s3:PutObjectRetention and s3:PutObjectLegalHold for an ' +
    'object lock. If expectedBucketOwner is set, the bucket must belong to that account.',
  CREDENTIALS_REFUSED: 'Check the AWS credentials of the caller, and the clock of this machine.',
  UNREACHABLE:
    "Check the network: from a private subnet S3 needs a gateway endpoint or NAT, and the client's " +
    'region and endpoint must be right.',
  THROTTLED:
    'Let the S3 client try longer (maxAttempts, and retryMode: "adaptive"), or upload less at once.',
  CHECKSUM_MISMATCH: 'The bytes were changed on their way. Check the network and its proxies.',
  OBJECT_EXISTS: 'Choose another key, or remove that object.',
};

const adviceForOtherStores =
  'If this is not Amazon S3, leave out the checksum (checksum: false, and requestChecksumCalculation: ' +
  '"WHEN_REQUIRED" of the client) and whatever else the store does not know.';

/** What happened, for the first half of the message. */
const event: Partial<Record<UploadErrorCode, string>> = {
  BUCKET_NOT_FOUND: 'the bucket does not exist',
  WRONG_REGION: 'the bucket is in another region',
  ACCESS_DENIED: 'S3 denied access',
  CREDENTIALS_REFUSED: 'the AWS credentials were not accepted',
  UNREACHABLE: "S3 can't be reached",
  THROTTLED: 'S3 takes fewer requests than were made, retries included',
  CHECKSUM_MISMATCH: 'what arrived is not what was sent',
  OBJECT_EXISTS: 'there is an object of that key already, and overwrite is false',
};

/**
 * @param failure - what `client.send()` threw
 * @returns the failure itself if it is an {@link UploadError} already
 */
export function uploadErrorFrom(failure: unknown, location: ObjectLocation): UploadError {
  if (failure instanceof UploadError) {
    return failure;
  }
  const code = codeOf(failure);
  const what = event[code] ?? 'S3 failed';
  const message = [
    `Could not write ${describeLocation(location)}: ${what} (${reasonOf(failure)}).`,
    fieldsOf(failure).name === 'NotImplemented' ? adviceForOtherStores : advice[code],
  ];
  return new UploadError(code, message.filter((part) => part !== undefined).join(' '), {
    cause: failure,
  });
}

/** Whether S3 refused to replace an object. */
export function isPreconditionFailed(failure: unknown): boolean {
  const { name, $metadata } = fieldsOf(failure);
  return name === 'PreconditionFailed' || $metadata?.httpStatusCode === 412;
}

/** Whether S3 says that the multipart upload isn't there (any more). */
export function isNoSuchUpload(failure: unknown): boolean {
  return fieldsOf(failure).name === 'NoSuchUpload';
}

/** One line of what the error underneath says. */
export function reasonOf(failure: unknown): string {
  const { name, message, code } = fieldsOf(failure);
  const label = typeof code === 'string' ? code : String(name ?? 'unknown error');
  const words = typeof message === 'string' ? message.replace(/\s+/gu, ' ').trim() : '';
  return words === '' || words === label || words.includes(label)
    ? words || label
    : `${label}: ${words}`;
}

function codeOf(failure: unknown): UploadErrorCode {
  const { name, code, $metadata } = fieldsOf(failure);
  const status = $metadata?.httpStatusCode;
  if (name === 'NoSuchBucket') {
    return 'BUCKET_NOT_FOUND';
  }
  if (credentialFailures.has(name)) {
    return 'CREDENTIALS_REFUSED';
  }
  if (regionFailures.has(name) || status === 301) {
    return 'WRONG_REGION';
  }
  if (isPreconditionFailed(failure)) {
    return 'OBJECT_EXISTS';
  }
  if (digestFailures.has(name)) {
    return 'CHECKSUM_MISMATCH';
  }
  if (throttlings.has(name) || status === 429) {
    return 'THROTTLED';
  }
  if (status === 403) {
    return 'ACCESS_DENIED';
  }
  if (networkFailures.has(code) || networkFailures.has(name)) {
    return 'UNREACHABLE';
  }
  return 'UPLOAD_FAILED';
}

/** The fields of an error, or of whatever else was thrown. */
export function fieldsOf(failure: unknown): AnyFailure {
  return typeof failure === 'object' && failure !== null ? failure : { message: String(failure) };
}
