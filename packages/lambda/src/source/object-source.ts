/** Dumps that are objects in S3: one that is named, or the newest. */

import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { openS3DumpSource } from '@dumpstream/s3';
import { InvocationError } from '../errors.ts';
import { given } from '../given.ts';
import { printable } from '../printable.ts';
import { looksLikeDump, type Source } from './found-dump.ts';

interface ObjectSource {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
  /** Of the object that is named. */
  readonly versionId?: string;
  readonly expectedBucketOwner?: string;
}

export function objectSource(source: ObjectSource): Source {
  const { client, bucket, versionId, expectedBucketOwner } = source;
  return {
    find: async (named, signal) => {
      const key = named ?? (await newestKey(source, signal));
      return {
        place: { bucket, key, ...given({ versionId }) },
        key,
        open: () =>
          openS3DumpSource({
            ...{ client, bucket, key, signal },
            ...given({ versionId, expectedBucketOwner }),
          }),
      };
    },
  };
}

/** By the time of its upload; of several in one second the one whose key is the last by name. */
async function newestKey(source: ObjectSource, signal: AbortSignal): Promise<string> {
  const { client, bucket, prefix, expectedBucketOwner } = source;
  let newest: { readonly key: string; readonly time: number } | undefined;
  let token: string | undefined;
  try {
    do {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...given({ ExpectedBucketOwner: expectedBucketOwner, ContinuationToken: token }),
      });
      const page = await client.send(command, { abortSignal: signal });
      for (const { Key: key = '', LastModified } of page.Contents ?? []) {
        const time = LastModified?.getTime() ?? 0;
        if (!looksLikeDump(key)) continue;
        if (
          newest === undefined ||
          time > newest.time ||
          (time === newest.time && key > newest.key)
        ) {
          newest = { key, time };
        }
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  } catch (error) {
    signal.throwIfAborted();
    throw unlisted(source, error);
  }
  if (newest !== undefined) return newest.key;
  throw new InvocationError(
    'SourceError',
    'NO_DUMP',
    `There is no dump below ${nameOf(source)}: no object whose key ends with .sql, .sql.gz or ` +
      '.sql.zst. Look at DUMPSTREAM_SOURCE_BUCKET and DUMPSTREAM_SOURCE_PREFIX, and at when the last ' +
      'dump was made.',
  );
}

function unlisted(source: ObjectSource, error: unknown): InvocationError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const [code, hint] = name.includes('AccessDenied')
    ? [
        'ACCESS_DENIED',
        "The function's role needs s3:ListBucket on the bucket to find the newest dump; it needs " +
          'none where DUMPSTREAM_SOURCE_KEY or the event names it.',
      ]
    : name === 'NoSuchBucket'
      ? ['BUCKET_NOT_FOUND', 'Look at DUMPSTREAM_SOURCE_BUCKET.']
      : ['LIST_FAILED', 'From a VPC, S3 needs a gateway endpoint, or NAT.'];
  return new InvocationError(
    'SourceError',
    code,
    `The dumps below ${nameOf(source)} can't be listed (${name}: ${printable(message)}). ${hint}`,
    error instanceof Error ? error : undefined,
  );
}

function nameOf({ bucket, prefix }: ObjectSource): string {
  return printable(`s3://${bucket}/${prefix}`);
}
