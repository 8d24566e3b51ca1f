/** What S3 is told about the object, and what it is worth: checksums, tags, lock, owner. */

import { Readable } from 'node:stream';
import { type UploadOptions, uploadDump } from '@dumpstream/s3';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FaultyS3, type OperationName } from './faulty-s3.ts';

const mebibyte = 1024 * 1024;
const bucket = 'backups';
const key = 'dump/shop.sql';

/** One that fits into a single request, and one of two parts. */
const sizes = [10, 6 * mebibyte];

let s3: FaultyS3;

beforeEach(async () => {
  s3 = await FaultyS3.start([bucket]);
});
afterEach(() => s3[Symbol.asyncDispose]());

function upload(bytes: number, options: Partial<UploadOptions> = {}) {
  const source = Readable.from([Buffer.alloc(bytes, 'dump;')]);
  return uploadDump(source, { client: s3.client, bucket, key, ...options });
}

const headersOf = (name: OperationName) =>
  s3.operations.find((operation) => operation.name === name)?.headers ?? {};

/** Of the request that says what the object is to be. */
const objectHeaders = (bytes: number) =>
  headersOf(bytes < 5 * mebibyte ? 'PutObject' : 'CreateMultipartUpload');

describe('the checksum', () => {
  test('is that of the whole object, and S3 checks it', async () => {
    // The CRC32 of "123456789" is the check value 0xCBF43926 of every catalogue of CRCs.
    const source = Readable.from(['1234', '56789']);
    const result = await uploadDump(source, { client: s3.client, bucket, key });
    expect(result.checksum).toEqual({ algorithm: 'CRC32', value: 'y/Q5Jg==' });
    expect(headersOf('PutObject')['x-amz-checksum-crc32']).toBe('y/Q5Jg==');
  });

  test('of several parts is one of the whole, sent with its size at the end', async () => {
    const bytes = 11 * mebibyte;
    const { checksum } = await upload(bytes);
    expect(headersOf('CreateMultipartUpload')).toMatchObject({
      'x-amz-checksum-algorithm': 'CRC32',
      'x-amz-checksum-type': 'FULL_OBJECT',
    });
    expect(headersOf('UploadPart')['x-amz-checksum-crc32']).toMatch(/^[\w+/]{6}==$/);
    expect(headersOf('CompleteMultipartUpload')).toMatchObject({
      'x-amz-checksum-type': 'FULL_OBJECT',
      'x-amz-checksum-crc32': checksum?.value,
      'x-amz-mp-object-size': String(bytes),
    });
  });

  test.for(sizes)('of %i bytes that arrive changed makes no object', async (bytes) => {
    const name = bytes < 5 * mebibyte ? 'PutObject' : 'UploadPart';
    s3.changeBytes = (operation) => operation.name === name;
    await expect(upload(bytes)).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    expect(await s3.keys(bucket)).toEqual([]);
    expect(s3.openUploads(bucket)).toEqual([]);
  });

  test('of a store that kept something else is found out, and its object removed', async () => {
    s3.checksums.honest = false;
    await expect(upload(6 * mebibyte)).rejects.toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      message: expect.stringContaining('It was removed.'),
    });
    expect(await s3.keys(bucket)).toEqual([]);
  });

  test('of an object that may not be removed says so', async () => {
    s3.checksums.honest = false;
    s3.failWhen(({ name }) =>
      name === 'DeleteObject' ? { status: 403, code: 'AccessDenied' } : undefined,
    );
    await expect(upload(6 * mebibyte)).rejects.toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      message: expect.stringMatching(/could not be removed \(AccessDenied\).*do not restore it/),
    });
  });

  test.for(sizes)('of %i bytes can be left out for other stores', async (bytes) => {
    const client = s3.clientWith({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    onTestFinished(() => client.destroy());
    for (const checksum of [undefined, false]) {
      const options = checksum === undefined ? { client } : { client, checksum };
      expect((await upload(bytes, options)).checksum).toBeUndefined();
    }
    for (const { headers } of s3.operations) {
      const names = Object.keys(headers);
      expect(names.filter((name) => /checksum|mp-object-size|trailer/.test(name))).toEqual([]);
    }
  });

  test('that a store does not know is told with what to leave out', async () => {
    s3.failWhen(({ name }) =>
      name === 'CreateMultipartUpload' ? { status: 501, code: 'NotImplemented' } : undefined,
    );
    await expect(upload(6 * mebibyte)).rejects.toThrow('checksum: false');
  });
});

test('a part travels with its length, though it is handed over in slices', async () => {
  await upload(6 * mebibyte);
  const first = s3.operations.find(({ partNumber }) => partNumber === 1);
  const { headers } = first ?? expect.fail('no first part');
  expect(headers['content-length']).toBe(String(5 * mebibyte));
  expect(headers['transfer-encoding']).toBeUndefined();
  expect(headers['content-encoding']).toBeUndefined();
});

describe.for(sizes)('an object of %i bytes', (bytes) => {
  test('carries its tags', async () => {
    await upload(bytes, { tags: { database: 'shop + co', größe: 'a=b/c' } });
    const header = String(objectHeaders(bytes)['x-amz-tagging']);
    expect([...new URLSearchParams(header)]).toEqual([
      ['database', 'shop + co'],
      ['größe', 'a=b/c'],
    ]);
  });

  test('is locked until a time, with the checksum that S3 demands', async () => {
    await upload(bytes, {
      objectLock: { mode: 'COMPLIANCE', retainUntil: new Date('2999-01-02T03:04:05Z') },
    });
    expect(objectHeaders(bytes)).toMatchObject({
      'x-amz-object-lock-mode': 'COMPLIANCE',
      'x-amz-object-lock-retain-until-date': '2999-01-02T03:04:05Z',
    });
    expect(objectHeaders(bytes)['x-amz-object-lock-legal-hold']).toBeUndefined();
    const sent = headersOf(bytes < 5 * mebibyte ? 'PutObject' : 'UploadPart');
    expect(sent['x-amz-checksum-crc32']).toBeDefined();
  });

  test('is held', async () => {
    await upload(bytes, { objectLock: { legalHold: true } });
    expect(objectHeaders(bytes)['x-amz-object-lock-legal-hold']).toBe('ON');
  });

  test('has its storage class and encryption', async () => {
    await upload(bytes, {
      storageClass: 'GLACIER_IR',
      serverSideEncryption: 'aws:kms',
      kmsKeyId: 'alias/backups',
      bucketKeyEnabled: true,
    });
    expect(objectHeaders(bytes)).toMatchObject({
      'x-amz-storage-class': 'GLACIER_IR',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'alias/backups',
      'x-amz-server-side-encryption-bucket-key-enabled': 'true',
    });
  });

  test('goes to no bucket of another owner, in none of its requests', async () => {
    const expectedBucketOwner = '111122223333';
    await upload(bytes, { expectedBucketOwner });
    s3.failWhen(({ name }) =>
      name === 'PutObject' || name === 'CompleteMultipartUpload' ? 'reset after' : undefined,
    );
    // The last request, the cleanup and the question whether the object is there.
    await upload(bytes, { expectedBucketOwner });
    const names = new Set(s3.operations.map(({ name }) => name));
    expect(names).toContain('HeadObject');
    for (const { name, headers } of s3.operations) {
      expect({ name, owner: headers['x-amz-expected-bucket-owner'] }).toEqual({
        name,
        owner: expectedBucketOwner,
      });
    }
  });
});
