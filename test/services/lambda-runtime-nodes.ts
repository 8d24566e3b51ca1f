/** The versions of Node.js that Lambda has runtimes for: the one that runs this, and another one. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cachedFolder } from './paths.ts';
import { runProgramSuccessfully } from './process.ts';

/** A Node.js for `LambdaOptions.node`, if it is there. */
export type NodeOffer = { readonly name: 'nodejs22.x' | 'nodejs24.x' } & (
  | { readonly path: string; readonly unavailable: undefined }
  | { readonly path: undefined; readonly unavailable: string }
);

const VERSION = '22.23.3';

/** The registry's `dist.integrity` of that version, by platform. */
const INTEGRITY: Readonly<Record<string, string>> = {
  'linux-x64':
    'qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
  'linux-arm64':
    'l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==',
};

class FetchError extends Error {}

/** Offers both; 22 is fetched once from the npm registry, and checked. */
export async function lambdaNodeOffers(): Promise<readonly NodeOffer[]> {
  const own = process.versions.node.split('.')[0];
  const newer: NodeOffer =
    own === '24'
      ? { name: 'nodejs24.x', path: process.execPath, unavailable: undefined }
      : { name: 'nodejs24.x', path: undefined, unavailable: `this is Node.js ${own}` };
  return [await node22Offer(), newer];
}

async function node22Offer(): Promise<NodeOffer> {
  const name = 'nodejs22.x';
  const platform = `${process.platform}-${process.arch}`;
  const integrity = INTEGRITY[platform];
  if (integrity === undefined) {
    return { name, path: undefined, unavailable: `no Node.js 22 for ${platform}` };
  }
  try {
    const folder = await cachedFolder(`node-${platform}-${VERSION}`, (empty) =>
      fetchNode(empty, `node-${platform}@${VERSION}`, integrity),
    );
    return { name, path: join(folder, 'package', 'bin', 'node'), unavailable: undefined };
  } catch (error) {
    // A tarball with the wrong content is no reason to skip tests, but one to stop.
    if (!(error instanceof FetchError)) throw error;
    return { name, path: undefined, unavailable: 'npm could not fetch its tarball' };
  }
}

async function fetchNode(folder: string, name: string, integrity: string): Promise<void> {
  const { stdout } = await runProgramSuccessfully('npm', ['pack', '--silent', name], {
    cwd: folder,
  }).catch((error: unknown) => {
    throw new FetchError(String(error));
  });
  const archive = join(folder, stdout.trim());
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (hash.digest('base64') !== integrity) {
    throw new Error(`The tarball of ${name} does not have the content that it should have.`);
  }
  await runProgramSuccessfully('tar', ['-xzf', archive, '-C', folder]);
  await rm(archive);
}
