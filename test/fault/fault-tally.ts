/** Tries faults one after the other, counts them for the report, and says which one went wrong. */

import type { TestContext } from 'vitest';
import type { Random } from '../sample/random.ts';
import { firstSeed, randomOf } from './fault-options.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** How many faults of each kind a test has tried. The reporter adds them up. */
    faults?: Record<string, number>;
  }
}

/** Counts a fault that has really taken place. */
export function countFault({ task }: Pick<TestContext, 'task'>, kind: string, times = 1): void {
  task.meta.faults ??= {};
  task.meta.faults[kind] = (task.meta.faults[kind] ?? 0) + times;
}

/**
 * Tries a fault as often as it takes until so many have taken place.
 *
 * @param tryFault - gets random values of its own; returns what kind of fault has taken place, or
 *   `undefined` where the dump was over before it could
 * @throws Error with the seed of the fault that went wrong, which is how to try it again
 */
export async function tryFaults(
  context: Pick<TestContext, 'task'>,
  times: number,
  tryFault: (random: Random, number: number) => Promise<string | undefined>,
): Promise<void> {
  let done = 0;
  for (let number = 0; done < times; number++) {
    const seed = firstSeed + number;
    try {
      const kind = await tryFault(randomOf(seed), number);
      if (kind !== undefined) {
        countFault(context, kind);
        done += 1;
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`DUMPSTREAM_FAULT_SEED=${seed} (fault ${number + 1}): ${message}`, {
        cause: error,
      });
    }
    if (number > times * 4 + 20) throw new Error(`Only ${done} of ${number} faults took place.`);
  }
}
