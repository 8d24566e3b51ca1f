/** A file that was written: how it is read back, and removed if it is not what was written. */

import { lstat, rm } from 'node:fs/promises';
import { openDumpSource, type WrittenFile } from '@dumpstream/file';
import { printable } from '../printable.ts';
import type { Stored } from './delivery.ts';

/** To be called at once: what is at the path now is taken for the file. */
export async function storedFile({ path, bytes }: WrittenFile): Promise<Stored> {
  const identity = await identityOf(path);
  return {
    name: printable(path),
    bytes,
    open: () => openDumpSource(path),
    remove: async () => {
      if (identity === undefined || (await identityOf(path)) !== identity) return false;
      await rm(path);
      return true;
    },
    permissions: { read: 'to read the file', remove: 'to write into its folder' },
  };
}

/** A file that takes the place of another one has another number, or another time. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino, mtimeNs, size } = await lstat(path, { bigint: true });
    return [dev, ino, mtimeNs, size].join(' ');
  } catch {
    return undefined;
  }
}
