/**
 * The settings of the source: which dump is restored. None of them is shared with the destination of
 * a dump: a function that is configured for dumps restores nothing, whatever handler it is given.
 */

import type { Setting } from './setting.ts';

export const sourceSettings = {
  sourceBucket: {
    kind: 'text',
    handler: 'restore',
    variable: 'DUMPSTREAM_SOURCE_BUCKET',
    holdsTarget: true,
    event: 'never',
    otherwise: 'required, or a folder',
    meaning: 'S3 bucket that holds the dump.',
  },
  sourceFolder: {
    kind: 'text',
    handler: 'restore',
    variable: 'DUMPSTREAM_SOURCE_FOLDER',
    holdsTarget: true,
    event: 'never',
    otherwise: 'a bucket',
    meaning:
      'Folder that holds the dump in place of a bucket: the mount path of an EFS file system. The key is then the path below it.',
  },
  sourceBucketOwner: {
    kind: 'text',
    handler: 'restore',
    variable: 'DUMPSTREAM_SOURCE_BUCKET_OWNER',
    event: 'never',
    otherwise: 'not checked',
    meaning: 'AWS account id that must own the bucket.',
  },
  sourcePrefix: {
    kind: 'text',
    handler: 'restore',
    variable: 'DUMPSTREAM_SOURCE_PREFIX',
    holdsTarget: true,
    event: 'never',
    default: 'dump/',
    meaning:
      'What the key of a dump must begin with. With `DUMPSTREAM_TARGETS` the default is `dump/{target}/`.',
  },
  sourceKey: {
    kind: 'text',
    handler: 'restore',
    variable: 'DUMPSTREAM_SOURCE_KEY',
    holdsTarget: true,
    field: 'key',
    event: 'chooses',
    otherwise: 'the newest `.sql`, `.sql.gz` or `.sql.zst` below the prefix',
    meaning: 'The whole key of the dump, with the prefix, as the answer of a dump tells it.',
  },
  sourceVersionId: {
    kind: 'text',
    handler: 'restore',
    field: 'versionId',
    event: 'chooses',
    otherwise: 'the newest',
    meaning:
      'Version of the object that the key names, in a bucket that keeps versions. Needs a key, and `s3:GetObjectVersion`.',
  },
} as const satisfies Readonly<Record<string, Setting>>;
