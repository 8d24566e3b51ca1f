/** Programs that check an example, on machines that have them. */

import { runProgram } from '../../test/services/process.ts';

/** What a program said and how it ended. */
export interface Answer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export async function run(
  program: string,
  programArguments: readonly string[],
  options: { readonly folder?: string; readonly input?: string } = {},
): Promise<Answer> {
  const { folder, input } = options;
  const { exitCode, stdout, stderr } = await runProgram(program, programArguments, {
    ...(folder !== undefined && { cwd: folder }),
    ...(input !== undefined && { input }),
    // No look for a newer version: nothing leaves this machine.
    env: { ...process.env, CHECKPOINT_DISABLE: '1', NO_COLOR: '1', LC_ALL: 'C.UTF-8' },
  });
  return { exitCode, stdout, stderr };
}

/** Why a program can't be run: the reason for which a test of it is skipped. */
export async function reasonAgainst(
  program: string,
  versionArgument = '--version',
): Promise<string | undefined> {
  try {
    const { exitCode } = await run(program, [versionArgument]);
    return exitCode === 0 ? undefined : `${program} does not work here`;
  } catch {
    return `${program} is not installed`;
  }
}
