/** Whether programs are there. */

import { type RunResult, runProgram } from '../../test/services/process.ts';

/** What the program prints, or `undefined` where it can't be run. */
export async function tryProgram(
  command: string,
  commandArguments: readonly string[],
): Promise<RunResult | undefined> {
  const result = await runProgram(command, commandArguments).catch(() => undefined);
  return result?.exitCode === 0 ? result : undefined;
}

/** Whether the program is on PATH and tells its version. */
export async function hasProgram(command: string): Promise<boolean> {
  return (await tryProgram(command, ['--version'])) !== undefined;
}
