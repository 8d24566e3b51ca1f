/** Takes a dump into S3, with all that is configured for the object. */

import type { S3Client, StorageClass } from '@aws-sdk/client-s3';
import type { DumpStream } from '@dumpstream/core';
import { type UploadOptions, uploadDump } from '@dumpstream/s3';
import type { Configuration } from '../configuration/configuration.ts';
import { compressionOf } from '../dump-options.ts';
import { given } from '../given.ts';
import type { DeliveredObject, DeliveryLimits } from './delivery.ts';
import { contentTypeOf } from './object-key.ts';

interface S3Delivery extends DeliveryLimits {
  readonly configuration: Configuration;
  readonly client: S3Client;
  readonly key: string;
}

/** @throws `UploadError`, or the stream's own error, once nothing is left in S3 */
export async function uploadToS3(
  stream: DumpStream,
  delivery: S3Delivery,
): Promise<DeliveredObject> {
  const { bucket, key, bytes } = await uploadDump(stream, uploadOptions(delivery, stream));
  return { bucket, key, bytes };
}

function uploadOptions(delivery: S3Delivery, stream: DumpStream): UploadOptions {
  const { configuration, client, key, signal, collector } = delivery;
  const kmsKeyId = configuration.text('kmsKeyId');
  const options = {
    storageClass: configuration.text('storageClass') as StorageClass | undefined,
    kmsKeyId,
    serverSideEncryption: kmsKeyId === undefined ? undefined : ('aws:kms' as const),
    expectedBucketOwner: configuration.text('bucketOwner'),
    onProgress: collector?.afterPart,
  };
  return {
    client,
    bucket: configuration.text('bucket') ?? '',
    key,
    contentType: contentTypeOf(compressionOf(configuration)),
    // Who may only invoke the function must not be able to replace a dump.
    overwrite: !configuration.isFromEvent('key'),
    plannedBytes: stream.estimate.then(({ bytes }) => bytes),
    signal,
    ...given(options),
  };
}
