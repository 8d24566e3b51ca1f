/** Runs dumpstream inside a memory limit of the kernel and watches what it uses. */

import { existsSync, readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createMemoryLimit } from '../../test/services/memory-limit.ts';
import { startProgram } from '../../test/services/process.ts';
import { watchMemory } from '../measure/process-memory.ts';
import { dumpstreamCommand } from '../programs/dumpstream.ts';

/** How a run inside a limit went. */
export interface LimitedRun {
  /** Exit code 0, and what was to be made is there. */
  readonly passed: boolean;
  /** What it printed where it failed. */
  readonly failed: string | undefined;
  readonly seconds: number;
  /**
   * The control group's own peak, by the kernel (`memory.max_usage_in_bytes`, `memory.peak`): the
   * process's memory, its sockets and the file pages that it was first to read.
   */
  readonly groupPeakBytes: number | undefined;
  /**
   * The largest size of memory without files behind it (`rss` or `anon` of `memory.stat`), which is
   * what can't be dropped under pressure. Looked at 20 times a second.
   */
  readonly anonymousPeakBytes: number;
  /** `VmHWM`: with the pages of Node.js itself, which the group shares with others. */
  readonly residentPeakBytes: number;
}

/** What is run. */
export interface LimitedOptions {
  readonly limitBytes: number;
  /** Of dumpstream. */
  readonly commandArguments: readonly string[];
  /** Besides that of this process. */
  readonly environment: NodeJS.ProcessEnv;
  /** For the log. */
  readonly folder: string;
}

/** The shell joins the group before it becomes the program, so that all of it is counted. */
const JOIN_THEN_RUN = 'echo $$ > "$0" && exec "$@"';

const SAMPLE_MILLISECONDS = 50;

/** @throws Error where this process may not limit memory */
export async function runLimited(options: LimitedOptions): Promise<LimitedRun> {
  const limit = await createMemoryLimit(options.limitBytes);
  if (limit === undefined) {
    throw new Error('Memory can be limited by root alone, where control groups are writable.');
  }
  const printed = join(options.folder, 'printed.txt');
  const log = await open(printed, 'w');
  const nowhere = await open('/dev/null', 'w');
  try {
    const command = [...dumpstreamCommand, ...options.commandArguments];
    const start = performance.now();
    const running = await startProgram('sh', ['-c', JOIN_THEN_RUN, limit.joinFile, ...command], {
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', nowhere.fd, log.fd],
    });
    const resident = watchMemory(running.pid);
    let anonymousPeakBytes = 0;
    const timer = setInterval(() => {
      const bytes = anonymousBytes(dirname(limit.joinFile));
      anonymousPeakBytes = Math.max(anonymousPeakBytes, bytes);
    }, SAMPLE_MILLISECONDS);
    await running.closed;
    clearInterval(timer);
    const passed = running.exitCode === 0;
    const text = (await readFile(printed, 'utf8')).trim().slice(-300);
    const ending = running.exitSignal ?? `exit code ${running.exitCode}`;
    return {
      passed,
      failed: passed ? undefined : [ending, text].filter((part) => part !== '').join(': '),
      seconds: (performance.now() - start) / 1000,
      groupPeakBytes: limit.peakBytes(),
      anonymousPeakBytes,
      residentPeakBytes: resident.stop(),
    };
  } finally {
    await log.close();
    await nowhere.close();
    await limit.remove();
  }
}

/** Version 1 calls it `rss`, version 2 `anon`. */
function anonymousBytes(group: string): number {
  const file = join(group, 'memory.stat');
  if (!existsSync(file)) return 0;
  const stat = readFileSync(file, 'latin1');
  return Number(/^(?:rss|anon) (\d+)$/m.exec(stat)?.[1] ?? 0);
}
