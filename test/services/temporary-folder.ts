/** Temporary folders that are removed even when the process that made them crashes. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guard } from './guardian.ts';

/** A folder of its own, see {@link createTemporaryFolder}. */
export interface TemporaryFolder {
  readonly path: string;
  /** Removes the folder and all that is in it. */
  remove(): Promise<void>;
}

/**
 * Makes an empty folder that only this user can read.
 *
 * @param purpose - becomes part of its name
 * @param parent - where to make it, by default the system's folder for temporary files
 */
export async function createTemporaryFolder(
  purpose: string,
  parent: string = tmpdir(),
): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(parent, `dumpstream-${purpose}-`));
  const release = guard({ kind: 'folder', path });
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true, maxRetries: 10 });
      release();
    },
  };
}
