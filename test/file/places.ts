/** Places where writing goes wrong: small and read-only file systems, and folders of other users. */

import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished, type TestContext } from 'vitest';

const run = promisify(execFile);

/**
 * Mounts a tmpfs inside a folder until the test is over. Skips the test where that isn't allowed.
 *
 * @param options - of the mount: `size=1m`, `ro`
 * @returns its path
 */
export async function smallDisk(
  context: TestContext,
  folder: string,
  options: string,
): Promise<string> {
  const place = join(folder, 'disk');
  await mkdir(place);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place]);
  } catch {
    context.skip('file systems can be mounted by root alone, and not in every container');
  }
  onTestFinished(async () => {
    await run('umount', [place]);
  });
  return place;
}

/** Acts as another user. Skips the test for anybody but root. */
export async function asUser(
  context: TestContext,
  user: number,
  act: () => Promise<void>,
): Promise<void> {
  if (process.geteuid?.() !== 0 || process.seteuid === undefined) {
    context.skip('only root can become another user');
    return;
  }
  // The threads that do Node's file operations take over the user of the process, as glibc tells
  // all of them.
  process.seteuid(user);
  try {
    await act();
  } finally {
    process.seteuid(0);
  }
}
