/** The packaged function in the real runtime: a file in place of an object, whole or absent. */

import { mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder, type LambdaRuntime } from '../services/index.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import {
  databaseOfNoise,
  resultOf,
  smallDatabase,
  startSurroundings,
  variablesOf,
} from './function-fixture.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function writes files', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('the function with a folder', (server) => {
    test('writes a file that only its user may read, and makes the folders of its path', async () => {
      const database = await smallDatabase(server);
      const folder = await mountedFolder();
      const { s3, environment } = await surroundings();
      const runtime = await startFunction({
        ...environment,
        ...variablesOf(server, database),
        DUMPSTREAM_FILE_FOLDER: folder,
        DUMPSTREAM_KEY_PREFIX: '{database}/{year}/',
        DUMPSTREAM_KEY: 'latest',
      });
      const first = await runtime.invoke({});
      const { path, bytes } = resultOf(first);
      const year = new Date().getUTCFullYear();
      expect(path).toBe(join(folder, database, String(year), 'latest.sql.gz'));
      expect(Object.keys(resultOf(first))).toEqual([
        'path',
        'bytes',
        'tables',
        'rows',
        'durationMs',
      ]);
      const file = await readFile(path);
      expect(file.byteLength).toBe(bytes);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const copy = await server.createDatabase('lambda_file_copy');
      await server.restore(copy, gunzipSync(file));
      // With its own key the function replaces its file.
      expect(resultOf(await runtime.invoke({ noData: true })).path).toBe(path);
      expect((await stat(path)).size).toBeLessThan(bytes);
      expect(await readdir(join(folder, database, String(year)))).toEqual(['latest.sql.gz']);
      expect(s3.operations).toEqual([]);
    });

    test('never replaces a file with a key from the event', async () => {
      const { runtime, folder } = await functionWithFolder();
      await mkdir(join(folder, 'dump'));
      await writeFile(join(folder, 'dump', 'kept.sql.gz'), 'precious');
      const message = await fileFailure(runtime.invoke({ key: 'kept' }));
      expect(message).toContain('field "key" of the event');
      expect(await readFile(join(folder, 'dump', 'kept.sql.gz'), 'utf8')).toBe('precious');
      expect(await readdir(join(folder, 'dump'))).toEqual(['kept.sql.gz']);
      expect(resultOf(await runtime.invoke({ key: 'new' })).path).toBe(
        join(folder, 'dump', 'new.sql.gz'),
      );
    });

    test('follows no link that would lead out of its folder', async () => {
      const { runtime, folder } = await functionWithFolder();
      const outside = await mountedFolder();
      await mkdir(join(folder, 'dump'));
      await symlink(outside, join(folder, 'dump', 'link'));
      await symlink(join(outside, 'target.sql.gz'), join(folder, 'dump', 'file.sql.gz'));
      await writeFile(join(folder, 'dump', 'plain'), 'no folder');
      for (const key of ['link/x', 'link/deeper/x', 'file', 'plain/x']) {
        const message = await fileFailure(runtime.invoke({ key }));
        expect(message).toMatch(/is no folder, or a link to one|is there, and no ordinary file/);
      }
      expect(await readdir(outside)).toEqual([]);
      expect(await readFile(join(folder, 'dump', 'plain'), 'utf8')).toBe('no folder');
    });

    test('never makes the folder itself: where it is missing, nothing is mounted', async () => {
      const parent = await mountedFolder();
      const { runtime } = await functionWithFolder(join(parent, 'not-mounted'));
      const message = await fileFailure(runtime.invoke({}));
      expect(message).toContain('Mount a file system there');
      expect(message).toContain('environment variable DUMPSTREAM_FILE_FOLDER');
      expect(await readdir(parent)).toEqual([]);
    });

    test('leaves no file when its time is up, and tells that', async () => {
      const database = await databaseOfNoise(server, 12);
      const folder = await mountedFolder();
      const { environment } = await surroundings();
      const runtime = await startFunction(
        {
          ...environment,
          ...variablesOf(server, database),
          DUMPSTREAM_FILE_FOLDER: folder,
          DUMPSTREAM_COMPRESS: 'none',
          DUMPSTREAM_WHERE: 'id < 12 OR SLEEP(60) = 0',
        },
        { timeoutSeconds: 8 },
      );
      const outcome = await runtime.invoke({});
      expect(outcome).toMatchObject({ ok: false, error: { errorType: 'TimeoutError' } });
      expect(await readdir(join(folder, 'dump'))).toEqual([]);
    });

    async function functionWithFolder(given?: string) {
      const database = await smallDatabase(server);
      const folder = given ?? (await mountedFolder());
      const { environment } = await surroundings();
      const runtime = await startFunction({
        ...environment,
        ...variablesOf(server, database),
        DUMPSTREAM_FILE_FOLDER: folder,
      });
      return { runtime, folder };
    }
  });
}

/** The services, without a bucket in the configuration. */
async function surroundings() {
  const { s3, environment } = await startSurroundings();
  const { DUMPSTREAM_BUCKET: _, DUMPSTREAM_S3_PATH_STYLE: __, ...others } = environment;
  return { s3, environment: others };
}

/** Stands for the mount path of a file system. */
async function mountedFolder(): Promise<string> {
  const folder = await createTemporaryFolder('mount');
  onTestFinished(() => folder.remove());
  return await mkdtemp(join(folder.path, 'mnt-'));
}

async function fileFailure(invocation: ReturnType<LambdaRuntime['invoke']>): Promise<string> {
  const outcome = await invocation;
  expect(outcome).toMatchObject({ ok: false, error: { errorType: 'FileError' } });
  return outcome.ok ? '' : outcome.error.errorMessage;
}
