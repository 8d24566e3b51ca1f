/** Runs the built command as a user would. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type RunResult, runProgram } from '../services/process.ts';

const bin = fileURLToPath(new URL('../../packages/cli/bin/dumpstream.js', import.meta.url));

/** The environment of this process without what changes how the command behaves. */
function environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { MYSQL_PWD: _password, DUMPSTREAM_DEBUG: _debug, ...rest } = process.env;
  return { ...rest, ...more };
}

/** Runs the command to its end. */
export function dumpstream(
  commandArguments: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<RunResult> {
  return runProgram(process.execPath, [bin, ...commandArguments], { env: environment(env) });
}

/** The same with something on its standard input. */
export function dumpstreamReading(
  input: Readable | Buffer | string,
  commandArguments: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<RunResult> {
  return runProgram(process.execPath, [bin, ...commandArguments], {
    env: environment(env),
    input,
  });
}

/** The same with a connection for its standard input. */
export async function dumpstreamOnSocket(
  commandArguments: readonly string[],
  socket: Socket,
): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
  const child = spawn(process.execPath, [bin, ...commandArguments], {
    env: environment({}),
    stdio: [socket, 'ignore', 'pipe'],
  });
  // The child has it now.
  socket.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [[exitCode]] = await Promise.all([once(child, 'exit'), once(child.stderr, 'end')]);
  return { exitCode, stderr };
}

/** The shell words that start the command, for tests of pipes and terminals. */
export function shellCommand(commandArguments: readonly string[]): string {
  const words = [process.execPath, bin, ...commandArguments];
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}

/** A running command, its standard input open and its standard output unread. */
export interface RunningCommand {
  readonly child: ChildProcess & { readonly stdin: Writable; readonly stdout: Readable };
  /** Resolves when the process has ended, even where its output was never read. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly stderr: string }>;
}

/** Starts the command for the running test, which ends it at the latest. */
export function startDumpstream(
  commandArguments: readonly string[],
  env: NodeJS.ProcessEnv = {},
): RunningCommand {
  const child = spawn(process.execPath, [bin, ...commandArguments], {
    env: environment(env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  // One that ends before it has read all.
  child.stdin.on('error', () => undefined);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const stderrEnd = once(child.stderr, 'end');
  const ended = once(child, 'exit').then(async ([exitCode]) => {
    await stderrEnd;
    return { exitCode: exitCode as number | null, stderr };
  });
  return { child, ended };
}
