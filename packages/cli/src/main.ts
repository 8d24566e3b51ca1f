/** The program: runs the command line, and ends with an exit code and at most one line of error. */

import { DumpError } from '@dumpstream/core';
import { parseConnection } from './connection.ts';
import { runDump } from './dump-command.ts';
import { errorText } from './error-text.ts';
import { BrokenPipeError, UsageError } from './errors.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { listenForInterruption } from './interruption.ts';
import { runProgram } from './program.ts';

/** Runs the command line of this process. */
async function main(): Promise<ExitCode> {
  // A closed stderr is no reason to fail a dump.
  process.stderr.on('error', () => undefined);
  let secrets: readonly string[] = [];
  let debug = (process.env['DUMPSTREAM_DEBUG'] ?? '') !== '';
  const interruption = listenForInterruption();
  try {
    await runProgram(process.argv.slice(2), {
      async dump(url, flags) {
        debug ||= flags.debug === true;
        const connection = parseConnection(url, flags, process.env);
        secrets = connection.secrets;
        await runDump(connection.settings, flags, interruption.signal);
      },
    });
    return exitCode.ok;
  } catch (error) {
    if (interruption.exitCode !== undefined) {
      process.stderr.write(`dumpstream: interrupted by ${interruption.name}\n`);
      return interruption.exitCode;
    }
    if (error instanceof BrokenPipeError) return exitCode.brokenPipe;
    process.stderr.write(`${errorText(error, { debug, secrets })}\n`);
    return isUsage(error) ? exitCode.usage : exitCode.failed;
  } finally {
    interruption.stop();
  }
}

/** Core checks the options too, before it connects. */
function isUsage(error: unknown): boolean {
  return (
    error instanceof UsageError || (error instanceof DumpError && error.code === 'INVALID_OPTION')
  );
}

const code = await main();
if (code === exitCode.ok) process.exitCode = code;
// Bytes that a stalled reader of standard output does not take would keep the process alive.
else process.stderr.write('', () => process.exit(code));
