/** Turns what the AWS SDK throws into an `UploadError` that says what to do. */

import { UploadError, type UploadErrorCode } from './errors.ts';
import { describeLocation, type ObjectLocation } from './location.ts';

/** The fields that AWS errors and Node's system errors carry. */
interface AnyFailure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
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
  'TimeoutError',
]);

const advice: Partial<Record<UploadErrorCode, string>> = {
  BUCKET_NOT_FOUND: 'Create the bucket, or correct its name.',
  WRONG_REGION: "Make the S3 client for the bucket's region.",
  ACCESS_DENIED:
    'The caller needs s3:PutObject and s3:AbortMultipartUpload on the object, and, where the ' +
    'bucket is encrypted with a KMS key, kms:GenerateDataKey and kms:Decrypt on that key.',
  CREDENTIALS_REFUSED: 'Check the AWS credentials of the caller, and the clock of this machine.',
  UNREACHABLE:
    "Check the network: from a private subnet S3 needs a gateway endpoint or NAT, and the client's " +
    'region and endpoint must be right.',
  OBJECT_EXISTS: 'Choose another key, or remove that object.',
};

/** What happened, for the first half of the message. */
const event: Partial<Record<UploadErrorCode, string>> = {
  BUCKET_NOT_FOUND: 'the bucket does not exist',
  WRONG_REGION: 'the bucket is in another region',
  ACCESS_DENIED: 'S3 denied access',
  CREDENTIALS_REFUSED: 'the AWS credentials were not accepted',
  UNREACHABLE: "S3 can't be reached",
  OBJECT_EXISTS: 'there is an object of that key already, and overwrite is false',
};

/**
 * @param failure - what `client.send()` or lib-storage threw
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
    advice[code],
  ];
  return new UploadError(code, message.filter((part) => part !== undefined).join(' '), {
    cause: failure,
  });
}

/** Whether the request got no answer, so that S3 may have carried it out all the same. */
export function isUnanswered(failure: UploadError): boolean {
  return (
    failure.cause !== undefined && fieldsOf(failure.cause).$metadata?.httpStatusCode === undefined
  );
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
  if (name === 'PreconditionFailed' || status === 412) {
    return 'OBJECT_EXISTS';
  }
  if (status === 403) {
    return 'ACCESS_DENIED';
  }
  if (networkFailures.has(code) || networkFailures.has(name)) {
    return 'UNREACHABLE';
  }
  return 'UPLOAD_FAILED';
}

function fieldsOf(failure: unknown): AnyFailure {
  return typeof failure === 'object' && failure !== null ? failure : { message: String(failure) };
}
