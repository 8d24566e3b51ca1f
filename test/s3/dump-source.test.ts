/** S3 objects that are read by ranges: what is asked for, what breaks on the way, and what is told. */

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DumpSource, listDump, verify } from '@dumpstream/core';
import {
  openS3DumpSource,
  type S3DumpSourceOptions,
  UploadError,
  uploadDump,
} from '@dumpstream/s3';
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import { dumpOf, text } from '../../packages/core/test/decompress/dumps.ts';
import { type Disturbance, SourceProxy, secret } from './source-proxy.ts';

const bucket = 'backups';
const key = 'dump/shop.sql';
const never = new AbortController().signal;
const content = text.subarray(0, 3_000_000);

let s3: SourceProxy;

beforeEach(async () => {
  s3 = await SourceProxy.start(bucket);
  await s3.put(bucket, key, content);
});
afterEach(() => s3[Symbol.asyncDispose]());

const open = (options: Partial<S3DumpSourceOptions> = {}) =>
  openS3DumpSource({ client: s3.client, bucket, key, ...options });

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('it should have failed'),
    (error: unknown) => error,
  );

describe('an object', () => {
  test('is looked for once, and read whole by one request', async () => {
    const source = await open();
    expectTypeOf(source).toExtend<DumpSource>();
    expect(source).toMatchObject({ bytes: content.length, label: 's3://backups/dump/shop.sql' });
    expect((await buffer(source.read(0, source.bytes, never))).equals(content)).toBe(true);
    expect(s3.exchanges).toMatchObject([
      { method: 'HEAD' },
      { method: 'GET', range: undefined, ifMatch: source.etag },
    ]);
  });

  test('is read by ranges, each by one request for its bytes alone', async () => {
    const source = await open();
    const ranges = [
      [0, 1],
      [100, 200_100],
      [source.bytes - 1, source.bytes],
    ] as const;
    const read = await Promise.all(
      ranges.map(([start, end]) => buffer(source.read(start, end, never))),
    );
    for (const [index, [start, end]] of ranges.entries()) {
      expect(read[index]?.equals(content.subarray(start, end))).toBe(true);
    }
    const asked = s3.exchanges.slice(1);
    expect(asked.map(({ range }) => range).sort()).toEqual([
      'bytes=0-0',
      'bytes=100-200099',
      'bytes=2999999-2999999',
    ]);
    expect(asked.reduce((sum, { sent }) => sum + sent, 0)).toBe(200_002);
    expect(asked.every(({ ifMatch }) => ifMatch === source.etag)).toBe(true);
  });

  test('that is empty is asked for no bytes', async () => {
    await s3.put(bucket, 'empty', Buffer.alloc(0));
    const source = await open({ key: 'empty' });
    expect(await buffer(source.read(0, 0, never))).toHaveLength(0);
    expect(s3.exchanges).toHaveLength(1);
  });

  test('is asked for by version and owner in each request, where those are given', async () => {
    const source = await open({ versionId: 'null', expectedBucketOwner: '123456789012' });
    await buffer(source.read(0, 10, never));
    for (const { url, expectedOwner } of s3.exchanges) {
      expect(url.searchParams.get('versionId')).toBe('null');
      expect(expectedOwner).toBe('123456789012');
    }
  });
});

describe('a version', () => {
  beforeEach(async () => {
    await s3.put(bucket, 'versions/first', content);
    s3.versions.set('first', 'versions/first');
    await s3.put(bucket, key, Buffer.from('-- newer'));
  });

  test('is what is read, whatever has replaced it', async () => {
    const source = await open({ versionId: 'first' });
    expect(source).toMatchObject({
      bytes: content.length,
      label: 's3://backups/dump/shop.sql?versionId=first',
      versionId: 'first',
    });
    s3.rule = (_, number) => (number === 2 ? { cutAfter: 100_000 } : undefined);
    const reading = source.read(0, source.bytes, never)[Symbol.asyncIterator]();
    const pieces = [(await reading.next()).value ?? Buffer.alloc(0)];
    await s3.put(bucket, key, Buffer.from('-- newest'));
    for (;;) {
      const { done, value } = await reading.next();
      if (done === true) break;
      pieces.push(value);
    }
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
    expect(s3.exchanges).toHaveLength(3);
    expect(s3.exchanges.every(({ url }) => url.searchParams.get('versionId') === 'first')).toBe(
      true,
    );
  });

  test('that is not there is an error that names it', async () => {
    expect(await failureOf(open({ versionId: 'second' }))).toMatchObject({
      code: 'OBJECT_NOT_FOUND',
      message: expect.stringContaining('s3://backups/dump/shop.sql?versionId=second'),
    });
  });
});

describe('a store that does not heed conditions', () => {
  const read = async (headers?: Readonly<Record<string, undefined>>): Promise<unknown> => {
    s3.rule = () => headers && { headers };
    const source = await open();
    s3.rule = () => 'ignore the condition';
    await s3.put(bucket, key, Buffer.alloc(content.length, 'other;'));
    return failureOf(buffer(source.read(0, 10, never)));
  };

  test('is caught at having replaced the object by the ETag of its answer', async () => {
    expect(await read()).toMatchObject({ code: 'OBJECT_CHANGED' });
  });

  test('and tells no ETag either is caught by the time', async () => {
    // Of seconds, and the first object was put in the same one.
    s3.rule = () => ({
      headers: { etag: undefined, 'last-modified': 'Fri, 20 Nov 2026 00:00:00 GMT' },
    });
    const source = await open();
    s3.rule = () => ({ headers: { etag: undefined } });
    expect(await failureOf(buffer(source.read(0, 10, never)))).toMatchObject({
      code: 'OBJECT_CHANGED',
    });
  });

  test('and tells nothing by which the object could be known again is not read from', async () => {
    const error = await failureOf(
      (async () => {
        s3.rule = () => ({ headers: { etag: undefined, 'last-modified': undefined } });
        await open();
      })(),
    );
    expect(error).toMatchObject({
      code: 'READ_FAILED',
      message: expect.stringContaining('as a stream'),
    });
  });

  test('is believed where the same content was put there again', async () => {
    const source = await open();
    await s3.put(bucket, key, content);
    expect(await buffer(source.read(0, 10, never))).toEqual(content.subarray(0, 10));
  });
});

describe.for(['none', 'gzip', 'zstd'] as const)('a dump of ours (%s)', (format) => {
  test('is listed by few requests for its ends alone', async () => {
    const stored = await dumpOf(text, format, 50);
    await s3.put(bucket, key, stored);
    const listing = await listDump(await open());
    expect(listing.sections).toHaveLength(50);
    expect(s3.exchanges.length).toBeLessThanOrEqual(4);
    const bytes = s3.exchanges.reduce((sum, { sent }) => sum + sent, 0);
    expect(bytes).toBeLessThan(100_000);
    expect(stored.length).toBeGreaterThan(1_000_000);
  });
});

describe('a connection that breaks', () => {
  test('is continued from the byte that was reached', async () => {
    const source = await open();
    s3.rule = (_, number) => (number === 2 ? { cutAfter: 1_000_000 } : undefined);
    expect((await buffer(source.read(0, source.bytes, never))).equals(content)).toBe(true);
    const [, first, second] = s3.exchanges;
    expect(s3.exchanges).toHaveLength(3);
    expect(first?.range).toBeUndefined();
    const from = Number(/^bytes=(\d+)-2999999$/.exec(second?.range ?? '')?.[1]);
    expect(from).toBeGreaterThan(0);
    expect(from).toBeLessThanOrEqual(1_000_000);
    expect(second?.ifMatch).toBe(source.etag);
  });

  test('may break often, as long as bytes come', async () => {
    const source = await open();
    s3.rule = () => ({ cutAfter: 150_000 });
    const read = await buffer(source.read(500, source.bytes - 500, never));
    expect(read.equals(content.subarray(500, -500))).toBe(true);
    expect(s3.exchanges.length).toBeGreaterThanOrEqual(21);
  });

  test('gives up where none come, and says where', async () => {
    const source = await open();
    s3.rule = (_, number) => (number === 2 ? { cutAfter: 100_000 } : { cutAfter: 0 });
    const error = await failureOf(buffer(source.read(0, source.bytes, never)));
    expect(error).toBeInstanceOf(UploadError);
    expect(error).toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringMatching(/6 connections broke, the last one at byte \d+/),
      cause: expect.any(Error),
    });
    expect(s3.exchanges).toHaveLength(7);
  });

  test('is waited for while S3 answers that it is busy', async () => {
    const source = await open();
    s3.rule = (_, number) => {
      if (number === 2) return { cutAfter: 100_000 };
      // Two attempts of the client each: both of the first, and one of the second.
      return number <= 5 ? { status: 503, code: 'SlowDown' } : undefined;
    };
    expect((await buffer(source.read(0, source.bytes, never))).equals(content)).toBe(true);
    expect(s3.exchanges).toHaveLength(6);
  });

  test('in the middle of which the object is replaced is no dump of two halves', async () => {
    const source = await open();
    s3.rule = (_, number) => (number === 2 ? { cutAfter: 100_000 } : undefined);
    const reading = source.read(0, source.bytes, never)[Symbol.asyncIterator]();
    await reading.next();
    await s3.put(bucket, key, Buffer.alloc(content.length, 'other;'));
    const error = await failureOf(
      (async () => {
        while ((await reading.next()).done !== true);
      })(),
    );
    expect(error).toMatchObject({
      code: 'OBJECT_CHANGED',
      message: expect.stringContaining('versionId'),
    });
  });

  test('because its reader was slow is continued, and no more was sent than it took', async () => {
    const large = Buffer.concat(Array.from({ length: 20 }, () => content));
    // In parts: the service behind takes no more than 11 MiB at once.
    await uploadDump(Readable.from([large]), { client: s3.service.client, bucket, key });
    const source = await open();
    const pieces: Uint8Array[] = [];
    let read = 0;
    let cuts = 0;
    for await (const bytes of source.read(0, source.bytes, never)) {
      pieces.push(bytes);
      read += bytes.byteLength;
      if (cuts === 2 || read < (cuts + 1) * 8_000_000) continue;
      // Nothing is taken any more: what is sent comes to a stand, and then S3 loses patience.
      const last = s3.exchanges.at(-1);
      for (let before = -1; last !== undefined && last.sent !== before; await sleep(50)) {
        before = last.sent;
      }
      expect(last?.sent).toBeLessThan(30_000_000);
      s3.cutAll();
      cuts += 1;
    }
    expect(Buffer.concat(pieces).equals(large)).toBe(true);
    expect(s3.exchanges.filter(({ method }) => method === 'GET')).toHaveLength(3);
  });
});

describe('a read', () => {
  test('that is given up closes its connection', async () => {
    const source = await open();
    s3.rule = () => ({ silentAfter: 500_000 });
    for await (const _ of source.read(0, source.bytes, never)) break;
    await expect.poll(() => s3.exchanges.at(-1)?.broken).toBe(true);
  });

  test('that is aborted while it waits ends at once with the reason', async () => {
    const source = await open();
    const controller = new AbortController();
    s3.rule = () => ({ silentAfter: 0 });
    const reading = buffer(source.read(0, source.bytes, controller.signal));
    await expect.poll(() => s3.exchanges.length).toBe(2);
    controller.abort(new Error('enough'));
    await expect(reading).rejects.toBe(controller.signal.reason);
    await expect.poll(() => s3.exchanges.at(-1)?.broken).toBe(true);
  });

  test('of an object that was replaced since it was opened is an error', async () => {
    const source = await open();
    await s3.put(bucket, key, content.subarray(1));
    expect(await failureOf(buffer(source.read(0, 10, never)))).toMatchObject({
      code: 'OBJECT_CHANGED',
      message: expect.stringContaining('was replaced'),
    });
  });

  test('from a store that knows no ranges is an error, not the wrong bytes', async () => {
    const source = await open();
    s3.rule = () => 'ignore the range';
    expect(await failureOf(buffer(source.read(5, 10, never)))).toMatchObject({
      code: 'READ_FAILED',
      message: expect.stringContaining('3000000 bytes where 5 were asked for'),
    });
  });

  test('of bytes that were changed on their way is told by the checksum that S3 has', async () => {
    await uploadDump(Readable.from([content]), {
      client: s3.service.client,
      bucket,
      key: 'checked',
    });
    const source = await open({ key: 'checked' });
    s3.rule = () => 'flip a bit';
    expect(await failureOf(buffer(source.read(0, source.bytes, never)))).toMatchObject({
      code: 'CHECKSUM_MISMATCH',
    });
  });
});

const refusals: Readonly<
  Record<string, { readonly answer: Disturbance; readonly code: string; readonly told: string }>
> = {
  'access that is denied': {
    answer: { status: 403, code: 'AccessDenied', message: 'Access Denied' },
    code: 'ACCESS_DENIED',
    told: 's3:GetObject on the object',
  },
  'a key that is not there, told to one who may not list': {
    answer: { status: 403, code: 'AccessDenied', message: 'Access Denied' },
    code: 'ACCESS_DENIED',
    told: 'an object that does not exist',
  },
  'a bucket of another region': {
    answer: { status: 301, code: 'PermanentRedirect' },
    code: 'WRONG_REGION',
    told: "Make the S3 client for the bucket's region",
  },
  'credentials that have expired': {
    answer: { status: 400, code: 'ExpiredToken', message: 'The provided token has expired.' },
    code: 'CREDENTIALS_REFUSED',
    told: 'ExpiredToken',
  },
  'a key of its owner (SSE-C)': {
    answer: {
      status: 400,
      code: 'InvalidRequest',
      message:
        'The object was stored using a form of Server Side Encryption. The correct parameters must be ' +
        'provided to retrieve the object.',
    },
    code: 'CUSTOMER_KEY',
    told: 'as a stream',
  },
  'a version that is the mark of a deletion': {
    answer: { status: 405, code: 'MethodNotAllowed' },
    code: 'OBJECT_NOT_FOUND',
    told: 'there is no such object',
  },
  'a version that is none': {
    answer: { status: 404, code: 'NoSuchVersion' },
    code: 'OBJECT_NOT_FOUND',
    told: 'there is no such object',
  },
  'too many requests': {
    answer: { status: 503, code: 'SlowDown' },
    code: 'THROTTLED',
    told: 'maxAttempts',
  },
  'an error of S3': {
    answer: { status: 500, code: 'InternalError' },
    code: 'READ_FAILED',
    told: 'InternalError',
  },
};

describe('what S3 refuses is told with what to do', () => {
  test.for(Object.entries(refusals))('%s', async ([, { answer, code, told }]) => {
    s3.rule = () => answer;
    const error = await failureOf(open());
    expect(error).toBeInstanceOf(UploadError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(told) });
    expect(String(error)).toMatch(/Could not read s3:\/\/backups\/dump\/shop\.sql: /);
    expect(String(error)).not.toContain(secret);
    // The same when it happens later.
    s3.rule = () => undefined;
    const source = await open();
    s3.rule = () => answer;
    expect(await failureOf(buffer(source.read(0, 10, never)))).toMatchObject({ code });
  });

  test('an object or a bucket that is not there', async () => {
    expect(await failureOf(open({ key: 'nothing' }))).toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    expect(await failureOf(open({ bucket: 'nowhere' }))).toMatchObject({
      code: 'BUCKET_NOT_FOUND',
    });
  });

  test('an S3 that can not be reached', async () => {
    const client = s3.clientWith({ endpoint: 'http://127.0.0.1:1' });
    expect(await failureOf(open({ client }))).toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('Could not read'),
    });
    client.destroy();
  });

  test('an abort of the opening', async () => {
    const signal = AbortSignal.abort();
    expect(await failureOf(open({ signal }))).toMatchObject({ code: 'ABORTED' });
    expect(s3.exchanges).toEqual([]);
  });

  test.for([
    [{ 'x-amz-storage-class': 'GLACIER' }, 'GLACIER'],
    [{ 'x-amz-storage-class': 'DEEP_ARCHIVE', 'x-amz-restore': 'ongoing-request="true"' }, 'wait'],
    [
      {
        'x-amz-storage-class': 'INTELLIGENT_TIERING',
        'x-amz-archive-status': 'DEEP_ARCHIVE_ACCESS',
      },
      'restore-object',
    ],
  ] as const)('an archive: %j', async ([headers, told]) => {
    s3.rule = () => ({ headers });
    expect(await failureOf(open())).toMatchObject({
      code: 'OBJECT_ARCHIVED',
      message: expect.stringContaining(told),
    });
  });

  test('an archive that S3 tells of when it is read', async () => {
    const source = await open();
    s3.rule = () => ({ status: 403, code: 'InvalidObjectState' });
    expect(await failureOf(buffer(source.read(0, 10, never)))).toMatchObject({
      code: 'OBJECT_ARCHIVED',
    });
  });

  test.for([
    { 'x-amz-storage-class': 'GLACIER_IR' },
    { 'x-amz-storage-class': 'INTELLIGENT_TIERING' },
    {
      'x-amz-storage-class': 'GLACIER',
      'x-amz-restore': 'ongoing-request="false", expiry-date="Fri, 21 Dec 2040 00:00:00 GMT"',
    },
  ])('no archive: %j', async (headers) => {
    s3.rule = () => ({ headers });
    expect((await open()).bytes).toBe(content.length);
  });
});

test('what is no dump is told by its content, with its address', async () => {
  await s3.put(bucket, key, Buffer.from('PK\x03\x04'));
  await expect(verify(await open())).rejects.toMatchObject({
    code: 'NOT_A_DUMP',
    message: expect.stringContaining('s3://backups/dump/shop.sql'),
  });
});
