/** The limit of 10,000 parts, without uploading 50 GB. */

import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { bodyOf } from '../src/body.ts';
import { FirstFailure } from '../src/first-failure.ts';
import { maximumParts } from '../src/part-size.ts';

const location = { bucket: 'backups', key: 'shop.sql' };

test('a stream of 10,000 parts passes, and is known to have ended', async () => {
  const body = bodyOf(Readable.from(['x'.repeat(maximumParts)]), location, new FirstFailure());
  body.limitTo(1);
  await body.toArray();
  expect(body).toMatchObject({ bytes: maximumParts, sourceEnded: true });
});

test('a stream that is one byte longer than 10,000 parts fails, and says what to change', async () => {
  const failure = new FirstFailure();
  const source = Readable.from(['x'.repeat(maximumParts), 'y']);
  const body = bodyOf(source, location, failure);
  body.limitTo(1);
  const expected = { name: 'UploadError', code: 'TOO_MANY_PARTS' };
  await expect(body.toArray()).rejects.toMatchObject(expected);
  await expect(failure.rejection).rejects.toThrow('Give a larger plannedBytes or partSize.');
  expect(body.sourceEnded).toBe(false);
  expect(source.destroyed).toBe(true);
});
