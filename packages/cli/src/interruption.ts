/** Turns SIGINT, SIGTERM and SIGHUP into an AbortSignal and an exit code. */

import { constants } from 'node:os';
import { type ExitCode, exitCode } from './exit-codes.ts';

const exitCodes = {
  SIGINT: exitCode.interrupted,
  SIGTERM: exitCode.terminated,
  SIGHUP: exitCode.hungUp,
} as const;

type Interrupting = keyof typeof exitCodes;

/** The interruptions of one run. */
export interface Interruption {
  /** Triggered by the first signal. */
  readonly signal: AbortSignal;
  /** The exit code of the signal that came, `undefined` as long as none did. */
  readonly exitCode: ExitCode | undefined;
  /** The name of the signal that came. */
  readonly name: string | undefined;
  /** Leaves the signals to others again. */
  stop(): void;
}

/**
 * Listens for the signals. The first one asks the run to clean up and end; a second one ends the
 * process at once (files are still removed, by the `exit` listeners).
 */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  let received: Interrupting | undefined;
  const onSignal = (name: NodeJS.Signals) => {
    if (received !== undefined) process.exit(128 + constants.signals[name]);
    received = name as Interrupting;
    controller.abort(new Error(`interrupted by ${name}`));
  };
  const names = Object.keys(exitCodes) as Interrupting[];
  for (const name of names) process.on(name, onSignal);
  return {
    signal: controller.signal,
    get exitCode() {
      return received === undefined ? undefined : exitCodes[received];
    },
    get name() {
      return received;
    },
    stop() {
      for (const name of names) process.removeListener(name, onSignal);
    },
  };
}
