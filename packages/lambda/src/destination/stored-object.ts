/** An object that was uploaded: how it is read back, and removed if it is not what was sent. */

import { DeleteObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { openS3DumpSource } from '@dumpstream/s3';
import { given } from '../given.ts';
import { printable } from '../printable.ts';
import type { Stored } from './delivery.ts';

/** What S3 has told of an upload. */
export interface UploadedObject {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
  readonly expectedBucketOwner: string | undefined;
}

/**
 * In a bucket with versions it is the version of this upload that is read, and removed, whatever has
 * been uploaded since. The version `null` of a bucket whose versioning is suspended is whoever's
 * was the last one: there, as without versions, the ETag tells whose it is.
 */
export function storedObject(object: UploadedObject): Stored {
  const { client, bucket, key, bytes, etag, expectedBucketOwner } = object;
  const versionId = object.versionId === 'null' ? undefined : object.versionId;
  const place = {
    Bucket: bucket,
    Key: key,
    ...given({ ExpectedBucketOwner: expectedBucketOwner }),
  };
  const suffix = versionId === undefined ? '' : 'Version';
  return {
    name: printable(`s3://${bucket}/${key}`),
    bytes,
    open: (signal) =>
      openS3DumpSource({
        client,
        bucket,
        key,
        signal,
        ...given({ versionId, expectedBucketOwner }),
      }),
    remove: async () => {
      if (versionId !== undefined) {
        await client.send(new DeleteObjectCommand({ ...place, VersionId: versionId }));
        return true;
      }
      const { ETag } = await client.send(new HeadObjectCommand(place));
      if (etag === undefined || ETag !== etag) return false;
      // The condition is for what is uploaded between the question and the answer.
      await client.send(new DeleteObjectCommand({ ...place, IfMatch: etag }));
      return true;
    },
    permissions: {
      read: `s3:GetObject${suffix}`,
      remove: `s3:DeleteObject${suffix}`,
    },
  };
}
