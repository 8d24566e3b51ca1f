/** Whether Docker can be used. */

import { runProgram } from './process.ts';

/** @returns the reason why not; `undefined` where it can */
export async function dockerProblem(): Promise<string | undefined> {
  try {
    // Asks the engine, not only the client program.
    const answer = await runProgram('docker', ['version', '--format', '{{.Server.Version}}'], {
      signal: AbortSignal.timeout(10_000),
    });
    return answer.exitCode === 0 ? undefined : 'Docker is not reachable';
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isMissing ? 'Docker is not installed' : 'Docker is not reachable';
  }
}
