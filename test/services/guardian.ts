/** Makes sure that processes and folders end with this process, however it ends. */

import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Something that must not outlive this process. */
export type Guarded =
  /** The process and all of its process group, which it leads. */
  | { readonly kind: 'process'; readonly pid: number }
  | { readonly kind: 'folder'; readonly path: string }
  /** A memory cgroup, removed once the processes in it are gone. */
  | { readonly kind: 'cgroup'; readonly path: string };

/** One line on the guardian's standard input. */
export type GuardianMessage =
  | { readonly id: number; readonly guarded: Guarded }
  | { readonly id: number; readonly released: true };

let guardianInput: Socket | undefined;
let lastId = 0;

/**
 * Hands something to the guardian: a process of its own that holds the reading end of a pipe and
 * cleans up when the pipe closes. No signal handler could do that after a SIGKILL or a crash.
 *
 * @returns call it once the thing is gone, so that the guardian forgets it
 */
export function guard(guarded: Guarded): () => void {
  guardianInput ??= startGuardian();
  const input = guardianInput;
  lastId += 1;
  const id = lastId;
  const send = (message: GuardianMessage) => input.write(`${JSON.stringify(message)}\n`);
  send({ id, guarded });
  return () => send({ id, released: true });
}

function startGuardian(): Socket {
  const program = fileURLToPath(new URL('./guardian-process.ts', import.meta.url));
  const guardian = spawn(process.execPath, ['--no-warnings', program], {
    // Of its own group, so that Ctrl-C on the terminal does not reach it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  guardian.on('error', (error) => {
    throw new Error(`The guardian of the test services could not be started: ${error.message}`);
  });
  guardian.unref();
  const input = guardian.stdin as Socket;
  // A guardian that was killed must not take the tests down with an EPIPE.
  input.on('error', () => {});
  input.unref();
  return input;
}
