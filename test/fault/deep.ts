/** The long run of the faults for `npm run test:deep`: more of them, on each database server. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryFolder } from '../services/paths.ts';

export interface DeepFaultOptions {
  /** Of the first fault of each test. */
  readonly seed: number;
  /** How many times as many faults as in `npm test`. */
  readonly factor: number;
  /** Names of the servers that are dumped. */
  readonly servers: readonly string[];
  /** Ends the run. */
  readonly signal: AbortSignal;
}

/** Milliseconds that one test may take, for each time as many faults as in `npm test`. */
const timeout = 240_000;

/**
 * Runs the fault suites, which print what they find.
 *
 * @returns whether all faults came out right
 */
export async function runDeepFaults({
  seed,
  factor,
  servers,
  signal,
}: DeepFaultOptions): Promise<boolean> {
  const vitest = join(repositoryFolder, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(
    process.execPath,
    [
      ...[vitest, 'run', 'test/fault', '--testTimeout', String(timeout * factor)],
      // The names of suites end with that of the server.
      ...['--testNamePattern', `\\((?:${servers.join('|').replaceAll('.', '\\.')})\\)`],
    ],
    {
      cwd: repositoryFolder,
      stdio: 'inherit',
      env: {
        ...process.env,
        DUMPSTREAM_FAULT_SEED: String(seed),
        DUMPSTREAM_FAULT_FACTOR: String(factor),
      },
    },
  );
  // Vitest stops its servers by itself.
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  try {
    const [exitCode] = await once(child, 'exit');
    return exitCode === 0;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
