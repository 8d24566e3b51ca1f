/** Stand-ins for what is not exported yet. */
import type { S3Client } from '@aws-sdk/client-s3';
import type { DumpSource } from '@dumpstream/core';

export function openDumpSource(_path: string): Promise<DumpSource & AsyncDisposable> {
  throw new Error('Not built yet.');
}
export function openS3DumpSource(_options: {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
  readonly expectedBucketOwner?: string;
  readonly signal?: AbortSignal;
}): Promise<DumpSource> {
  throw new Error('Not built yet.');
}
