/** The function as it is shipped: the zip, unpacked in an empty folder, in the real runtime. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { unpackZip } from '../../packages/lambda/build/unpack.ts';
import {
  createTemporaryFolder,
  type LambdaOptions,
  lambdaRuntimeOffer,
} from '../services/index.ts';

const buildScript = fileURLToPath(new URL('../../packages/lambda/build/zip.ts', import.meta.url));

/** Runs the build step. Returns what it printed. */
export async function buildZip(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [buildScript]);
  return stdout;
}

/** Unpacks the zip where no package can be found around it; the folder goes with the test. */
export async function unpackedFunction(): Promise<string> {
  const folder = await createTemporaryFolder('function');
  onTestFinished(() => folder.remove());
  await unpackZip(folder.path);
  return folder.path;
}

/** The real runtime, or why it is not there. */
export const runtimeOffer = await lambdaRuntimeOffer();

/** One execution environment of the function; it ends with the test. */
export async function startFunction(
  environment: Readonly<Record<string, string>>,
  options: Omit<LambdaOptions, 'folder' | 'handler' | 'environment'> & {
    /** Default: the one that dumps. */
    readonly handler?: 'index.handler' | 'restore.handler';
  } = {},
) {
  const folder = await unpackedFunction();
  const runtime = await runtimeOffer.start({
    handler: 'index.handler',
    ...options,
    folder,
    environment,
  });
  onTestFinished(() => runtime.stop());
  return runtime;
}
