/** Turns what the AWS SDK throws while an object is read into an `UploadError` that says what to do. */

import { UploadError, type UploadErrorCode } from './errors.ts';
import { fieldsOf, isPreconditionFailed, reasonOf, uploadErrorFrom } from './failure.ts';
import { describeLocation, type VersionLocation } from './location.ts';

/** The last one is said of a version that is a mark that the object was deleted. */
const missing: ReadonlySet<unknown> = new Set([
  'NoSuchKey',
  'NoSuchVersion',
  'NotFound',
  'MethodNotAllowed',
]);

interface Explanation {
  readonly event: string;
  readonly advice?: string;
}

const explanations: Partial<Record<UploadErrorCode, Explanation>> = {
  OBJECT_NOT_FOUND: {
    event: 'there is no such object',
    advice: 'Correct the key (aws s3 ls shows them), or the version.',
  },
  BUCKET_NOT_FOUND: { event: 'the bucket does not exist', advice: 'Correct its name.' },
  ACCESS_DENIED: {
    event: 'S3 denied access',
    advice:
      'The caller needs s3:GetObject on the object (s3:GetObjectVersion for a version of it), and ' +
      'kms:Decrypt on the key where it is encrypted with one of KMS. S3 says the same of an object ' +
      'that does not exist, to those who may not list the bucket (s3:ListBucket): check the key, too. ' +
      'If expectedBucketOwner is set, the bucket must belong to that account.',
  },
  OBJECT_CHANGED: {
    event: 'the object was replaced while it was read',
    advice: 'Begin anew, or read one version of it (versionId), where the bucket keeps them.',
  },
  OBJECT_ARCHIVED: {
    event: 'the object is archived',
    advice:
      'Restore it first (aws s3api restore-object), which takes minutes to two days, and read it then.',
  },
  CUSTOMER_KEY: {
    event:
      'the object is encrypted with a key of its owner, which every request has to carry (SSE-C)',
    advice: 'Get it with a request of your own, and give its Body as a stream.',
  },
  THROTTLED: {
    event: 'S3 answers fewer requests than were made, retries included',
    advice: 'Let the S3 client try longer (maxAttempts, and retryMode: "adaptive").',
  },
  CHECKSUM_MISMATCH: {
    event: 'what arrived is not what S3 holds',
    advice: 'The bytes were changed on their way. Check the network and its proxies.',
  },
  READ_FAILED: { event: 'S3 failed' },
};

/**
 * @param failure - what `client.send()`, or a body, threw
 * @returns the failure itself if it is an {@link UploadError} already
 */
export function readErrorFrom(failure: unknown, location: VersionLocation): UploadError {
  if (failure instanceof UploadError) return failure;
  const told = uploadErrorFrom(failure, location);
  const code = readCodeOf(failure, told.code);
  const explanation = explanations[code];
  if (explanation === undefined) {
    // The network, the region and the credentials are the same for both ways.
    const message = told.message.replace(/^Could not write /, 'Could not read ');
    return new UploadError(code, message, { cause: failure });
  }
  return readError(code, location, { reason: reasonOf(failure), cause: failure });
}

/** An error of a code that is explained here. */
export function readError(
  code: UploadErrorCode,
  location: VersionLocation,
  options: { readonly reason?: string; readonly advice?: string; readonly cause?: unknown } = {},
): UploadError {
  const { event = 'S3 failed', advice } = explanations[code] ?? {};
  const reason = options.reason === undefined ? '' : ` (${options.reason})`;
  const sentences = [
    `Could not read ${describeLocation(location)}: ${event}${reason}.`,
    options.advice ?? advice,
  ];
  return new UploadError(code, sentences.filter((sentence) => sentence !== undefined).join(' '), {
    cause: options.cause,
  });
}

function readCodeOf(failure: unknown, code: UploadErrorCode): UploadErrorCode {
  const { name, message, $metadata } = fieldsOf(failure);
  if (isPreconditionFailed(failure)) return 'OBJECT_CHANGED';
  if (name === 'InvalidObjectState') return 'OBJECT_ARCHIVED';
  if (code === 'BUCKET_NOT_FOUND') return code;
  if (missing.has(name) || $metadata?.httpStatusCode === 404) return 'OBJECT_NOT_FOUND';
  // "The object was stored using a form of Server Side Encryption. The correct parameters must be ..."
  if (name === 'InvalidRequest' && /Server Side Encryption/i.test(String(message))) {
    return 'CUSTOMER_KEY';
  }
  if (isChecksumFailure(failure)) return 'CHECKSUM_MISMATCH';
  return code === 'UPLOAD_FAILED' ? 'READ_FAILED' : code;
}

/** What the SDK throws behind a body whose checksum is another one than S3 told. */
export function isChecksumFailure(failure: unknown): boolean {
  return /^Checksum mismatch/i.test(String(fieldsOf(failure).message));
}
