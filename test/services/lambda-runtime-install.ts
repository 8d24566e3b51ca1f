/** Builds the real Lambda runtime interface client once, from its source in the npm registry. */

import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dockerProblem } from './docker.ts';
import { cachedFolder, cacheFolder, exists } from './paths.ts';
import { runProgram, runProgramSuccessfully } from './process.ts';

/** Its manifest and lock file, apart from the workspace: it is never a dependency. */
const manifestFolder = fileURLToPath(new URL('./lambda-runtime', import.meta.url));
const BUILD_TOOLS = ['autoconf', 'automake', 'libtoolize', 'cmake', 'g++', 'make', 'python3', 'xz'];
const CLIENT = join('node_modules', 'aws-lambda-ric');

/** @returns why it can't be had here; `undefined` where it is there already or can be built */
export async function lambdaRuntimeProblem(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'aws-lambda-ric can be built on Linux alone';
  if (await exists(join(cacheFolder, await cacheName()))) return undefined;
  const missing = await missingTools();
  if (missing.length === 0 || (await dockerProblem()) === undefined) return undefined;
  return `aws-lambda-ric can't be built without ${missing.join(', ')}, or Docker`;
}

/**
 * Builds it, or finds the one built before. The first time takes about a minute.
 *
 * @returns the path of its program
 * @throws Error where the build fails
 */
export async function installLambdaRuntime(): Promise<string> {
  const folder = await cachedFolder(await cacheName(), build);
  return join(folder, CLIENT, 'index.mjs');
}

async function cacheName(): Promise<string> {
  const lock = await readFile(join(manifestFolder, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  return `lambda-runtime-${process.arch}-${digest}`;
}

async function build(folder: string): Promise<void> {
  for (const file of ['package.json', 'package-lock.json']) {
    await copyFile(join(manifestFolder, file), join(folder, file));
  }
  if ((await missingTools()).length > 0) await buildInContainer(folder);
  else {
    const headers = nodeWithHeaders();
    // Else node-gyp would download the headers, or take those of another Node.js.
    const env = { ...process.env, ...(headers && { npm_config_nodedir: headers }) };
    await runProgramSuccessfully('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, env });
  }
  // A native part that can't be loaded must not get into the cache. It looks at this variable.
  const addon = JSON.stringify(join(folder, CLIENT, 'rapid-client.node'));
  const env = { ...process.env, AWS_LAMBDA_RUNTIME_API: '127.0.0.1:1' };
  await runProgramSuccessfully(process.execPath, ['--eval', `require(${addon})`], { env });
}

/** The folder that this Node.js was installed into, where its C headers came with it. */
function nodeWithHeaders(): string | undefined {
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  // The npm package `node` has the rest of Node.js in a package for the platform.
  const ofPlatform = join(prefix, 'node_modules', `node-${process.platform}-${process.arch}`);
  return [prefix, ofPlatform].find((folder) =>
    existsSync(join(folder, 'include', 'node', 'common.gypi')),
  );
}

async function missingTools(): Promise<string[]> {
  const versions = BUILD_TOOLS.map(async (tool) => {
    const result = await runProgram(tool, ['--version']).catch(() => undefined);
    return result?.exitCode === 0 ? [] : [tool];
  });
  return (await Promise.all(versions)).flat();
}

/** Its native part uses Node-API, so it runs in any newer Node.js outside of the container too. */
async function buildInContainer(folder: string): Promise<void> {
  const owner = `${process.getuid?.()}:${process.getgid?.()}`;
  const commands = [
    'apt-get update',
    'apt-get install --yes autoconf automake cmake libtool xz-utils',
    'npm ci --no-audit --no-fund',
    `chown --recursive ${owner} .`,
  ].join(' && ');
  const mount = ['--volume', `${folder}:/build`, '--workdir', '/build'];
  await runProgramSuccessfully('docker', [
    ...['run', '--rm', ...mount, 'node:24-bookworm', 'sh', '-c', commands],
  ]);
}
