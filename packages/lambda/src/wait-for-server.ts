/** How long a server that is not there yet is waited for. */

import type { Configuration } from './configuration/configuration.ts';

/**
 * Half of the time is left for the work, and for an error that tells more than Lambda's timeout.
 *
 * @param remaining - milliseconds that the invocation has left
 * @returns milliseconds
 */
export function waitForServer(configuration: Configuration, remaining: number): number {
  const seconds = configuration.integer('waitForServer') ?? 0;
  return Math.floor(Math.max(0, Math.min(seconds * 1000, remaining / 2)));
}
