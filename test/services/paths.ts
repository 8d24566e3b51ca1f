/** Where the test services keep what is made once and used again. */

import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { guard } from './guardian.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** The repository's folder. */
export const repositoryFolder = fileURLToPath(new URL('../..', import.meta.url));

/** Kept out of the repository and between runs. */
export const cacheFolder = join(repositoryFolder, '.cache');

/**
 * Makes a folder of the cache once. It appears there whole or not at all, so that an interrupted
 * run leaves nothing half-made. Of several processes one makes it and the others wait.
 *
 * @param name - its name below `.cache/`
 * @param fill - fills the new, empty folder that it is given
 * @returns the path of the filled folder
 */
export async function cachedFolder(
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const target = join(cacheFolder, name);
  await mkdir(dirname(target), { recursive: true });
  const lock = `${target}.lock`;
  while (!(await exists(target))) {
    const unlock = await tryLock(lock);
    if (unlock === undefined) {
      await sleep(100);
      continue;
    }
    const making = await createTemporaryFolder('making', cacheFolder);
    try {
      const filled = join(making.path, 'filled');
      await mkdir(filled);
      if (await exists(target)) break;
      await fill(filled);
      await rename(filled, target);
    } finally {
      await making.remove();
      await unlock();
    }
  }
  return target;
}

/** The lock is a file that holds the process id of its owner; that of a dead one does not count. */
async function tryLock(path: string): Promise<(() => Promise<void>) | undefined> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
  } catch {
    const owner = Number(await readFile(path, 'utf8').catch(() => ''));
    if (owner > 0 && !isRunning(owner)) await rm(path, { force: true });
    return undefined;
  }
  const release = guard({ kind: 'folder', path });
  return async () => {
    await rm(path, { force: true });
    release();
  };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether something is at the path. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
