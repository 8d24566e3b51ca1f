/** The zip: what is in it, how large it is, and that it needs nothing around it. */

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { beforeAll, expect, test } from 'vitest';
import { unpackZip, zipPath } from '../../packages/lambda/build/unpack.ts';
import { createTemporaryFolder } from '../services/index.ts';
import { buildZip, unpackedFunction } from './packaged-function.ts';

let printed = '';
beforeAll(async () => {
  printed = await buildZip();
});

test('the zip has at most 500 KB, and its size is printed', async () => {
  const { size } = await stat(zipPath);
  expect(size).toBeLessThan(500_000);
  expect(printed).toContain(`${(size / 1000).toFixed(1)} KB`);
});

test('the zip holds its scripts, and the licences of what is in them', async () => {
  await using disposable = new AsyncDisposableStack();
  const folder = await createTemporaryFolder('zip');
  disposable.defer(() => folder.remove());
  expect(await unpackZip(folder.path)).toEqual([
    'LICENSE',
    'THIRD-PARTY-NOTICES',
    'chunk-worker.cjs',
    'core.cjs',
    'index.cjs',
    'masked-chunk-worker.cjs',
    'restore.cjs',
  ]);
  const notices = await readFile(join(folder.path, 'THIRD-PARTY-NOTICES'), 'utf8');
  for (const name of ['mysql2', '@aws-sdk/client-s3', '@aws-sdk/client-ssm', 'leven']) {
    expect(notices).toMatch(
      new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((MIT|Apache-2\\.0)\\)$`, 'm'),
    );
  }
});

test('the zip holds no path of the machine that it was built on', async () => {
  const folder = await unpackedFunction();
  const scripts = [
    'index.cjs',
    'core.cjs',
    'chunk-worker.cjs',
    'masked-chunk-worker.cjs',
    'restore.cjs',
  ];
  const texts = await Promise.all(scripts.map((name) => readFile(join(folder, name), 'utf8')));
  const script = texts.join('\n');
  // Not the bare folder: one called /src or /app may well be part of some other text. And counted,
  // as a failure would print the whole script.
  const paths = ['packages/', 'node_modules/'].map((part) => join(process.cwd(), part));
  expect([...paths, 'node_modules/'].filter((path) => script.includes(path))).toEqual([]);
});

test('the same sources make the same zip, in every time zone', async () => {
  const first = await readFile(zipPath);
  const timeZone = process.env['TZ'];
  process.env['TZ'] = 'Asia/Tokyo';
  try {
    await buildZip();
  } finally {
    if (timeZone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = timeZone;
  }
  expect((await readFile(zipPath)).equals(first)).toBe(true);
});

test.each(['chunk-worker.cjs', 'masked-chunk-worker.cjs'])(
  'threads that read rows begin in the unpacked zip: %s',
  async (script) => {
    const folder = await unpackedFunction();
    const worker = new Worker(join(folder, script), { env: {} });
    try {
      expect(await once(worker, 'message')).toEqual([{ kind: 'started' }]);
    } finally {
      await worker.terminate();
    }
  },
);

test('the unpacked zip loads in an empty folder, and refuses to run without configuration', async () => {
  const folder = await unpackedFunction();
  const script = `
    const { handler } = await import('./index.cjs');
    const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 60_000 };
    await handler({}, context).catch((error) => console.error(String(error)));`;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { cwd: folder, env: {} },
  );
  expect(stderr.trim()).toMatch(/^ConfigurationError: The function can't start: /);
  expect(stderr).toContain('DUMPSTREAM_BUCKET is missing');
  const [line = ''] = stdout.split('\n');
  expect(JSON.parse(line)).toMatchObject({
    level: 'ERROR',
    message: 'dump failed',
    requestId: 'r-1',
  });
});
