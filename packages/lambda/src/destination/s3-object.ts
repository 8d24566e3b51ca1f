/** Takes a dump into S3, with all that is configured for the object. */

import type { S3Client, StorageClass } from '@aws-sdk/client-s3';
import type { DumpStream } from '@dumpstream/core';
import { type UploadOptions, uploadDump } from '@dumpstream/s3';
import type { Configuration } from '../configuration/configuration.ts';
import { compressionOf } from '../dump-options.ts';
import { given } from '../given.ts';
import type { Delivery, DeliveryLimits } from './delivery.ts';
import { contentTypeOf } from './object-key.ts';
import { storedObject } from './stored-object.ts';
import { objectTags } from './tags.ts';

/** What the settings say about an object. */
export type ObjectSettings = Omit<UploadOptions, 'client' | 'key' | 'signal' | 'plannedBytes'>;

interface S3Delivery extends DeliveryLimits {
  readonly object: ObjectSettings;
  readonly client: S3Client;
  readonly key: string;
}

/** @throws `UploadError`, or the stream's own error, once nothing is left in S3 */
export async function uploadToS3(
  stream: DumpStream,
  { object, client, key, signal, collector }: S3Delivery,
): Promise<Delivery> {
  const { bucket, bytes, checksum, etag, versionId } = await uploadDump(stream, {
    ...object,
    client,
    key,
    signal,
    // No plannedBytes: parts that begin small fit all that a function gets done, and the parts of a
    // database of 100 GB would fill a small function before its deadline.
    releaseChunks: true,
    ...given({ onProgress: collector?.afterPart }),
  });
  const { expectedBucketOwner } = object;
  return {
    delivered: { bucket, key, bytes, ...given({ checksum }) },
    stored: storedObject({ client, bucket, key, bytes, etag, versionId, expectedBucketOwner }),
  };
}

/**
 * @param now - from when on the days of an object lock count
 * @throws {InvocationError} `ConfigurationError` of code `INVALID_TAGS`
 */
export function objectSettings(configuration: Configuration, now: Date): ObjectSettings {
  const kmsKeyId = configuration.text('kmsKeyId');
  return {
    bucket: configuration.text('bucket') ?? '',
    contentType: contentTypeOf(compressionOf(configuration)),
    ...given({
      storageClass: configuration.text('storageClass') as StorageClass | undefined,
      kmsKeyId,
      serverSideEncryption: kmsKeyId === undefined ? undefined : ('aws:kms' as const),
      expectedBucketOwner: configuration.text('bucketOwner'),
      tags: objectTags(configuration),
      objectLock: objectLock(configuration, now),
    }),
  };
}

function objectLock(configuration: Configuration, now: Date): UploadOptions['objectLock'] {
  const days = configuration.integer('objectLockDays');
  const legalHold = configuration.flag('legalHold') === true;
  if (days === undefined) return legalHold ? { legalHold } : undefined;
  return {
    mode: configuration.text('objectLockMode') as 'GOVERNANCE' | 'COMPLIANCE',
    retainUntil: new Date(now.getTime() + days * 86_400_000),
    ...(legalHold && { legalHold }),
  };
}
