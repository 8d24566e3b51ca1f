/** How many faults are tried, and which: from the environment, as `npm run test:deep` sets it. */

import { type Random, seededRandom } from '../sample/random.ts';
import { testSeed } from '../services/test-seed.ts';

/** Of the first fault of each test; each one after it has the next number. Printed on a failure. */
export const firstSeed = Number(process.env['DUMPSTREAM_FAULT_SEED'] ?? testSeed);

/** How many times as many faults as in `npm test`. 1 there. */
export const factor = Number(process.env['DUMPSTREAM_FAULT_FACTOR'] ?? 1);

/** Whether this is the long run: on all servers, and with faults that take minutes. */
export const isDeep = process.env['DUMPSTREAM_FAULT_FACTOR'] !== undefined;

/** Random values of a fault. Seeds that follow each other give values that have nothing in common. */
export function randomOf(seed: number): Random {
  const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d);
  const random = seededRandom(Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39));
  for (let draw = 0; draw < 8; draw++) random.between(0, 1);
  return random;
}
