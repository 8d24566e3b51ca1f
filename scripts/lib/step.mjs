/** Prints the steps of a script, one line each, with the time they took. */

import { performance } from 'node:perf_hooks';

/** An error that the user can act on: only its message is shown. */
export class SetupError extends Error {}

/**
 * Runs a step and prints its name, outcome and time.
 *
 * @param {string} name what is done
 * @param {() => Promise<string | undefined>} action resolves to a few words about the outcome
 */
export async function step(name, action) {
  const start = performance.now();
  const time = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  try {
    const outcome = await action();
    console.log(`${name}: ${outcome ?? 'done'} (${time()})`);
  } catch (error) {
    console.error(`${name}: failed (${time()})`);
    throw error;
  }
}

/**
 * Runs the main function of a script; an error ends the process with exit code 1.
 *
 * @param {() => Promise<number | undefined>} main resolves to the exit code, by default 0
 */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}
