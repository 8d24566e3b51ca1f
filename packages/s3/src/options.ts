/** The options of `uploadDump()`, and their check at the door. */

import type { S3Client, ServerSideEncryption, StorageClass } from '@aws-sdk/client-s3';
import { UploadError } from './errors.ts';
import { checkObjectLock, type ObjectLock } from './object-lock.ts';
import { maximumPartSize, minimumPartSize } from './part-size.ts';
import type { UploadProgress } from './result.ts';
import { didYouMean } from './suggestion.ts';
import { checkTags } from './tags.ts';

/** Options of `uploadDump()`. */
export interface UploadOptions {
  /** The caller's own client: region, credentials, retries and time limits are its settings. */
  readonly client: S3Client;

  readonly bucket: string;

  readonly key: string;

  /** `Content-Type` of the object. S3's default is `binary/octet-stream`. */
  readonly contentType?: string;

  /**
   * `Content-Encoding` of the object. Leave it unset for a `.gz` file that is to stay one: browsers
   * and many HTTP clients unpack what carries it.
   */
  readonly contentEncoding?: string;

  /** User metadata: names and ASCII values, 2 KB in all. */
  readonly metadata?: Readonly<Record<string, string>>;

  /** Storage class. S3's default is `STANDARD`. */
  readonly storageClass?: StorageClass;

  /** Encryption at rest. By default what the bucket is configured for. */
  readonly serverSideEncryption?: ServerSideEncryption;

  /** KMS key id or ARN, with `serverSideEncryption: 'aws:kms'`. */
  readonly kmsKeyId?: string;

  /** Lets the bucket's own key stand in for most calls to KMS. By default what the bucket says. */
  readonly bucketKeyEnabled?: boolean;

  /** Up to 10 tags of the object. Needs `s3:PutObjectTagging`. */
  readonly tags?: Readonly<Record<string, string>>;

  /** Keeps the object from being replaced or removed; needs a bucket with Object Lock. */
  readonly objectLock?: ObjectLock;

  /**
   * Whether S3 is sent a CRC32 of each part and of the whole object, so that it refuses what was
   * changed on its way. Default `true`, unless the client's `requestChecksumCalculation` is
   * `WHEN_REQUIRED`. `false` is for stores that speak S3 but refuse the headers.
   */
  readonly checksum?: boolean;

  /** AWS account id that must own the bucket; S3 refuses the upload otherwise. */
  readonly expectedBucketOwner?: string;

  /**
   * Whether an object that has this key already is replaced. Default `true`. With `false` the
   * upload ends with `OBJECT_EXISTS` (a conditional write, `If-None-Match: *`).
   */
  readonly overwrite?: boolean;

  /**
   * Expected size, from which the size of the first parts is chosen; parts grow with their number. A promise may still be open: bytes are not
   * taken from the stream faster than a small buffer holds until it settles. One that rejects
   * counts as unknown.
   */
  readonly plannedBytes?: number | PromiseLike<number>;

  /**
   * Bytes of each part, 5 MiB to 5 GiB, in place of parts that grow. For stores that want equal parts
   * (Cloudflare R2). The upload can't be longer than 10,000 of them.
   */
  readonly partSize?: number;

  /**
   * Parts under way at once. Default 2: one travels while the next is gathered. The memory needed
   * is up to `queueSize + 1` parts.
   */
  readonly queueSize?: number;

  /**
   * `true` gives the memory of each chunk back as soon as it is copied, which keeps the memory of
   * the process lower and spares garbage collections. Only for streams whose chunks nobody else
   * holds, like those of `dump()`: a buffer is empty afterwards. Default `false`.
   */
  readonly releaseChunks?: boolean;

  /** Ends the upload with an {@link UploadError} of code `ABORTED` when triggered. */
  readonly signal?: AbortSignal;

  /**
   * Called after each part of a multipart upload; an object of a single part has none. What it
   * throws ends the upload.
   */
  readonly onProgress?: (progress: UploadProgress) => void;
}

type Check = (value: unknown) => string | undefined;

const text: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a string that is not empty';
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const callback: Check = (value) => (typeof value === 'function' ? undefined : 'must be a function');

/** Every option with its check, which returns what is wrong. `satisfies` keeps the list complete. */
const checks = {
  client: (value) =>
    isObject(value) && typeof value['send'] === 'function' && isObject(value['config'])
      ? undefined
      : 'must be an S3Client of @aws-sdk/client-s3',
  bucket: (value) =>
    text(value) ??
    (String(value).startsWith('s3://') ? 'must be a name, not a URL; see parseS3Url()' : undefined),
  key: (value) =>
    text(value) ??
    (Buffer.byteLength(String(value)) > 1024 ? 'must not be longer than 1,024 bytes' : undefined),
  contentType: text,
  contentEncoding: text,
  metadata: checkMetadata,
  storageClass: text,
  serverSideEncryption: text,
  kmsKeyId: text,
  bucketKeyEnabled: flag,
  tags: checkTags,
  objectLock: checkObjectLock,
  checksum: flag,
  expectedBucketOwner: (value) =>
    /^\d{12}$/.test(String(value)) ? undefined : 'must be the 12 digits of an AWS account id',
  overwrite: flag,
  plannedBytes: (value) =>
    isByteCount(value) || (isObject(value) && typeof value['then'] === 'function')
      ? undefined
      : 'must be a number of bytes, or a promise of one',
  partSize: (value) =>
    Number.isInteger(value) && Number(value) >= minimumPartSize && Number(value) <= maximumPartSize
      ? undefined
      : `must be a whole number of bytes from ${minimumPartSize} (5 MiB) to ${maximumPartSize} (5 GiB)`,
  queueSize: (value) =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 1000
      ? undefined
      : 'must be a whole number from 1 to 1,000',
  releaseChunks: flag,
  signal: (value) => (value instanceof AbortSignal ? undefined : 'must be an AbortSignal'),
  onProgress: callback,
} satisfies Record<keyof UploadOptions, Check>;

const required: ReadonlySet<string> = new Set(['client', 'bucket', 'key']);

/**
 * Refuses unknown names, missing options and values of the wrong type, all of them at once.
 *
 * @throws {UploadError} `INVALID_OPTION`
 */
export function checkUploadOptions(options: UploadOptions): void {
  if (!isObject(options)) {
    throw new UploadError(
      'INVALID_OPTION',
      'uploadDump() needs options: at least client, bucket and key.',
    );
  }
  const names = Object.keys(checks);
  const problems = Object.keys(options)
    .filter((name) => !names.includes(name))
    .map((name) => `there is no option "${name}".${didYouMean(name, names)}`);
  for (const [name, check] of Object.entries<Check>(checks)) {
    const value: unknown = options[name];
    if (value === undefined) {
      if (required.has(name)) {
        problems.push(`"${name}" is missing.`);
      }
      continue;
    }
    const problem = check(value);
    if (problem !== undefined) {
      problems.push(`"${name}" ${problem}.`);
    }
  }
  if (options.objectLock !== undefined && options.checksum === false) {
    problems.push('"objectLock" needs the checksum, which is false.');
  }
  if (problems.length > 0) {
    throw new UploadError('INVALID_OPTION', `uploadDump() can't start: ${problems.join(' ')}`);
  }
}

/** Whether this is a size that parts can be planned for. */
export function isByteCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** S3 takes other characters only in an encoded form, and Node refuses them in a header. */
function checkMetadata(value: unknown): string | undefined {
  if (!isObject(value)) {
    return 'must be an object of names and strings';
  }
  const wrong = Object.entries(value).find(
    ([name, entry]) =>
      !/^[\w.-]+$/.test(name) || typeof entry !== 'string' || !/^[ -~]*$/.test(entry),
  );
  return wrong === undefined
    ? undefined
    : `must hold names of letters, digits, "-", "_" and ".", and ASCII strings; look at "${wrong[0]}"`;
}
