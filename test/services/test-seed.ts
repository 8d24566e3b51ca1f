/** The seed of everything that tests draw: the same in every run, or that of `DUMPSTREAM_SEED`. */

import { randomInt } from 'node:crypto';

const asked = process.env['DUMPSTREAM_SEED'];

/**
 * What decides whether a change is taken says the same of the same change, so runs draw the same
 * values unless told otherwise: `DUMPSTREAM_SEED=random` looks for what no run has met so far, as a
 * workflow does each night, and a number is for what such a run found.
 */
export const testSeed = asked === 'random' ? randomInt(2 ** 30) : Number(asked ?? 20_240_101);

if (!Number.isSafeInteger(testSeed)) {
  throw new Error(`DUMPSTREAM_SEED must be a whole number or "random", and is "${asked}".`);
}
