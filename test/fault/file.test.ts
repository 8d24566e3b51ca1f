/** Full disks, lost connections and aborts while a dump is written to a file: whole or absent. */

import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DumpError, dump } from '@dumpstream/core';
import { FileError, writeDumpFile } from '@dumpstream/file';
import { expect, onTestFinished, test } from 'vitest';
import { dumpstream } from '../cli/command.ts';
import { sectionsOf } from '../manifest/sections-of.ts';
import { createTemporaryFolder } from '../services/index.ts';
import { describeEachFlavor, describeEachServer } from '../services/vitest.ts';
import { expectEqual, mannerOf, unpacked } from './dump-outcome.ts';
import { useFaultBench } from './fault-bench.ts';
import { factor, isDeep } from './fault-options.ts';
import { countFault, tryFaults } from './fault-tally.ts';

const describeServers = isDeep ? describeEachServer : describeEachFlavor;
const run = promisify(execFile);

/** A folder of its own for the running test. */
async function temporaryFolder(): Promise<string> {
  const folder = await createTemporaryFolder('fault');
  onTestFinished(() => folder.remove());
  return folder.path;
}

/**
 * A file system of so many kibibytes for the running test.
 *
 * @returns why there is none, where this user may not mount one
 */
async function smallDisk(kibibytes: number): Promise<{ path: string } | { problem: string }> {
  const path = await temporaryFolder();
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', path]);
  } catch (error) {
    return { problem: `no file system can be mounted here: ${String(error).split('\n')[0]}` };
  }
  onTestFinished(async () => {
    await run('umount', [path]);
  });
  return { path };
}

describeServers('a dump into a file', (server) => {
  const bench = useFaultBench(server);
  const old = 'the dump of yesterday';

  /** Nothing but the old file is there, and the next dump replaces it. */
  async function expectOldFileAlone(folder: string): Promise<void> {
    expect(await readdir(folder)).toEqual(['shop.sql']);
    expect(await readFile(join(folder, 'shop.sql'), 'utf8')).toBe(old);
    await bench().checkNothingLeft();
  }

  async function expectNextWhole(folder: string): Promise<void> {
    bench().proxy.passAll();
    const path = join(folder, 'shop.sql');
    await writeDumpFile(dump(bench().options({ compress: 'none' })), { path });
    expectEqual(await readFile(path), bench().reference);
    expect(await readdir(folder)).toEqual(['shop.sql']);
  }

  test('on a disk that is full after any byte leaves the old file, and says so', async (context) => {
    const size = Math.ceil(bench().reference.length / 1024);
    await tryFaults(context, 3 * factor, async (random) => {
      const disk = await smallDisk(random.between(8, size - 4));
      if ('problem' in disk) context.skip(disk.problem);
      else await fillDisk(disk.path);
      return 'full disks';
    });

    async function fillDisk(folder: string): Promise<void> {
      const path = join(folder, 'shop.sql');
      await writeFile(path, old);
      bench().proxy.passAll();
      const options = bench().options({ compress: 'none' });
      const failure = await writeDumpFile(dump(options), { path }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(FileError);
      expect(failure).toMatchObject({
        code: 'DISK_FULL',
        message: expect.stringContaining(path),
        leftPath: undefined,
      });
      await expectOldFileAlone(folder);
      await expectNextWhole(await temporaryFolder());
    }
  });

  test('by the command on a full disk leaves the old file, and says so', async (context) => {
    const disk = await smallDisk(64);
    if ('problem' in disk) return context.skip(disk.problem);
    const path = join(disk.path, 'shop.sql');
    await writeFile(path, old);
    const url = server.url(bench().database);
    const { exitCode, stderr } = await dumpstream(['dump', url, '--output', path]);
    countFault(context, 'full disks');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dumpstream: .*shop\.sql.*\n$/);
    expect(stderr).not.toContain(server.password);
    await expectOldFileAlone(disk.path);
  });

  test('whose connection is cut leaves the old file, and tells of the connection', async (context) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'shop.sql');
    await tryFaults(context, 5 * factor, async (random) => {
      await writeFile(path, old);
      const manner = mannerOf(random);
      const { proxy } = bench();
      proxy.disturb(bench().placeOf(random, manner), {
        kind: random.pick(['reset', 'close'] as const),
      });
      const failure = await writeDumpFile(dump(bench().options(manner)), { path }).catch(
        (error: unknown) => error,
      );
      const { happened } = proxy;
      if (failure instanceof DumpError) {
        expect(['CONNECTION_LOST', 'CONNECT_FAILED']).toContain(failure.code);
        await expectOldFileAlone(folder);
      } else {
        expect(failure).toMatchObject({ path });
        expectEqual(unpacked(await readFile(path), manner.compress), sectionsOf(bench().reference));
      }
      await expectNextWhole(folder);
      return happened ? 'connections cut while a file is written' : undefined;
    });
  });

  test('that is aborted leaves the old file', async (context) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'shop.sql');
    await tryFaults(context, 5 * factor, async (random) => {
      await writeFile(path, old);
      const manner = mannerOf(random);
      const controller = new AbortController();
      bench().proxy.disturb(bench().placeOf(random, manner), {
        kind: 'hold',
        until: async () => controller.abort(),
      });
      const { signal } = controller;
      const failure = await writeDumpFile(dump(bench().options(manner)), { path, signal }).catch(
        (error: unknown) => error,
      );
      const { happened } = bench().proxy;
      if (failure instanceof FileError) {
        expect(failure.code).toBe('ABORTED');
        await expectOldFileAlone(folder);
      } else {
        expect(failure).toMatchObject({ path });
        expectEqual(unpacked(await readFile(path), manner.compress), sectionsOf(bench().reference));
      }
      await expectNextWhole(folder);
      await rm(path);
      return happened ? 'aborts while a file is written' : undefined;
    });
  });
});
