/** Uploads against a real S3 service, with every failure on the way: whole or absent. */

import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { UploadError, type UploadErrorCode, type UploadOptions, uploadDump } from '@dumpstream/s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FaultRule, FaultyS3, type OperationName } from './faulty-s3.ts';

const mebibyte = 1024 * 1024;
const bucket = 'backups';
const key = 'dump/shop.sql';

let s3: FaultyS3;
const unhandled: unknown[] = [];
const noteUnhandled = (error: unknown) => unhandled.push(error);

beforeAll(() => {
  process.on('uncaughtExceptionMonitor', noteUnhandled);
});
afterAll(() => {
  process.off('uncaughtExceptionMonitor', noteUnhandled);
});
beforeEach(async () => {
  s3 = await FaultyS3.start([bucket]);
});
afterEach(async () => {
  await s3[Symbol.asyncDispose]();
  expect(unhandled).toEqual([]);
});

/** Bytes that differ from block to block, so that a lost or swapped part shows. */
function* blocks(bytes: number, size = 256 * 1024): Generator<Buffer> {
  for (let offset = 0; offset < bytes; offset += size) {
    const block = Buffer.alloc(Math.min(size, bytes - offset), `block ${offset};`);
    yield block;
  }
}

const contentOf = (bytes: number) => Buffer.concat([...blocks(bytes)]);
const sourceOf = (bytes: number) => Readable.from(blocks(bytes), { objectMode: false });

function upload(source: Readable, options: Partial<UploadOptions> = {}) {
  return uploadDump(source, { client: s3.client, bucket, key, plannedBytes: 0, ...options });
}

/** The error an upload ends with, once it is certain that nothing is left of it. */
async function failureOf(source: Readable, options: Partial<UploadOptions> = {}): Promise<unknown> {
  const error = await upload(source, options).then(
    () => expect.fail('the upload should have failed'),
    (failure: unknown) => failure,
  );
  expect(await s3.keys(bucket)).toEqual([]);
  expect(s3.openUploads(bucket)).toEqual([]);
  expect(source.destroyed).toBe(true);
  // Once more after everything in flight has had its turn: nothing may appear late.
  await setImmediate();
  expect(await s3.keys(bucket)).toEqual([]);
  return error;
}

const failOn =
  (name: OperationName, status: number, code: string, partNumber?: number): FaultRule =>
  (operation) =>
    operation.name === name && (partNumber ?? operation.partNumber) === operation.partNumber
      ? { status, code }
      : undefined;

describe('an upload', () => {
  test('of several parts arrives byte for byte', async () => {
    const bytes = 23 * mebibyte + 17;
    const progress: number[] = [];
    const result = await upload(sourceOf(bytes), {
      onProgress: (update) => progress.push(update.bytes),
    });
    expect(result).toMatchObject({ bucket, key, bytes });
    expect(result.etag).toMatch(/^"[0-9a-f]{32}-5"$/);
    expect(progress).toHaveLength(5);
    expect(progress.at(-1)).toBe(bytes);
    expect((await s3.object(bucket, key))?.equals(contentOf(bytes))).toBe(true);
    expect(s3.openUploads(bucket)).toEqual([]);
  });

  test('of less than a part is a single request', async () => {
    const result = await upload(Readable.from(['héllo', Buffer.from(' world')]));
    expect(result.bytes).toBe(12);
    expect((await s3.object(bucket, key))?.toString()).toBe('héllo world');
    expect(s3.operations.map(({ name }) => name)).toEqual(['PutObject']);
  });

  test('of a stream that ends at once is an empty object', async () => {
    expect((await upload(Readable.from([]))).bytes).toBe(0);
    expect((await s3.object(bucket, key))?.byteLength).toBe(0);
  });

  test('of exactly one part and of exactly two is whole', async () => {
    for (const bytes of [5 * mebibyte, 10 * mebibyte]) {
      await upload(sourceOf(bytes));
      expect((await s3.object(bucket, key))?.equals(contentOf(bytes))).toBe(true);
    }
  });

  test('cuts one block that is larger than several parts', async () => {
    const block = contentOf(12 * mebibyte);
    await upload(Readable.from([block]));
    expect((await s3.object(bucket, key))?.equals(block)).toBe(true);
  });

  test('takes a file stream by what it reads, not by the size of the file', async () => {
    const source = createReadStream(import.meta.filename, { start: 0, end: 9 });
    expect((await upload(source)).bytes).toBe(10);
  });

  test('carries type, encoding and metadata, also in parts', async () => {
    for (const bytes of [10, 6 * mebibyte]) {
      await upload(sourceOf(bytes), {
        contentType: 'application/sql',
        contentEncoding: 'zstd',
        metadata: { database: 'shop' },
      });
      const head = await s3.client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      expect(head.ContentType).toBe('application/sql');
      expect(head.Metadata).toEqual({ database: 'shop' });
    }
  });

  test('survives a passing error of S3 in the middle', async () => {
    let failures = 0;
    s3.failWhen(({ partNumber }) =>
      partNumber === 2 && failures++ === 0 ? { status: 503, code: 'SlowDown' } : undefined,
    );
    const bytes = 11 * mebibyte;
    await upload(sourceOf(bytes));
    expect((await s3.object(bucket, key))?.equals(contentOf(bytes))).toBe(true);
    expect(failures).toBe(2);
  });

  test('waits for a plan that is still open, and chooses the parts by it', async () => {
    const plannedBytes = setImmediate(30 * 1024 ** 3);
    await upload(sourceOf(17 * mebibyte), { plannedBytes });
    // Twice of 30 GiB in 7,000 parts: 9 MiB each.
    expect(s3.count('UploadPart')).toBe(2);
  });

  test('goes on without a plan if the plan fails', async () => {
    await upload(sourceOf(8 * mebibyte), { plannedBytes: Promise.reject(new Error('no idea')) });
    // In parts of the size that is chosen for an unknown length.
    expect(s3.count('UploadPart')).toBe(2);
  });

  test('leaves a stream of the same client alone that runs beside a failing one', async () => {
    s3.failWhen((operation) =>
      operation.key === 'bad' && operation.name === 'UploadPart'
        ? { status: 403, code: 'AccessDenied' }
        : undefined,
    );
    const [bad, good] = await Promise.allSettled([
      upload(sourceOf(11 * mebibyte), { key: 'bad' }),
      upload(sourceOf(11 * mebibyte), { key: 'good' }),
    ]);
    expect(bad.status).toBe('rejected');
    expect(good.status).toBe('fulfilled');
    expect(await s3.keys(bucket)).toEqual(['good']);
    expect(s3.openUploads(bucket)).toEqual([]);
  });
});

describe('a failing source', () => {
  const lost = Object.assign(new Error('server has gone away'), { code: 'CONNECTION_LOST' });

  test.for([0, 1, 5, 12])('surfaces its own error after %i MiB', async (mebibytes) => {
    const source = Readable.from(
      (async function* () {
        yield* blocks(mebibytes * mebibyte);
        throw lost;
      })(),
    );
    expect(await failureOf(source)).toBe(lost);
  });

  test.for([0, 1, 5, 12])(
    'closed without an error after %i MiB makes no object',
    async (mebibytes) => {
      const source = new PassThrough();
      const failure = failureOf(source);
      for (const block of blocks(mebibytes * mebibyte)) {
        if (!source.write(block)) await once(source, 'drain');
      }
      source.destroy();
      expect(await failure).toMatchObject({ name: 'UploadError', code: 'SOURCE_ENDED_EARLY' });
    },
  );

  test('closed before the upload makes no object', async () => {
    const source = new PassThrough();
    source.destroy();
    expect(await failureOf(source)).toMatchObject({ code: 'SOURCE_ENDED_EARLY' });
  });

  test('that had failed before the upload surfaces its own error', async () => {
    const source = new PassThrough();
    source.on('error', () => {}).destroy(lost);
    await new Promise((resolve) => source.once('close', resolve));
    expect(await failureOf(source)).toBe(lost);
  });

  test('read to its end before the upload makes no empty object', async () => {
    const source = Readable.from(['everything']);
    await source.toArray();
    expect(await failureOf(source)).toMatchObject({
      code: 'SOURCE_ENDED_EARLY',
      message: expect.stringContaining('read to its end before'),
    });
  });

  test('surfaces its own error while the plan is still open', async () => {
    const source = new PassThrough();
    const failure = failureOf(source, { plannedBytes: new Promise<number>(() => {}) });
    source.destroy(lost);
    expect(await failure).toBe(lost);
    expect(s3.operations).toEqual([]);
  });

  test('that holds anything but bytes is refused', async () => {
    expect(await failureOf(Readable.from([{ row: 1 }]))).toMatchObject({ code: 'INVALID_OPTION' });
  });

  test('while a part is under way is told after that part is gone', async () => {
    const source = new PassThrough();
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    const arrived = new Promise<void>((resolve) => {
      s3.failWhen(({ name }) => {
        if (name !== 'UploadPart') return undefined;
        resolve();
        return { until };
      });
    });
    const failure = failureOf(source);
    source.write(contentOf(6 * mebibyte));
    await arrived;
    source.destroy(lost);
    await setImmediate();
    expect(s3.count('AbortMultipartUpload')).toBe(0);
    release();
    expect(await failure).toBe(lost);
    expect(s3.operations.map(({ name }) => name).slice(0, 3)).toEqual([
      'CreateMultipartUpload',
      'UploadPart',
      'AbortMultipartUpload',
    ]);
  });
});

describe('a failing S3', () => {
  const cases: readonly [string, FaultRule, UploadErrorCode][] = [
    [
      'access denied on create',
      failOn('CreateMultipartUpload', 403, 'AccessDenied'),
      'ACCESS_DENIED',
    ],
    [
      'no bucket on create',
      failOn('CreateMultipartUpload', 404, 'NoSuchBucket'),
      'BUCKET_NOT_FOUND',
    ],
    ['an error on the first part', failOn('UploadPart', 500, 'InternalError', 1), 'UPLOAD_FAILED'],
    ['an error on part 3', failOn('UploadPart', 500, 'InternalError', 3), 'UPLOAD_FAILED'],
    [
      'expired credentials on part 2',
      failOn('UploadPart', 400, 'ExpiredToken', 2),
      'CREDENTIALS_REFUSED',
    ],
    [
      'access denied on complete',
      failOn('CompleteMultipartUpload', 403, 'AccessDenied'),
      'ACCESS_DENIED',
    ],
    [
      'an error on complete',
      failOn('CompleteMultipartUpload', 500, 'InternalError'),
      'UPLOAD_FAILED',
    ],
    ['another region', failOn('CreateMultipartUpload', 301, 'PermanentRedirect'), 'WRONG_REGION'],
    [
      'an error that is sent with status 200',
      failOn('CompleteMultipartUpload', 200, 'InternalError'),
      'UPLOAD_FAILED',
    ],
    [
      'a connection reset on part 2',
      ({ partNumber }) => (partNumber === 2 ? 'reset' : undefined),
      'UNREACHABLE',
    ],
    [
      'a connection reset on complete',
      ({ name }) => (name === 'CompleteMultipartUpload' ? 'reset' : undefined),
      'UNREACHABLE',
    ],
  ];

  test.for(cases)('(%s) leaves nothing and says what to do', async ([, rule, code]) => {
    s3.failWhen(rule);
    const error = await failureOf(sourceOf(17 * mebibyte));
    expect(error).toBeInstanceOf(UploadError);
    expect(error).toMatchObject({ code, cause: expect.anything() });
    expect(String(error)).toContain(`s3://${bucket}/${key}`);
  });

  test('(access denied) is told for a single request too', async () => {
    s3.failWhen(failOn('PutObject', 403, 'AccessDenied'));
    const error = await failureOf(sourceOf(10));
    expect(error).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(String(error)).toContain('s3:PutObject');
  });

  test('(a bucket that is not there) is named', async () => {
    const error = await failureOf(sourceOf(10), { bucket: 'no-such-bucket' });
    expect(error).toMatchObject({ code: 'BUCKET_NOT_FOUND' });
    expect(String(error)).toContain('s3://no-such-bucket/');
  });

  test('ends the upload at once, though the stream has stalled', async () => {
    s3.failWhen(failOn('UploadPart', 403, 'AccessDenied'));
    const source = new PassThrough();
    const failure = failureOf(source);
    source.write(contentOf(6 * mebibyte));
    expect(await failure).toMatchObject({ code: 'ACCESS_DENIED' });
  });

  test('that can not abort either is told with the command that does', async () => {
    s3.failWhen(({ name }) =>
      name === 'AbortMultipartUpload' || name === 'CompleteMultipartUpload'
        ? { status: 403, code: 'AccessDenied' }
        : undefined,
    );
    const error = await upload(sourceOf(6 * mebibyte)).catch((failure: unknown) => failure);
    const uploadId = s3.openUploads(bucket)[0]?.uploadId;
    expect(error).toMatchObject({ code: 'ACCESS_DENIED', leftUploadId: uploadId });
    expect(String(error)).toContain('lifecycle rule');
    expect(String(error)).toContain(
      `aws s3api abort-multipart-upload --bucket 'backups' --key 'dump/shop.sql' --upload-id '${uploadId}'`,
    );
    expect(await s3.keys(bucket)).toEqual([]);
  });

  test('that can not abort after a failed source keeps the error of the source as the cause', async () => {
    s3.failWhen(failOn('AbortMultipartUpload', 500, 'InternalError'));
    const lost = new Error('server has gone away');
    const source = new PassThrough();
    const failure = upload(source, {
      onProgress: () => source.destroy(lost),
    }).catch((error: unknown) => error);
    source.write(contentOf(6 * mebibyte));
    const error = await failure;
    expect(error).toMatchObject({ code: 'CLEANUP_FAILED', cause: lost });
    expect(String(error)).toContain('server has gone away');
  });

  test('that finishes the object but can not say so, nor may be asked, is told as such', async () => {
    s3.failWhen(({ name }) => {
      if (name === 'HeadObject') return { status: 403, code: 'AccessDenied' };
      return name === 'CompleteMultipartUpload' ? 'reset after' : undefined;
    });
    const bytes = 6 * mebibyte;
    const error = await upload(sourceOf(bytes)).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(UploadError);
    expect(String(error)).toContain('if it is, it is whole');
    expect((await s3.object(bucket, key))?.equals(contentOf(bytes))).toBe(true);
    expect(s3.openUploads(bucket)).toEqual([]);
  });
});

describe('an aborted upload', () => {
  test('before it began makes no request', async () => {
    const reason = new Error('changed my mind');
    const error = await failureOf(sourceOf(10), { signal: AbortSignal.abort(reason) });
    expect(error).toMatchObject({ code: 'ABORTED', cause: reason });
    expect(s3.count('PutObject')).toBe(0);
  });

  test.for([1, 3])('after part %i leaves nothing when the promise rejects', async (parts) => {
    const controller = new AbortController();
    const error = await failureOf(sourceOf(40 * mebibyte), {
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.parts === parts) controller.abort();
      },
    });
    expect(error).toMatchObject({ code: 'ABORTED' });
    expect(s3.count('AbortMultipartUpload')).toBe(1);
  });

  test('while the stream stalls does not wait for it', async () => {
    const controller = new AbortController();
    const source = new PassThrough();
    const failure = failureOf(source, { signal: controller.signal });
    source.write('a beginning');
    await setImmediate();
    controller.abort();
    expect(await failure).toMatchObject({ code: 'ABORTED' });
  });

  test('after its last byte but before it was completed makes no object', async () => {
    const controller = new AbortController();
    const bytes = 6 * mebibyte;
    const error = await failureOf(sourceOf(bytes), {
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.bytes === bytes) controller.abort();
      },
    });
    expect(error).toMatchObject({ code: 'ABORTED' });
    expect(s3.count('CompleteMultipartUpload')).toBe(0);
  });

  test('leaves no listener on a signal that lives on', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    await upload(sourceOf(10), { signal });
    expect(listeners).toBe(0);
  });
});

describe('other endings', () => {
  test('what onProgress throws ends the upload', async () => {
    const mine = new Error('mine');
    const error = await failureOf(sourceOf(12 * mebibyte), {
      onProgress: () => {
        throw mine;
      },
    });
    expect(error).toBe(mine);
  });

  test.for([10, 6 * mebibyte])(
    'with overwrite: false an object of %i bytes replaces none',
    async (bytes) => {
      await upload(sourceOf(3));
      const error = await upload(sourceOf(bytes), { overwrite: false }).catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'OBJECT_EXISTS' });
      expect((await s3.object(bucket, key))?.byteLength).toBe(3);
      expect(s3.openUploads(bucket)).toEqual([]);
      await upload(sourceOf(bytes), { overwrite: false, key: 'another' });
      expect((await s3.object(bucket, 'another'))?.byteLength).toBe(bytes);
    },
  );

  test('a wrong option destroys the stream, so that what is behind it is closed', async () => {
    const source = new PassThrough();
    const options = { client: s3.client, bucket, key, partsize: 1 } as unknown as UploadOptions;
    await expect(uploadDump(source, options)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringContaining('Did you mean "partSize"?'),
    });
    expect(source.destroyed).toBe(true);
  });
});
