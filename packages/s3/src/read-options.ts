/** The options of `openS3DumpSource()`, and their check at the door. */

import type { S3Client } from '@aws-sdk/client-s3';
import { UploadError } from './errors.ts';
import { didYouMean } from './suggestion.ts';

/** Options of `openS3DumpSource()`. */
export interface S3DumpSourceOptions {
  /** The caller's own client: region, credentials, retries and time limits are its settings. */
  readonly client: S3Client;

  readonly bucket: string;

  readonly key: string;

  /** Reads this version, where the bucket keeps them. Needs `s3:GetObjectVersion`. */
  readonly versionId?: string;

  /** AWS account id that must own the bucket; S3 refuses each request otherwise. */
  readonly expectedBucketOwner?: string;

  /** Ends the opening; each read has a signal of its own. */
  readonly signal?: AbortSignal;
}

type Check = (value: unknown) => string | undefined;

const text: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a string that is not empty';

/** Every option with its check, which returns what is wrong. `satisfies` keeps the list complete. */
const checks = {
  client: (value) =>
    typeof value === 'object' && value !== null && typeof Reflect.get(value, 'send') === 'function'
      ? undefined
      : 'must be an S3Client of @aws-sdk/client-s3',
  bucket: (value) =>
    text(value) ??
    (String(value).startsWith('s3://') ? 'must be a name, not a URL; see parseS3Url()' : undefined),
  key: text,
  versionId: text,
  expectedBucketOwner: (value) =>
    /^\d{12}$/.test(String(value)) ? undefined : 'must be the 12 digits of an AWS account id',
  signal: (value) => (value instanceof AbortSignal ? undefined : 'must be an AbortSignal'),
} satisfies Record<keyof S3DumpSourceOptions, Check>;

const required: ReadonlySet<string> = new Set(['client', 'bucket', 'key']);

/**
 * Refuses unknown names, missing options and values of the wrong type, all of them at once.
 *
 * @throws {UploadError} `INVALID_OPTION`
 */
export function checkReadOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw new UploadError(
      'INVALID_OPTION',
      'openS3DumpSource() needs options: at least client, bucket and key.',
    );
  }
  const names = Object.keys(checks);
  const problems = Object.keys(options)
    .filter((name) => !names.includes(name))
    .map((name) => `there is no option "${name}".${didYouMean(name, names)}`);
  for (const [name, check] of Object.entries<Check>(checks)) {
    const value: unknown = Reflect.get(options, name);
    const problem =
      value === undefined ? (required.has(name) ? 'is missing' : undefined) : check(value);
    if (problem !== undefined) problems.push(`"${name}" ${problem}.`);
  }
  if (problems.length > 0) {
    throw new UploadError(
      'INVALID_OPTION',
      `openS3DumpSource() can't start: ${problems.join(' ')}`,
    );
  }
}
