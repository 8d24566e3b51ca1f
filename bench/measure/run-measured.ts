/** Runs a program once and measures it. */

import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startProgram } from '../../test/services/process.ts';
import type { Command, Invocation } from '../programs/program.ts';
import { childrenCpuSeconds } from './children-cpu.ts';
import { watchMemory } from './process-memory.ts';

/** What one run took. */
export interface Sample {
  readonly wallSeconds: number;
  /** User and system time of the program and its children, not of the server. */
  readonly cpuSeconds: number;
  readonly peakMemoryBytes: number;
  readonly outputBytes: number;
}

/** The program ended with an error. Its message is the end of what it printed. */
export class ProgramFailedError extends Error {}

/** How long a program may take. */
const TIMEOUT_SECONDS = 900;

/**
 * @param makeInvocation - given the empty folder for the output
 * @param folder - made, and not removed
 * @throws ProgramFailedError where its exit code is not 0 or it does not end
 */
export async function runMeasured(
  makeInvocation: (outputFolder: string) => Invocation,
  folder: string,
): Promise<Sample> {
  const output = join(folder, 'output');
  await mkdir(output, { recursive: true });
  const invocation = makeInvocation(output);
  const printed = join(folder, 'printed.txt');
  const log = await open(printed, 'w');
  const stdout =
    invocation.standardOutput === undefined ? log : await open(invocation.standardOutput, 'w');
  const [command, commandArguments] = commandLine(invocation.commands);
  const cpuBefore = childrenCpuSeconds();
  const start = performance.now();
  const running = await startProgram(command, commandArguments, {
    env: { ...process.env, ...invocation.env },
    stdio: ['ignore', stdout.fd, log.fd],
  });
  const memory = watchMemory(running.pid);
  const timeout = setTimeout(() => void running.kill(), TIMEOUT_SECONDS * 1000);
  await running.closed;
  const wallSeconds = (performance.now() - start) / 1000;
  clearTimeout(timeout);
  const sample = {
    wallSeconds,
    cpuSeconds: childrenCpuSeconds() - cpuBefore,
    peakMemoryBytes: memory.stop(),
    outputBytes: await folderBytes(output),
  };
  await log.close();
  if (stdout !== log) await stdout.close();
  if (running.exitCode === 0) return sample;
  const text = (await readFile(printed, 'utf8')).trim().slice(-500);
  throw new ProgramFailedError(text || `exit code ${running.exitCode ?? running.exitSignal}`);
}

/** Empties the folder of a run, so that the next one does not compete with its pages. */
export async function removeOutput(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Several commands are left to bash, which fails when any of them does. */
export function commandLine(commands: readonly [Command, ...Command[]]): [string, string[]] {
  const [first, ...others] = commands;
  if (others.length === 0) return [first.command, [...first.arguments]];
  const pipeline = commands
    .map(({ command, arguments: own }) => [command, ...own].map(quoteForShell).join(' '))
    .join(' | ');
  return ['bash', ['-c', `set -o pipefail; ${pipeline}`]];
}

function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
