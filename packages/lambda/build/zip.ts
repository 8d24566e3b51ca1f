/**
 * Makes `dist/dumpstream-lambda.zip`, the function as it is uploaded: `node build/zip.ts`. The same
 * sources make the same bytes.
 */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleHandler } from './bundle.ts';
import { thirdPartyNotices } from './notices.ts';
import { zipArchive } from './zip-archive.ts';

/** The promise of the README, with which anybody can reckon: 500 KB. */
const sizeLimit = 500_000;

const distFolder = fileURLToPath(new URL('../dist/', import.meta.url));
const zipPath = `${distFolder}dumpstream-lambda.zip`;
const licensePath = fileURLToPath(new URL('../../../LICENSE', import.meta.url));

const { scripts, inputs } = await bundleHandler();
const zip = zipArchive({
  LICENSE: await readFile(licensePath),
  'THIRD-PARTY-NOTICES': Buffer.from(await thirdPartyNotices(inputs)),
  ...scripts,
});
const size = `${(zip.byteLength / 1000).toFixed(1)} KB`;
if (zip.byteLength > sizeLimit) {
  console.error(`The zip has ${size}, more than the ${sizeLimit / 1000} KB that are promised.`);
  process.exitCode = 1;
} else {
  await mkdir(distFolder, { recursive: true });
  const partPath = `${zipPath}.${process.pid}`;
  // Whole or absent, here too: somebody may be reading the one that is there.
  await writeFile(partPath, zip);
  await rename(partPath, zipPath);
  console.log(
    `packages/lambda/dist/dumpstream-lambda.zip: ${size}, handlers index.handler and restore.handler`,
  );
}
