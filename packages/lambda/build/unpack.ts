/** Unpacks the zip into a folder, as Lambda does. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';

/** Where `zip.ts` puts the zip. */
export const zipPath = fileURLToPath(new URL('../dist/dumpstream-lambda.zip', import.meta.url));

/**
 * @param folder - exists, and should be empty
 * @returns the names of the files
 * @throws Error if {@link zipPath} has not been made
 */
export async function unpackZip(folder: string): Promise<readonly string[]> {
  const files = unzipSync(await readFile(zipPath));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return Object.keys(files);
}
