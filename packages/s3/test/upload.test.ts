/** What becomes of stream and plan where no request to S3 is made. */

import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { uploadDump } from '../src/index.ts';

/** A stream that fails when it is read from, and a plan that fails with it, as those of a dump. */
function failingSource() {
  const closed = Promise.withResolvers<void>();
  const source = new Readable({
    read() {
      this.destroy(new Error('the login was refused'));
    },
  }).on('close', closed.resolve);
  const plannedBytes = closed.promise.then((): number => {
    throw new Error('no estimate');
  });
  return { source, plannedBytes, closed: closed.promise };
}

function clientWith(requestChecksumCalculation: () => Promise<'WHEN_SUPPORTED'>): S3Client {
  const client = new S3Client({ region: 'eu-central-1', requestChecksumCalculation });
  onTestFinished(() => client.destroy());
  return client;
}

/** Vitest fails by itself for a rejection that nobody handles; here it is the test that does. */
function unhandledRejections(): unknown[] {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  return unhandled;
}

const place = { bucket: 'backups', key: 'shop.sql' };

test('a plan that fails before it is asked for is no unhandled rejection', async () => {
  const unhandled = unhandledRejections();
  const { source, plannedBytes, closed } = failingSource();
  const client = clientWith(async () => {
    await closed;
    await turn();
    return 'WHEN_SUPPORTED';
  });
  await expect(uploadDump(source, { client, ...place, plannedBytes })).rejects.toThrow(
    'the login was refused',
  );
  expect(unhandled).toEqual([]);
});

test('a plan that fails since the options were refused is no unhandled rejection', async () => {
  const unhandled = unhandledRejections();
  const client = clientWith(async () => 'WHEN_SUPPORTED');
  const { source, plannedBytes } = failingSource();
  await expect(
    uploadDump(source, { client, ...place, plannedBytes, tags: { '': 'x' } }),
  ).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  await turn();
  expect(unhandled).toEqual([]);
});

test('a mistake in the AWS configuration destroys the stream', async () => {
  const client = clientWith(() => Promise.reject(new TypeError('neither WHEN_SUPPORTED nor …')));
  const source = new Readable({ read() {} });
  await expect(uploadDump(source, { client, ...place })).rejects.toMatchObject({
    code: 'UPLOAD_FAILED',
  });
  expect(source.destroyed).toBe(true);
});
