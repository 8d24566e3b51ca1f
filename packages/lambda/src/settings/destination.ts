/** The settings of the destination: where the dump goes, and what it is called there. */

import type { Setting } from './setting.ts';

export const destinationSettings = {
  bucket: {
    kind: 'text',
    variable: 'DUMPSTREAM_BUCKET',
    event: 'never',
    otherwise: 'required',
    meaning: 'S3 bucket that receives the dumps.',
  },
  bucketOwner: {
    kind: 'text',
    variable: 'DUMPSTREAM_BUCKET_OWNER',
    event: 'never',
    otherwise: 'not checked',
    meaning: 'AWS account id that must own the bucket.',
  },
  keyPrefix: {
    kind: 'text',
    variable: 'DUMPSTREAM_KEY_PREFIX',
    event: 'never',
    default: 'dump/',
    meaning: 'What every key begins with. May hold placeholders.',
  },
  key: {
    kind: 'text',
    variable: 'DUMPSTREAM_KEY',
    event: 'chooses',
    default: '{date}_{time}{ending}',
    meaning:
      'The key after the prefix. `{ending}` is added where it is missing. A key that an event chooses never replaces an object.',
  },
  timeZone: {
    kind: 'text',
    variable: 'DUMPSTREAM_TIME_ZONE',
    event: 'never',
    default: 'UTC',
    meaning: 'Time zone of the date and time in the key, for example `Asia/Tokyo`.',
  },
  storageClass: {
    kind: 'text',
    variable: 'DUMPSTREAM_STORAGE_CLASS',
    event: 'never',
    otherwise: 'STANDARD',
    meaning: 'S3 storage class, for example `STANDARD_IA`.',
  },
  kmsKeyId: {
    kind: 'text',
    variable: 'DUMPSTREAM_KMS_KEY_ID',
    event: 'never',
    otherwise: 'as the bucket is configured',
    meaning: 'KMS key that the object is encrypted with.',
  },
  s3PathStyle: {
    kind: 'boolean',
    variable: 'DUMPSTREAM_S3_PATH_STYLE',
    event: 'never',
    default: 'false',
    meaning:
      "`true` for stores that want `https://host/bucket/key`; their address goes into the AWS SDK's own `AWS_ENDPOINT_URL_S3`.",
  },
} as const satisfies Readonly<Record<string, Setting>>;
