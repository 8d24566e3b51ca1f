/**
 * Prepares a fresh clone: dependencies, and a database server to test against. Runs before anything
 * is installed, so on Node.js 20 and its own modules alone.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNPM, repositoryFolder, runSuccessfully } from './lib/command.mjs';
import { runScript, SetupError, step } from './lib/step.mjs';
import { ensureSystemPackages } from './lib/system-packages.mjs';

const OLDEST_NODE = 20;

/** Does what is not done yet; a few seconds when all is there. */
export async function setup() {
  await step('Node.js', async () => {
    const [major = 0] = process.versions.node.split('.').map(Number);
    if (major >= OLDEST_NODE) return process.versions.node;
    throw new SetupError(
      `Node.js ${OLDEST_NODE} or newer is needed, this is ${process.versions.node}.`,
    );
  });
  await step('Dependencies', async () => {
    const arguments_ = ['--yes', PNPM, 'install', '--frozen-lockfile'];
    // The packages want a newer Node.js than the set-up: they run on the workspace's own.
    const node = `--config.node-version=${workspaceNodeVersion()}`;
    await runSuccessfully('npx', [...arguments_, node]);
    return 'installed';
  });
  await step('Database server', ensureSystemPackages);
}

function workspaceNodeVersion() {
  const text = readFileSync(join(repositoryFolder, 'package.json'), 'utf8');
  return JSON.parse(text).devDependencies.node;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runScript(async () => {
    await setup();
    return 0;
  });
}
