/** What the bucket of every deployment is, whatever it is written in. */

import { bucketArn, type Statement } from './statements.ts';

/** Properties in CloudFormation: encrypted, closed to the public, and old versions are kept. */
export const closedBucket = {
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ],
  },
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  },
  VersioningConfiguration: { Status: 'Enabled' },
};

/** The whole policy of the bucket. */
export const encryptedConnectionsOnly = [
  {
    effect: 'Deny',
    actions: ['s3:*'],
    resources: [bucketArn, `${bucketArn}/*`],
    condition: { Bool: { 'aws:SecureTransport': 'false' } },
  },
] satisfies Statement[];
