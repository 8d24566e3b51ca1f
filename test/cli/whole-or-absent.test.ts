/** Whatever ends a dump early, no half of it is taken for a whole one. */

import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { smallDisk } from '../file/places.ts';
import { loadSampleShop } from '../sample/index.ts';
import { createTemporaryFolder, type DatabaseServer, startS3 } from '../services/index.ts';
import { runProgram } from '../services/process.ts';
import { describeEachFlavor, startPrivateServer } from '../services/vitest.ts';
import { dumpstream, shellCommand, startDumpstream } from './command.ts';
import { holdUp } from './hold-up.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await createTemporaryFolder('cli');
  onTestFinished(() => folder.remove());
  return folder.path;
}

/** Waits until the dump has written something beside its place. */
async function untilUnderWay(folder: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const name = (await readdir(folder)).find((entry) => entry.endsWith('.partial'));
        return name === undefined ? 0 : (await stat(join(folder, name))).size;
      },
      { interval: 20 },
    )
    .toBeGreaterThan(0);
}

describeEachFlavor('a dump that ends early', (server) => {
  let shop: string;

  beforeAll(async () => {
    shop = await server.createDatabase('cli_shop');
    await loadSampleShop(server, shop);
    return async () => {
      await server.query(`DROP DATABASE ${shop}`);
    };
  });

  async function dumpIntoOldFile(from: DatabaseServer, database: string) {
    const folder = await temporaryFolder();
    const file = join(folder, 'shop.sql');
    await writeFile(file, 'the dump of yesterday');
    const running = startDumpstream([
      ...['dump', from.url(database), '--output', file, '--where', await holdUp(from)],
    ]);
    await untilUnderWay(folder);
    return { folder, file, running };
  }

  async function expectOldFileAlone(folder: string, file: string) {
    expect(await readdir(folder)).toEqual(['shop.sql']);
    expect(await readFile(file, 'utf8')).toBe('the dump of yesterday');
  }

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s leaves the old file alone and exits with %i', async (signal, expected) => {
    const { folder, file, running } = await dumpIntoOldFile(server, shop);
    running.child.kill(signal);
    const { exitCode, stderr } = await running.ended;
    expect({ exitCode, stderr }).toEqual({
      exitCode: expected,
      stderr: `dumpstream: interrupted by ${signal}\n`,
    });
    await expectOldFileAlone(folder, file);
  });

  test('by the death of the server leaves the old file alone and exits with 1', async () => {
    const mortal = await startPrivateServer(server);
    const database = await mortal.createDatabase('cli_shop');
    await loadSampleShop(mortal, database);
    const { folder, file, running } = await dumpIntoOldFile(mortal, database);
    await mortal.kill();
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dumpstream: The connection to 127\.0\.0\.1:\d+ was lost .*\n$/);
    await expectOldFileAlone(folder, file);
  });

  test('by the death of the server leaves neither object nor upload in S3', async () => {
    const s3 = await startS3();
    onTestFinished(() => s3.stop());
    const bucket = await s3.createBucket();
    const mortal = await startPrivateServer(server);
    const database = await mortal.createDatabase('cli_shop');
    await loadSampleShop(mortal, database);
    // More than one part of a multipart upload before the dump is held up.
    await mortal.query(
      `CREATE TABLE ${database}.a_bulk AS SELECT a.image FROM ${database}.product_images a, (SELECT 1 UNION ALL SELECT 2) b`,
    );
    const running = startDumpstream(
      [
        ...['dump', mortal.url(database), '--output', `s3://${bucket}/shop.sql`],
        ...['--endpoint-url', s3.endpoint, '--where', await holdUp(mortal)],
      ],
      {
        AWS_REGION: s3.region,
        AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
      },
    );
    await expect.poll(() => s3.openUploads(bucket).length).toBe(1);
    await mortal.kill();
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dumpstream: The connection to 127\.0\.0\.1:\d+ was lost .*\n$/);
    expect(await s3.objects(bucket)).toEqual([]);
    expect(s3.openUploads(bucket)).toEqual([]);
  });

  test('by its reader, as in "| head", ends quietly with 141', async () => {
    const command = `${shellCommand(['dump', server.url(shop)])} | head -c 100 >/dev/null; printf '%s' "\${PIPESTATUS[*]}"`;
    const { stdout, stderr } = await runProgram('bash', ['-c', command]);
    expect({ stdout, stderr }).toEqual({ stdout: '141 0', stderr: '' });
  });

  test('by a signal ends although nobody reads its output any more', async () => {
    const { child, ended } = startDumpstream(['dump', server.url(shop)]);
    await once(child.stdout, 'readable');
    child.kill('SIGTERM');
    expect((await ended).exitCode).toBe(143);
  });

  test('by a disk that fills up leaves the old file alone and exits with 1', async (context) => {
    const disk = await smallDisk(context, await temporaryFolder(), 'size=64k');
    const file = join(disk, 'shop.sql');
    await writeFile(file, 'the dump of yesterday');
    const { exitCode, stderr } = await dumpstream(['dump', server.url(shop), '--output', file]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dumpstream: --output: .* can't be written: .*ENOSPC.*\n$/);
    await expectOldFileAlone(disk, file);
  });

  test('by a full disk exits with 1 and says so', async () => {
    const file = await dumpstream(['dump', server.url(shop), '-o', '/dev/full']);
    expect(file.exitCode).toBe(1);
    expect(file.stderr).toMatch(
      /^dumpstream: --output: \/dev\/full can't be written: .*ENOSPC.*\n$/,
    );
    const output = await runProgram('bash', [
      '-c',
      `${shellCommand(['dump', server.url(shop)])} > /dev/full`,
    ]);
    expect(output.exitCode).toBe(1);
    expect(output.stderr).toMatch(
      /^dumpstream: standard output can't be written to: .*ENOSPC.*\n$/,
    );
  });
});
