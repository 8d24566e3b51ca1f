/** The settings of the destination: where the dump goes, and what it is called there. */

import type { Setting } from './setting.ts';

export const destinationSettings = {
  bucket: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_BUCKET',
    holdsTarget: true,
    event: 'never',
    otherwise: 'required, or a folder',
    meaning: 'S3 bucket that receives the dumps.',
  },
  fileFolder: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_FILE_FOLDER',
    holdsTarget: true,
    event: 'never',
    otherwise: 'a bucket',
    meaning:
      'Folder that receives the dumps in place of a bucket: the mount path of an EFS file system, for example `/mnt/backups`. The key is then the path below it.',
  },
  bucketOwner: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_BUCKET_OWNER',
    event: 'never',
    otherwise: 'not checked',
    meaning: 'AWS account id that must own the bucket.',
  },
  keyPrefix: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_KEY_PREFIX',
    event: 'never',
    default: 'dump/',
    meaning:
      'What every key begins with. May hold placeholders. With `DUMPSTREAM_TARGETS` the default is `dump/{target}/`.',
  },
  key: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_KEY',
    event: 'chooses',
    default: '{date}_{time}{ending}',
    meaning:
      'The key after the prefix. `{ending}` is added where it is missing. A key with `{time}`, `{second}` or `{requestId}`, and one that an event chooses, never replaces a dump.',
  },
  timeZone: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_TIME_ZONE',
    event: 'never',
    default: 'UTC',
    meaning: 'Time zone of the date and time in the key, for example `Asia/Tokyo`.',
  },
  storageClass: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_STORAGE_CLASS',
    event: 'never',
    otherwise: 'STANDARD',
    meaning: 'S3 storage class, for example `STANDARD_IA`.',
  },
  kmsKeyId: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_KMS_KEY_ID',
    holdsTarget: true,
    event: 'never',
    otherwise: 'as the bucket is configured',
    meaning: 'KMS key that the object is encrypted with.',
  },
  tags: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_TAGS',
    holdsTarget: true,
    event: 'never',
    otherwise: 'none',
    meaning:
      'Tags of the object, ten at most: `team=shop&kind=backup`, encoded as in the query of a URL.',
  },
  objectLockMode: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_OBJECT_LOCK_MODE',
    event: 'never',
    choices: ['GOVERNANCE', 'COMPLIANCE'],
    otherwise: 'as the bucket is configured',
    meaning: 'Object lock, for `DUMPSTREAM_OBJECT_LOCK_DAYS`. The bucket must allow it.',
  },
  objectLockDays: {
    kind: 'integer',
    handler: 'dump',
    variable: 'DUMPSTREAM_OBJECT_LOCK_DAYS',
    event: 'never',
    range: [1, 36_500],
    otherwise: 'as the bucket is configured',
    meaning: 'Days from the start of the dump for which the object is locked.',
  },
  legalHold: {
    kind: 'boolean',
    handler: 'dump',
    variable: 'DUMPSTREAM_LEGAL_HOLD',
    event: 'never',
    default: 'false',
    meaning: 'Put a legal hold on the object. The bucket must allow object lock.',
  },
  s3PathStyle: {
    kind: 'boolean',
    handler: 'both',
    variable: 'DUMPSTREAM_S3_PATH_STYLE',
    event: 'never',
    default: 'false',
    meaning:
      "`true` for stores that want `https://host/bucket/key`; their address goes into the AWS SDK's own `AWS_ENDPOINT_URL_S3`.",
  },
} as const satisfies Readonly<Record<string, Setting>>;
