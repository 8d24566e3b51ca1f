/** An object in S3, whole or absent: hands the stream to the S3 package. */

import type { CompressionName } from '@dumpstream/core';
import { uploadDump } from '@dumpstream/s3';
import { createS3Client } from '../s3/client.ts';
import { parseS3Target } from '../s3/location.ts';
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
  const { bucket, key } = parseS3Target(target, '--output');
  const client = createS3Client(endpointUrl);
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
