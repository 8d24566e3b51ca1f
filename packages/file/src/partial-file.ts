/** The temporary file beside the place of the dump. */

import { randomBytes } from 'node:crypto';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError } from './failure.ts';

/** Longest name that common file systems take, in bytes. */
const maximumNameBytes = 255;

/** `.NAME.<12 hexadecimal digits>.partial`, in the same folder, as a rename crosses no file system. */
export function partialPathFor(place: string): string {
  const suffix = `.${randomBytes(6).toString('hex')}.partial`;
  let name = basename(place);
  while (Buffer.byteLength(name) + suffix.length + 1 > maximumNameBytes) {
    name = [...name].slice(0, -1).join('');
  }
  return join(dirname(place), `.${name}${suffix}`);
}

/**
 * Gives the finished temporary file its name.
 *
 * @param options - `overwrite: false` fails where the name is taken, even if since a moment ago
 */
export async function giveName(
  partial: string,
  place: string,
  { overwrite }: { readonly overwrite: boolean },
): Promise<void> {
  if (overwrite) {
    await rename(partial, place);
    return;
  }
  // There is no rename in Node.js that replaces nothing; a link never does.
  try {
    await link(partial, place);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'EOPNOTSUPP' || code === 'ENOSYS') {
      throw fileError('WRITE_FAILED', place, {
        reason:
          "the file system can't make hard links, without which overwrite: false can't be kept; " +
          'allow the file to be replaced, or write to another file system',
        cause: error,
      });
    }
    throw error;
  }
  await rm(partial);
}

/** A name survives a power cut only once the folder is on the disk, too. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // Windows opens no folders, and some network file systems don't sync them: the file is whole.
  } finally {
    await handle?.close();
  }
}
