/** Each command loads what it needs, and no more: the command starts fast. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../services/index.ts';
import { dumpstream } from './command.ts';

const hook = fileURLToPath(new URL('record-modules.ts', import.meta.url));

/** Packages that a run of the command loads. */
async function loadedBy(...args: readonly string[]): Promise<ReadonlySet<string>> {
  const folder = await createTemporaryFolder('cli');
  onTestFinished(() => folder.remove());
  const dump = join(folder.path, 'dump.sql');
  const recorded = join(folder.path, 'modules');
  await writeFile(dump, 'CREATE TABLE a (id INT);\n');
  await writeFile(recorded, '');
  await dumpstream(
    args.map((argument) => (argument === 'FILE' ? dump : argument)),
    {
      RECORDED_MODULES: recorded,
      NODE_OPTIONS: `--import=${hook}`,
      // Nothing is asked for credentials of this machine.
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
    },
  );
  return new Set((await readFile(recorded, 'utf8')).split('\n').slice(0, -1));
}

const nowhere = 'mysql://app@127.0.0.1:1/shop';

test.each([
  [['--help']],
  [['restore', '--help']],
  [['restore', 'FILE']],
  [['dmp']],
  [['mask', 'check', '--help']],
  [['mask', 'init', '--help']],
])('help and wrong command lines load no more than the command line itself: %j', async (args) => {
  expect(await loadedBy(...args)).toEqual(new Set(['own cli', 'commander']));
});

test.each([
  [['dump', nowhere]],
  [['restore', 'FILE', nowhere]],
  [['verify', 'FILE']],
  [['list', 'FILE']],
])(
  'files and pipes load neither the AWS SDK nor the progress bar nor policies of masks: %j',
  async (args) => {
    const loaded = await loadedBy(...args);
    expect(loaded).toContain('own core');
    expect(
      [...loaded].filter((name) => /^@(aws-sdk|smithy)|^ora$|^own s3$|^own mask$/.test(name)),
    ).toEqual([]);
  },
);

test('an object of S3 loads the AWS SDK', async () => {
  const place = ['s3://bucket/dump.sql', '--endpoint-url', 'http://127.0.0.1:1'];
  const loaded = await loadedBy('list', ...place);
  expect(loaded).toContain('@aws-sdk/client-s3');
  expect(loaded).not.toContain('ora');
});
