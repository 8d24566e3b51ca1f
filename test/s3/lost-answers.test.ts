/** Answers of S3 that are lost, late, or wrong: what is true is told. */

import { PassThrough, Readable } from 'node:stream';
import { type UploadOptions, uploadDump } from '@dumpstream/s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FaultRule, FaultyS3, type OperationName } from './faulty-s3.ts';

const mebibyte = 1024 * 1024;
const bucket = 'backups';
const key = 'dump/shop.sql';

let s3: FaultyS3;

beforeEach(async () => {
  s3 = await FaultyS3.start([bucket]);
});
afterEach(() => s3[Symbol.asyncDispose]());

const contentOf = (bytes: number) => Buffer.alloc(bytes, 'dump;');

function upload(bytes: number, options: Partial<UploadOptions> = {}) {
  const source = Readable.from([contentOf(bytes)]);
  return uploadDump(source, { client: s3.client, bucket, key, ...options });
}

/** Serves the first request of this name, but cuts the connection in place of its answer. */
function loseFirstAnswer(name: OperationName): FaultRule {
  let lost = false;
  return (operation) => {
    if (operation.name !== name || lost) return undefined;
    lost = true;
    return 'reset after';
  };
}

const denied = { status: 403, code: 'AccessDenied' } as const;

describe.for([
  [10, 'PutObject'],
  [6 * mebibyte, 'CompleteMultipartUpload'],
] as const)('the last request of an upload of %i bytes', ([bytes, name]) => {
  test('whose answer is lost once is repeated, and the upload succeeds', async () => {
    s3.failWhen(loseFirstAnswer(name));
    const result = await upload(bytes);
    expect(result).toMatchObject({ bytes, etag: expect.any(String) });
    expect((await s3.object(bucket, key))?.equals(contentOf(bytes))).toBe(true);
    expect(s3.openUploads(bucket)).toEqual([]);
  });

  test('whose answer is lost each time succeeds, as the object is there', async () => {
    s3.failWhen((operation) => (operation.name === name ? 'reset after' : undefined));
    expect(await upload(bytes)).toMatchObject({ bytes, checksum: { algorithm: 'CRC32' } });
  });

  test('that is repeated does not find its own object in its way', async () => {
    s3.failWhen(loseFirstAnswer(name));
    expect(await upload(bytes, { overwrite: false })).toMatchObject({ bytes });
  });

  test('finds the object of another in its way, also when it was repeated', async () => {
    await uploadDump(Readable.from(['of another']), { client: s3.client, bucket, key });
    let first = true;
    s3.failWhen((operation) => {
      if (operation.name !== name || !first) return undefined;
      first = false;
      return 'reset';
    });
    const error = await upload(bytes, { overwrite: false }).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: 'OBJECT_EXISTS' });
    // It is certain that the object is not this upload's.
    expect(String(error)).not.toContain('may have finished');
    expect((await s3.object(bucket, key))?.toString()).toBe('of another');
    expect(s3.openUploads(bucket)).toEqual([]);
  });

  test('without an answer, where an older object is there, does not take that for its own', async () => {
    await uploadDump(Readable.from(['of yesterday']), { client: s3.client, bucket, key });
    s3.failWhen((operation) => (operation.name === name ? 'reset' : undefined));
    const error = await upload(bytes).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ name: 'UploadError', code: 'UNREACHABLE' });
    expect((await s3.object(bucket, key))?.toString()).toBe('of yesterday');
    expect(s3.openUploads(bucket)).toEqual([]);
  });

  test('without an answer, where the object may not be asked for, is told as open', async () => {
    s3.failWhen((operation) => {
      if (operation.name === 'HeadObject') return denied;
      return operation.name === name ? 'reset after' : undefined;
    });
    const error = await upload(bytes).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ name: 'UploadError' });
    expect(String(error)).toContain('if it is, it is whole');
    expect(s3.openUploads(bucket)).toEqual([]);
  });

  test('that is refused once and for all is not asked about', async () => {
    s3.failWhen((operation) => (operation.name === name ? denied : undefined));
    await expect(upload(bytes)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    expect(s3.count('HeadObject')).toBe(0);
  });
});

test('without a checksum, an object of several parts is known by its ETag', async () => {
  s3.failWhen(({ name }) => (name === 'CompleteMultipartUpload' ? 'reset after' : undefined));
  expect(await upload(6 * mebibyte, { checksum: false })).toMatchObject({ bytes: 6 * mebibyte });
});

test('an abort that fails after a last request without an answer does not deny the object', async () => {
  s3.failWhen(({ name }) => {
    if (name === 'AbortMultipartUpload') return denied;
    return name === 'CompleteMultipartUpload' ? 'reset' : undefined;
  });
  const error = await upload(6 * mebibyte).catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: 'UNREACHABLE', leftUploadId: expect.any(String) });
  expect(String(error)).toContain('if there is no object now');
});

test('S3 that asks to slow down for longer than the retries last is told as such', async () => {
  s3.failWhen(({ partNumber }) =>
    partNumber === 2 ? { status: 503, code: 'SlowDown' } : undefined,
  );
  await expect(upload(6 * mebibyte)).rejects.toMatchObject({
    code: 'THROTTLED',
    message: expect.stringContaining('maxAttempts'),
  });
  expect(s3.openUploads(bucket)).toEqual([]);
});

test('credentials that expire in the middle can not clean up, and what is left is named', async () => {
  s3.failWhen(({ name, partNumber }) =>
    partNumber === 2 || name === 'AbortMultipartUpload'
      ? { status: 400, code: 'ExpiredToken' }
      : undefined,
  );
  const error = await upload(11 * mebibyte).catch((failure: unknown) => failure);
  const [left] = s3.openUploads(bucket);
  expect(left).toBeDefined();
  expect(error).toMatchObject({
    code: 'CREDENTIALS_REFUSED',
    leftUploadId: left?.uploadId,
    message: expect.stringContaining('aws s3api abort-multipart-upload'),
  });
});

test('a part that hangs does not keep a failed upload from being cleaned up', async () => {
  let arrived = () => {};
  const hanging = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  s3.failWhen(({ name }) => {
    if (name !== 'UploadPart') return undefined;
    arrived();
    return { until: new Promise<void>(() => {}) };
  });
  const source = new PassThrough();
  const lost = new Error('server has gone away');
  const failure = uploadDump(source, { client: s3.client, bucket, key }).catch((e: unknown) => e);
  source.write(contentOf(6 * mebibyte));
  await hanging;
  source.destroy(lost);
  expect(await failure).toBe(lost);
  expect(s3.openUploads(bucket)).toEqual([]);
  expect(await s3.keys(bucket)).toEqual([]);
});
