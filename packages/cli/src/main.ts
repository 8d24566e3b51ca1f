/** The program: runs the command line, and ends with an exit code and at most one line of error. */

import type { CommandContext } from './context.ts';
import { errorText, isDumpError, redact, visible, warningText } from './error-text.ts';
import { BrokenPipeError, InterruptedError, UsageError } from './errors.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { withFlags } from './flag-words.ts';
import { listenForInterruption } from './interruption.ts';
import { runProgram } from './program.ts';

/** Runs the command line of this process. */
async function main(): Promise<ExitCode> {
  // A closed stderr is no reason to fail a dump.
  process.stderr.on('error', () => undefined);
  let secrets: readonly string[] = [];
  let debug = (process.env['DUMPSTREAM_DEBUG'] ?? '') !== '';
  const interruption = listenForInterruption();
  const context: CommandContext = {
    signal: interruption.signal,
    environment: process.env,
    protect(more) {
      secrets = [...secrets, ...more];
    },
    showCauses(wanted) {
      debug ||= wanted === true;
    },
    warn: (message) => context.tell(warningText(message)),
    tell: (line) => {
      process.stderr.write(`${redact(line, secrets)}\n`);
    },
  };
  try {
    await runProgram(process.argv.slice(2), context);
    return exitCode.ok;
  } catch (error) {
    if (interruption.exitCode !== undefined) {
      const state = error instanceof InterruptedError ? error.message : '';
      const left = state === '' ? '' : `: ${visible(withFlags(state))}`;
      context.tell(`dumpstream: interrupted by ${interruption.name}${left}`);
      return interruption.exitCode;
    }
    if (error instanceof BrokenPipeError) return exitCode.brokenPipe;
    context.tell(errorText(error, { debug, secrets }));
    return isUsage(error) ? exitCode.usage : exitCode.failed;
  } finally {
    interruption.stop();
  }
}

/** Core checks the options too, before it connects. */
function isUsage(error: unknown): boolean {
  return error instanceof UsageError || (isDumpError(error) && error.code === 'INVALID_OPTION');
}

const code = await main();
if (code === exitCode.ok) process.exitCode = code;
// Bytes that a stalled reader of standard output does not take would keep the process alive.
else process.stderr.write('', () => process.exit(code));
