/**
 * Makes `dist/dumpstream-lambda.zip`, the function as it is uploaded: `node build/zip.ts`. The same
 * sources make the same bytes.
 */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ZipFile } from 'yazl';
import { bundleHandler } from './bundle.ts';
import { thirdPartyNotices } from './notices.ts';

/** The promise of the README, with which anybody can reckon: 700 KB. */
const sizeLimit = 700_000;

/** The earliest time that a zip can hold: when it was built says nothing, and would change it. */
const timestamp = new Date(1980, 0, 1);

const distFolder = fileURLToPath(new URL('../dist/', import.meta.url));
const zipPath = `${distFolder}dumpstream-lambda.zip`;
const licensePath = fileURLToPath(new URL('../../../LICENSE', import.meta.url));

const { code, inputs } = await bundleHandler();
const zip = await zipped({
  LICENSE: await readFile(licensePath),
  'THIRD-PARTY-NOTICES': Buffer.from(await thirdPartyNotices(inputs)),
  'index.cjs': Buffer.from(code),
});
const size = `${(zip.byteLength / 1000).toFixed(1)} KB`;
if (zip.byteLength > sizeLimit) {
  console.error(`The zip has ${size}, more than the ${sizeLimit / 1000} KB that are promised.`);
  process.exitCode = 1;
} else {
  await mkdir(distFolder, { recursive: true });
  // Whole or absent, here too: somebody may be reading the one that is there.
  await writeFile(`${zipPath}.part`, zip);
  await rename(`${zipPath}.part`, zipPath);
  console.log(`packages/lambda/dist/dumpstream-lambda.zip: ${size}, handler index.handler`);
}

async function zipped(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const zipFile = new ZipFile();
  for (const name of Object.keys(files).sort()) {
    const content = files[name] ?? Buffer.alloc(0);
    zipFile.addBuffer(content, name, {
      mtime: timestamp,
      mode: 0o100644,
      compressionLevel: 9,
      forceDosTimestamp: true,
    });
  }
  zipFile.end();
  return await buffer(zipFile.outputStream);
}
