/** Waits for a server that is not there yet: tries again, with pauses that grow, until the time is over. */

import { setTimeout as sleep } from 'node:timers/promises';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { type AttemptLimits, noLimits } from './open-connection.ts';
import { prospectOf } from './worth-waiting.ts';

/** How long to wait, in milliseconds. Plain data: it is sent to worker threads. */
export interface ServerWait {
  /** For a server that is away. */
  readonly away: number;
  /** For a server that has too many connections. */
  readonly crowded: number;
}

/** One attempt only. */
export const noWait: ServerWait = { away: 0, crowded: 0 };

const firstPause = 100;
const longestPause = 5_000;

/** Milliseconds that the last login has at the least, however little time is left. */
const shortestLogin = 1_000;

/** Milliseconds for one more connection, where the dump goes on without it. */
const longestCrowdedWait = 2_000;

/** For the connection without which there is no dump. */
export function waitOf({ waitForServer = 0 }: DumpOptions): ServerWait {
  return { away: waitForServer, crowded: waitForServer };
}

/** For those that read rows or hold a lock besides. */
export function waitOfOthers(options: DumpOptions): ServerWait {
  const { away, crowded } = waitOf(options);
  const needed = options.parallelFallback === 'error';
  return { away, crowded: needed ? crowded : Math.min(crowded, longestCrowdedWait) };
}

/**
 * @param attempt - connects once
 * @param signal - ends the wait at once
 * @throws what the attempt throws; where it was waited for in vain, a DumpError that says so
 */
export async function untilServerIsThere<Result>(
  attempt: (limits: AttemptLimits) => Promise<Result>,
  wait: ServerWait,
  signal: AbortSignal,
): Promise<Result> {
  const started = performance.now();
  let wasKnown = false;
  for (let attempts = 1; ; attempts++) {
    const left = wait.away - (performance.now() - started);
    try {
      return await attempt(wait.away === 0 ? noLimits : limitsOf(attempts, left));
    } catch (error) {
      signal.throwIfAborted();
      const prospect = prospectOf(error);
      wasKnown ||= prospect !== 'unknownHost';
      if (prospect === 'none' || !wasKnown || wait.away === 0) throw error;
      // A name that was known is one that is being changed.
      const limit = prospect === 'crowded' ? wait.crowded : wait.away;
      const waited = performance.now() - started;
      if (waited >= limit) throw inVain(error, waited, attempts);
      await pause(Math.min(pauseAfter(attempts), limit - waited), signal);
    }
  }
}

/**
 * The first login has the time that it would have without the wait. Of a first statement that is
 * held back nobody knows whether it is by a proxy or by a server that has died: half of the time.
 */
function limitsOf(attempts: number, left: number): AttemptLimits {
  const login = attempts === 1 ? noLimits.login : Math.max(left, shortestLogin);
  return { login, firstStatement: left / 2 };
}

/** Half of it at random: many who wait for one server must not come at the same time. */
function pauseAfter(attempts: number): number {
  const longest = Math.min(firstPause * 2 ** (attempts - 1), longestPause);
  return longest * (0.5 + Math.random() / 2);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

function inVain(error: unknown, waited: number, attempts: number): unknown {
  if (!(error instanceof DumpError)) return error;
  const seconds = (waited / 1000).toFixed(1);
  const tried = attempts === 1 ? 'once' : `${attempts} times`;
  return new DumpError(
    error.code,
    `Tried ${tried} in ${seconds} seconds (the option waitForServer), at last: ${error.message}`,
    { cause: error.cause },
  );
}
