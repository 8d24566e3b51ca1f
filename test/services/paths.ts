/** Where the test services keep what is made once and used again. */

import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTemporaryFolder } from './temporary-folder.ts';

/** The repository's folder. */
export const repositoryFolder = fileURLToPath(new URL('../..', import.meta.url));

const cacheFolder = join(repositoryFolder, '.cache');

/**
 * Makes a folder of the cache once. It appears there whole or not at all, so that an interrupted
 * run leaves nothing half-made and two runs at the same time do no harm.
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
  if (await exists(target)) return target;
  await mkdir(dirname(target), { recursive: true });
  const making = await createTemporaryFolder('making', cacheFolder);
  try {
    const filled = join(making.path, 'filled');
    await mkdir(filled);
    await fill(filled);
    await rename(filled, target).catch(async (error: unknown) => {
      if (!(await exists(target))) throw error;
      await rm(filled, { recursive: true, force: true });
    });
  } finally {
    await making.remove();
  }
  return target;
}

/** Whether something is at the path. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
