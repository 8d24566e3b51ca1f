/** An object in S3, whole or absent: hands the stream to the S3 package. */

import { S3Client } from '@aws-sdk/client-s3';
import type { CompressionName } from '@dumpstream/core';
import { parseS3Url, uploadDump } from '@dumpstream/s3';
import { UsageError } from '../errors.ts';
import type { Output } from './output.ts';

/**
 * The media type of the bytes as they are stored. There is no Content-Encoding, which would make
 * browsers decompress a `.gz` while saving it under that name.
 */
const contentTypes: Readonly<Record<CompressionName, string>> = {
  none: 'application/sql',
  gzip: 'application/gzip',
  zstd: 'application/zstd',
};

/** @throws UsageError for a target that names no bucket or no key */
export function openS3Object(target: string, endpointUrl: string | undefined): Output {
  const { bucket, key } = parseTarget(target);
  const client = new S3Client({
    followRegionRedirects: true,
    // A dump takes long, and S3 asks a client to slow down for seconds, not for a moment.
    ...(process.env['AWS_MAX_ATTEMPTS'] ? {} : { maxAttempts: 6 }),
    // Services that speak S3 elsewhere rarely have a host name for each bucket.
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl, forcePathStyle: true }),
  });
  return {
    label: target,
    async write({ stream, compression, signal }) {
      try {
        await uploadDump(stream, {
          client,
          bucket,
          key,
          contentType: contentTypes[compression],
          // Open until the stream is read from. What is sent is hardly ever more: that is SQL, too.
          plannedBytes: stream.estimate.then(({ bytes }) => bytes),
          signal,
          releaseChunks: true,
        });
      } finally {
        client.destroy();
      }
    },
    async close() {
      client.destroy();
    },
  };
}

function parseTarget(target: string): { readonly bucket: string; readonly key: string } {
  try {
    return parseS3Url(target);
  } catch (error) {
    throw new UsageError(`--output: ${error instanceof Error ? error.message : String(error)}`);
  }
}
