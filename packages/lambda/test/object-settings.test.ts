/** What the settings say about the object in S3. */

import { describe, expect, test } from 'vitest';
import type { Environment } from '../src/configuration/known-names.ts';
import { readConfiguration } from '../src/configuration/read-configuration.ts';
import { objectSettings } from '../src/destination/s3-object.ts';

const now = new Date('2026-11-24T03:15:00Z');

const settingsOf = (environment: Environment = {}) =>
  objectSettings(
    readConfiguration(
      { DUMPSTREAM_BUCKET: 'backups', DUMPSTREAM_SSM_PREFIX: '/p', ...environment },
      {},
    ),
    now,
  );

describe('an object', () => {
  test('has by default nothing but its content type', () => {
    expect(settingsOf()).toEqual({ bucket: 'backups', contentType: 'application/gzip' });
  });

  test('has its storage class, key and owner', () => {
    expect(
      settingsOf({
        DUMPSTREAM_STORAGE_CLASS: 'STANDARD_IA',
        DUMPSTREAM_KMS_KEY_ID: 'alias/backup',
        DUMPSTREAM_BUCKET_OWNER: '123456789012',
        DUMPSTREAM_COMPRESS: 'zstd',
      }),
    ).toEqual({
      bucket: 'backups',
      contentType: 'application/zstd',
      storageClass: 'STANDARD_IA',
      kmsKeyId: 'alias/backup',
      serverSideEncryption: 'aws:kms',
      expectedBucketOwner: '123456789012',
    });
  });

  test('is locked for days from the start of the dump', () => {
    expect(
      settingsOf({
        DUMPSTREAM_OBJECT_LOCK_MODE: 'COMPLIANCE',
        DUMPSTREAM_OBJECT_LOCK_DAYS: '30',
        DUMPSTREAM_LEGAL_HOLD: 'true',
      }),
    ).toMatchObject({
      objectLock: {
        mode: 'COMPLIANCE',
        retainUntil: new Date('2026-12-24T03:15:00Z'),
        legalHold: true,
      },
    });
    expect(settingsOf({ DUMPSTREAM_LEGAL_HOLD: 'true' })).toMatchObject({
      objectLock: { legalHold: true },
    });
  });

  test('has tags, decoded as in a query', () => {
    const tags = (text: string) => settingsOf({ DUMPSTREAM_TAGS: text });
    expect(tags('team=shop')).toMatchObject({ tags: { team: 'shop' } });
    expect(tags('team=shop&kind=nightly+backup&a%26b=%3D%2B&empty=')).toMatchObject({
      tags: { team: 'shop', kind: 'nightly backup', 'a&b': '=+', empty: '' },
    });
  });

  test.for(['team', '=x', 'a=b&', 'a=b=c', 'a=b&a=c', 'a=%', 'a=%zz', '&'])(
    'can not have the tags %j',
    (text) => {
      expect(() => settingsOf({ DUMPSTREAM_TAGS: text })).toThrow(
        expect.objectContaining({ name: 'ConfigurationError', code: 'INVALID_TAGS' }),
      );
    },
  );
});
