/** Reads `s3://bucket/key` as people type it on a command line. */

import { UploadError } from './errors.ts';
import type { ObjectLocation, VersionLocation } from './location.ts';
import { printable } from './location.ts';

/** Bucket names by S3's naming rules; capitals and underscores live on in old buckets. */
const bucketName = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;

/**
 * Splits an S3 URL. The key is taken as it stands, without percent decoding, as the AWS CLI does.
 *
 * @param url - `s3://bucket/key`
 * @throws {UploadError} `INVALID_OPTION` if it is not such a URL, or names no object
 */
export function parseS3Url(url: string): ObjectLocation {
  const match = /^s3:\/\/([^/]*)(?:\/(.*))?$/su.exec(url);
  if (match === null) {
    throw invalid(url, 'it does not begin with s3://');
  }
  const bucket = match[1] ?? '';
  const key = match[2] ?? '';
  if (bucket === '') {
    throw invalid(url, 'it names no bucket');
  }
  if (!bucketName.test(bucket)) {
    throw invalid(url, `"${printable(bucket)}" can't be a bucket's name`);
  }
  if (key === '') {
    throw invalid(url, 'it names a bucket but no object in it');
  }
  if (key.endsWith('/')) {
    throw invalid(url, 'it names a folder; add the name of the object');
  }
  return { bucket, key };
}

/** What S3 makes up for its versions are letters, digits and a few signs; `null` is one, too. */
const versionSuffix = /\?versionId=([^?=&#\s]*)$/u;

/**
 * Splits the URL of an object that is read: as {@link parseS3Url}, and `?versionId=…` at its end is one
 * version of it. A key that ends like that itself is followed by `?versionId=null`, in a bucket that
 * keeps no versions.
 *
 * @param url - `s3://bucket/key` or `s3://bucket/key?versionId=…`
 * @throws {UploadError} `INVALID_OPTION` if it is not such a URL, or names no object
 */
export function parseS3SourceUrl(url: string): VersionLocation {
  const [suffix, versionId] = versionSuffix.exec(url) ?? [];
  if (suffix === undefined) return parseS3Url(url);
  if (versionId === undefined || versionId === '') {
    throw invalid(url, 'nothing follows its "?versionId="');
  }
  return { ...parseS3Url(url.slice(0, -suffix.length)), versionId };
}

function invalid(url: string, reason: string): UploadError {
  return new UploadError(
    'INVALID_OPTION',
    `"${printable(url)}" is not the URL of an S3 object: ${reason}. ` +
      'Write it as s3://bucket/folder/name.sql.gz.',
  );
}
