/** Which object is the newest dump, of what a played S3 lists. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { objectSource } from '../src/source/object-source.ts';

interface Listed {
  readonly key: string;
  readonly time: string;
}

const old = '2026-11-24T03:15:00.000Z';
const recent = '2026-11-25T03:15:00.000Z';

test('the newest dump is that of the latest upload, whatever its name', async () => {
  const { find } = await listing([
    [
      { key: 'dump/z.sql.gz', time: old },
      { key: 'dump/b.sql.zst', time: recent },
      { key: 'dump/c.sql.gz', time: old },
    ],
  ]);
  expect(await find()).toBe('dump/b.sql.zst');
});

test('of dumps of one second it is the last one by name', async () => {
  const { find } = await listing([
    ['dump/a.sql', 'dump/c.sql', 'dump/b.sql'].map((key) => ({ key, time: recent })),
  ]);
  expect(await find()).toBe('dump/c.sql');
});

test('what is not called like a dump is none, however new', async () => {
  const { find } = await listing([
    [
      { key: 'dump/a.sql.gz', time: old },
      ...['dump/', 'dump/a.sql.gz.md5', 'dump/sql', 'dump/a.sql.bz2'].map((key) => ({
        key,
        time: recent,
      })),
    ],
  ]);
  expect(await find()).toBe('dump/a.sql.gz');
});

test('all pages are looked at', async () => {
  const { find, queries } = await listing([
    [{ key: 'dump/a.sql', time: old }],
    [{ key: 'dump/b.sql', time: recent }],
    [{ key: 'dump/c.sql', time: old }],
  ]);
  expect(await find()).toBe('dump/b.sql');
  expect(queries.map((query) => query.get('prefix'))).toEqual(['dump/', 'dump/', 'dump/']);
  expect(queries.map((query) => query.get('continuation-token'))).toEqual([null, '1', '2']);
});

test('a dump that is named is not looked for', async () => {
  const { find, queries } = await listing([]);
  expect(await find('dump/a.sql')).toBe('dump/a.sql');
  expect(queries).toEqual([]);
});

test('a version of a dump that is named is told, and opened', async () => {
  const { source, queries } = await listing([], { name: 'NoSuchVersion', status: 404 }, 'first');
  const dump = await source.find('dump/a.sql', new AbortController().signal);
  expect(dump.place).toEqual({ bucket: 'backups', key: 'dump/a.sql', versionId: 'first' });
  await expect(dump.open()).rejects.toMatchObject({
    code: 'OBJECT_NOT_FOUND',
    message: expect.stringContaining('s3://backups/dump/a.sql?versionId=first'),
  });
  expect(queries.map((query) => query.get('versionId'))).toEqual(['first', 'first']);
});

test('no dump at all is an error that says where it was looked for', async () => {
  const { find } = await listing([[{ key: 'dump/readme.txt', time: recent }]]);
  await expect(find()).rejects.toMatchObject({
    name: 'SourceError',
    code: 'NO_DUMP',
    message: expect.stringContaining('There is no dump below s3://backups/dump/'),
  });
});

test.for([
  ['AccessDenied', 403, 'ACCESS_DENIED', 's3:ListBucket'],
  ['NoSuchBucket', 404, 'BUCKET_NOT_FOUND', 'DUMPSTREAM_SOURCE_BUCKET'],
  ['InternalError', 400, 'LIST_FAILED', 'endpoint'],
] as const)('S3 that answers %s is told', async ([name, status, code, hint]) => {
  const { find } = await listing([], { name, status });
  await expect(find()).rejects.toMatchObject({
    name: 'SourceError',
    code,
    message: expect.stringContaining(hint),
  });
});

/** Plays the pages of a listing, or an error of S3. */
async function listing(
  pages: readonly (readonly Listed[])[],
  error?: { readonly name: string; readonly status: number },
  versionId?: string,
) {
  const queries: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    queries.push(searchParams);
    response.writeHead(error?.status ?? 200, { 'content-type': 'application/xml' });
    response.end(
      error === undefined
        ? page(pages, Number(searchParams.get('continuation-token') ?? 0))
        : `<Error><Code>${error.name}</Code><Message>no</Message></Error>`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
    maxAttempts: 1,
  });
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  const version = versionId === undefined ? {} : { versionId };
  const source = objectSource({ client, bucket: 'backups', prefix: 'dump/', ...version });
  const { signal } = new AbortController();
  return { source, queries, find: async (key?: string) => (await source.find(key, signal)).key };
}

function page(pages: readonly (readonly Listed[])[], index: number): string {
  const next = index + 1 < pages.length ? index + 1 : undefined;
  const contents = (pages[index] ?? []).map(
    ({ key, time }) =>
      `<Contents><Key>${key}</Key><LastModified>${time}</LastModified><Size>1</Size></Contents>`,
  );
  const token = next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
  return `<ListBucketResult><IsTruncated>${next !== undefined}</IsTruncated>${contents.join('')}${token}</ListBucketResult>`;
}
