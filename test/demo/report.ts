/** Prints the demo's steps, a line each. */

import { formatDuration } from '../../packages/cli/src/format.ts';

/** The width of the longest title. */
const titleWidth = 10;

/**
 * Runs a step and prints what it tells, with the time it took.
 *
 * @param work - returns the text for the line, and a value for the steps after it
 * @throws Error that names the step where it fails
 */
export async function step<Value>(
  title: string,
  work: () => Promise<readonly [told: string, value: Value]>,
): Promise<Value> {
  const started = performance.now();
  try {
    const [told, value] = await work();
    line(title, `${told} (${formatDuration(performance.now() - started)})`);
    return value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${title}: ${reason}`, { cause: error });
  }
}

/** Prints one line. */
function line(title: string, text: string): void {
  console.log(`${title.padEnd(titleWidth)} ${text}`);
}
