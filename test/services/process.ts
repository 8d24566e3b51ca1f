/** Runs programs: to their end with their output collected, or as a server that is stopped later. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { guard } from './guardian.ts';

/** How a program is run. */
export interface RunOptions {
  readonly cwd?: string;
  /** In place of this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** Sent to its standard input; by default that is empty. */
  readonly input?: Readable | Buffer | string;
  /** Kills the program when triggered. */
  readonly signal?: AbortSignal;
}

/** How a program ended. */
export interface RunResult {
  readonly exitCode: number | null;
  readonly exitSignal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end.
 *
 * @returns what it printed, whatever its exit code
 * @throws the system's error where it can't be started, or the input's error; then it is killed
 */
export async function runProgram(
  command: string,
  commandArguments: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const child = spawn(command, commandArguments, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const running = watch(child);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const abort = () => running.kill();
  options.signal?.addEventListener('abort', abort);
  try {
    await running.started;
    if (options.signal?.aborted) abort();
    const [inputError] = await Promise.all([feed(child, options.input, abort), running.closed]);
    options.signal?.throwIfAborted();
    if (inputError) throw inputError;
    return {
      exitCode: child.exitCode,
      exitSignal: child.signalCode,
      stdout: await stdout,
      stderr: await stderr,
    };
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

/**
 * Runs a program that must succeed.
 *
 * @throws Error with the end of what it printed where its exit code is not 0
 */
export async function runProgramSuccessfully(
  command: string,
  commandArguments: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const result = await runProgram(command, commandArguments, options);
  if (result.exitCode === 0) return result;
  const ending = result.exitSignal ?? `exit code ${result.exitCode}`;
  const printed = (result.stderr.trim() || result.stdout.trim()).slice(-2000);
  throw new Error(`${command} failed (${ending}): ${printed}`);
}

/** A process that runs until it is killed. */
export interface BackgroundProcess {
  readonly pid: number;
  readonly exited: boolean;
  /** `null` while it runs, and where a signal ended it. */
  readonly exitCode: number | null;
  readonly exitSignal: NodeJS.Signals | null;
  /** Resolves when it has ended, for whatever reason. */
  readonly closed: Promise<void>;
  /** SIGKILL to the process and its children; resolves when it has ended. */
  kill(): Promise<void>;
}

/**
 * Starts a program in the background. It ends with this process, however that ends.
 *
 * @param stdio - as for `child_process.spawn`
 * @throws the system's error where it can't be started
 */
export async function startProgram(
  command: string,
  commandArguments: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly stdio: readonly ['ignore', number | 'ignore', number | 'ignore'];
  },
): Promise<BackgroundProcess> {
  const child = spawn(command, commandArguments, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: [...options.stdio],
  });
  const running = watch(child);
  const pid = await running.started;
  return {
    pid,
    get exited() {
      return child.exitCode !== null || child.signalCode !== null;
    },
    get exitCode() {
      return child.exitCode;
    },
    get exitSignal() {
      return child.signalCode;
    },
    closed: running.closed,
    async kill() {
      running.kill();
      await running.closed;
    },
  };
}

interface WatchedProcess {
  readonly started: Promise<number>;
  readonly closed: Promise<void>;
  kill(): void;
}

function watch(child: ChildProcess): WatchedProcess {
  const { pid } = child;
  const release = pid === undefined ? () => {} : guard({ kind: 'process', pid });
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => {
      release();
      resolve();
    });
  });
  return {
    closed,
    started:
      pid === undefined
        ? once(child, 'error').then(([error]) => Promise.reject(error))
        : Promise.resolve(pid),
    kill() {
      // Once it was reaped, its number may belong to somebody else.
      if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      process.kill(-pid, 'SIGKILL');
    },
  };
}

/** Sends the input; resolves with the input's own error. That the program stops reading is none. */
async function feed(
  child: ChildProcess,
  input: Readable | Buffer | string | undefined,
  abort: () => void,
): Promise<Error | undefined> {
  const { stdin } = child;
  if (stdin === null || input === undefined) return undefined;
  try {
    await pipeline(typeof input === 'string' || Buffer.isBuffer(input) ? [input] : input, stdin);
    return undefined;
  } catch (error) {
    const ended = child.exitCode !== null || child.signalCode !== null;
    if (ended || (error as NodeJS.ErrnoException).code === 'EPIPE') return undefined;
    abort();
    return error as Error;
  }
}

async function collect(stream: Readable | null): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
