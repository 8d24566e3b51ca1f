/** Runs programs for the scripts. */

import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './step.mjs';

/** The repository's folder. */
export const repositoryFolder = fileURLToPath(new URL('../..', import.meta.url));

/** The package manager; npx fetches it, so that it need not be installed. */
export const PNPM = 'pnpm@12.21.0';

/** Older ones are not supported by the packages. */
const OLDEST_TEST_NODE = 22;

const binaryFolder = join(repositoryFolder, 'node_modules', '.bin');

/**
 * How a program ended.
 *
 * @typedef {{ exitCode: number, output: string }} CommandResult
 */

/**
 * Runs a program in the repository's folder.
 *
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {{ env?: NodeJS.ProcessEnv, show?: boolean }} [options] `show`: print what it prints as it
 * goes, in place of collecting it
 * @returns {Promise<CommandResult>} 127 is the exit code of a program that isn't there
 */
export function run(command, commandArguments, { env = process.env, show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, {
      cwd: repositoryFolder,
      env,
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    // Ctrl-C reaches the child by itself; this process waits for it to clean up.
    const ignore = () => {};
    const passOn = () => child.kill('SIGTERM');
    process.on('SIGINT', ignore).on('SIGTERM', passOn);
    // npm hands a SIGTERM to the shell between it and this process, which keeps it to itself.
    const parent = process.ppid;
    const parentWatch = setInterval(() => process.ppid === parent || passOn(), 500);
    /** @param {number} exitCode */
    const finish = (exitCode) => {
      clearInterval(parentWatch);
      process.off('SIGINT', ignore).off('SIGTERM', passOn);
      resolve({ exitCode, output });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.once('close', (code, signal) => finish(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/**
 * Runs a program that must succeed; what it printed is shown only when it doesn't.
 *
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} what it printed
 */
export async function runSuccessfully(command, commandArguments, options) {
  const { exitCode, output } = await run(command, commandArguments, options);
  if (exitCode === 0) return output.trim();
  const called = [command, ...commandArguments].join(' ');
  throw new SetupError(`${output.trim()}\n"${called}" failed with exit code ${exitCode}.`);
}

/**
 * The path of a program, or `undefined`. Looks into the folders of PATH, and those where Debian
 * keeps server programs, which are on root's PATH alone.
 *
 * @param {string} command
 * @param {readonly string[]} [folders]
 */
export function findCommand(command, folders = [...pathFolders(), '/usr/local/sbin', '/usr/sbin']) {
  return folders.map((folder) => join(folder, command)).find(isExecutable);
}

/**
 * The Node.js that builds and tests run on, and the environment in which `node` is that one: the
 * workspace's own, or with DUMPSTREAM_NODE=system the one that is installed on the machine.
 *
 * @returns {{ node: string, env: NodeJS.ProcessEnv }}
 */
export function chooseNode() {
  const choice = process.env['DUMPSTREAM_NODE'] ?? 'workspace';
  // npm puts the workspace's own programs, its node among them, in front of PATH.
  const outside = pathFolders().filter((folder) => !folder.startsWith(repositoryFolder));
  const folders = choice === 'system' ? outside : [binaryFolder, ...outside];
  const node = findCommand('node', folders);
  if (!['system', 'workspace'].includes(choice) || node === undefined) {
    throw new SetupError(`DUMPSTREAM_NODE is "${choice}": it must be "system" or "workspace".`);
  }
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  if (Number.parseInt(version.slice(1), 10) < OLDEST_TEST_NODE) {
    throw new SetupError(
      `DUMPSTREAM_NODE is "${choice}": that is Node.js ${version}, tests need ${OLDEST_TEST_NODE}.`,
    );
  }
  return { node, env: { ...process.env, PATH: folders.join(delimiter) } };
}

function pathFolders() {
  return (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
