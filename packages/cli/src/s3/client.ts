/** The client that S3 is talked to with, whichever way the bytes go. */

import { S3Client } from '@aws-sdk/client-s3';

/** @param endpointUrl - of an S3-compatible service; by default what the AWS configuration says */
export function createS3Client(endpointUrl: string | undefined): S3Client {
  return new S3Client({
    followRegionRedirects: true,
    // A dump takes long, and S3 asks a client to slow down for seconds, not for a moment.
    ...(process.env['AWS_MAX_ATTEMPTS'] ? {} : { maxAttempts: 6 }),
    // Services that speak S3 elsewhere rarely have a host name for each bucket.
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl, forcePathStyle: true }),
  });
}
