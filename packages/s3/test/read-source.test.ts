/** The options of reading, and answers that fall silent. */

import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { openS3DumpSource } from '../src/dump-source.ts';
import { type ObjectRange, readObject } from '../src/read-object.ts';

const location = { bucket: 'backups', key: 'shop.sql' };

function range(options: Partial<ObjectRange> & Pick<ObjectRange, 'request'>): ObjectRange {
  return { location, start: 0, end: 6, signal: new AbortController().signal, ...options };
}

/** A body that gives some bytes, and then nothing, ever. */
function silentBehind(text: string): Readable {
  const body = new PassThrough();
  body.write(text);
  return body;
}

describe('an answer that falls silent', () => {
  test('is given up, and continued by another one', async () => {
    const bodies: Readable[] = [];
    const request = async (from: number): Promise<Readable> => {
      const body = from === 0 ? silentBehind('abc') : Readable.from([Buffer.from('def')]);
      bodies.push(body);
      return body;
    };
    expect((await buffer(readObject(range({ request, patience: 20 })))).toString()).toBe('abcdef');
    expect(bodies).toHaveLength(2);
    expect(bodies[0]?.destroyed).toBe(true);
  });

  test('is an error where all of them do', async () => {
    const request = async (): Promise<Readable> => new PassThrough();
    await expect(buffer(readObject(range({ request, patience: 5 })))).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('no byte came for 0.005 seconds'),
    });
  });
});

test('an answer that is longer than what was asked for is an error', async () => {
  const request = async (): Promise<Readable> => Readable.from([Buffer.from('abcdefg')]);
  await expect(buffer(readObject(range({ request })))).rejects.toMatchObject({
    code: 'READ_FAILED',
  });
});

test('an error of a body that nobody reads ends no process', async () => {
  const body = silentBehind('abc');
  const reading = readObject(range({ request: async () => body }))[Symbol.asyncIterator]();
  await reading.next();
  body.destroy(new Error('cut'));
  await new Promise((resolve) => setImmediate(resolve));
  await reading.return?.();
  expect(body.destroyed).toBe(true);
});

describe('options', () => {
  const client = new S3Client({ region: 'eu-central-1' });

  test.for([
    [undefined, 'needs options'],
    [{ client, bucket: 'b' }, '"key" is missing'],
    [{ client: {}, bucket: 'b', key: 'k' }, '"client" must be an S3Client'],
    [{ client, bucket: 's3://b', key: 'k' }, 'parseS3Url()'],
    [{ client, bucket: 'b', key: '' }, '"key" must be a string'],
    [{ client, bucket: 'b', key: 'k', version: 'x' }, 'Did you mean "versionId"?'],
    [{ client, bucket: 'b', key: 'k', expectedBucketOwner: '12' }, '12 digits'],
    [{ client, bucket: 'b', key: 'k', signal: {} }, 'an AbortSignal'],
  ] as const)('%# are refused: %s', async ([options, told]) => {
    await expect(Reflect.apply(openS3DumpSource, undefined, [options])).rejects.toMatchObject({
      name: 'UploadError',
      code: 'INVALID_OPTION',
      message: expect.stringContaining(told),
    });
  });
});
