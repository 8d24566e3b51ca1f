/** Options are checked at the door, all at once. */

import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import type { UploadOptions } from '../src/index.ts';
import { checkUploadOptions } from '../src/options.ts';

const required = { client: new S3Client({ region: 'eu-central-1' }), bucket: 'b', key: 'k' };
const check = (options: object) => () => checkUploadOptions(options as UploadOptions);

describe('upload options', () => {
  test('may be the required ones alone, and undefined counts as left out', () => {
    expect(check({ ...required, partSize: undefined })).not.toThrow();
  });

  test('that are unknown are refused by name, with the near one', () => {
    expect(check({ ...required, plannedbytes: 1 })).toThrow('Did you mean "plannedBytes"?');
    expect(check({ ...required, queuesize: 1 })).toThrow('"queuesize". Did you mean "queueSize"?');
    expect(check({ ...required, colour: 'red' })).toThrow(/"colour"\.$/);
  });

  test('tell all problems at once', () => {
    expect(check({ bucket: '', partSize: 1 })).toThrow(
      /"client" is missing.*"bucket" must be.*"key" is missing.*"partSize" must be/,
    );
  });

  test.for<[string, unknown]>([
    ['client', {}],
    ['bucket', 's3://backups/shop'],
    ['key', 'x'.repeat(1025)],
    ['metadata', { name: 'größe' }],
    ['metadata', { 'a b': 'x' }],
    ['metadata', { a: 'x\r\ny: z' }],
    ['overwrite', 'yes'],
    ['plannedBytes', -1],
    ['plannedBytes', Number.NaN],
    ['partSize', 5 * 1024 ** 2 - 1],
    ['partSize', 6_000_000.5],
    ['queueSize', 0],
    ['signal', {}],
    ['expectedBucketOwner', '1111-2222-3333'],
    ['checksum', 'CRC32'],
    ['releaseChunks', 1],
    ['tags', 'a=b'],
    ['tags', { 'aws:origin': 'x' }],
    ['tags', { '': 'x' }],
    ['tags', { ['n'.repeat(129)]: 'x' }],
    ['tags', { name: 'v'.repeat(257) }],
    ['tags', { name: 'a&b=c' }],
    ['tags', { name: 'line\nbreak' }],
    ['tags', Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`t${index}`, '']))],
    ['objectLock', true],
    ['objectLock', { mode: 'governance', retainUntil: new Date('2999-01-01') }],
    ['objectLock', { mode: 'GOVERNANCE' }],
    ['objectLock', { retainUntil: new Date('2999-01-01') }],
    ['objectLock', { mode: 'COMPLIANCE', retainUntil: new Date('2020-01-01') }],
    ['objectLock', { mode: 'COMPLIANCE', retainUntil: new Date(Number.NaN) }],
    ['objectLock', { legalHold: 'ON' }],
    ['objectLock', { hold: true }],
    ['onProgress', true],
  ])('refuse %s = %j', ([name, value]) => {
    expect(check({ ...required, [name]: value })).toThrow(`"${name}" must`);
  });

  test("may have tags up to S3's limits", () => {
    const tags = { ['ñ'.repeat(128)]: '店 1+2=3/4:5@_.-'.padEnd(256, 'x'), empty: '' };
    expect(check({ ...required, tags })).not.toThrow();
  });

  test('may lock the object until a time, or hold it', () => {
    const retainUntil = new Date('2999-01-01');
    expect(check({ ...required, objectLock: { mode: 'GOVERNANCE', retainUntil } })).not.toThrow();
    expect(check({ ...required, objectLock: { legalHold: true } })).not.toThrow();
  });

  test('can not lock an object without a checksum, which S3 demands', () => {
    const objectLock = { legalHold: true };
    expect(check({ ...required, objectLock, checksum: false })).toThrow(
      '"objectLock" needs the checksum',
    );
  });

  test('that are no object are refused', () => {
    expect(() => checkUploadOptions(null as unknown as UploadOptions)).toThrow('needs options');
  });
});
