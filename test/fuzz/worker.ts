/** Runs inputs one after the other, and says which one it is at. */

import { parentPort, workerData } from 'node:worker_threads';
import { checkInput } from './check-input.ts';
import { checkStream } from './check-stream.ts';
import { fuzzInput } from './inputs.ts';

/** What the main thread gives. */
export interface FuzzWork {
  readonly firstSeed: number;
  /** Seeds from here on are not run. */
  readonly lastSeed: number;
  readonly minutes: number;
  readonly dumps: readonly Uint8Array[];
  /** Of 64 bits each: the seed that runs, inputs so far, their bytes. */
  readonly counters: BigInt64Array<SharedArrayBuffer>;
}

/** What comes back at the end, and at a failure. */
export interface FuzzFailure {
  readonly seed: number;
  readonly problem: string;
}

const streamEvery = 200;

const work = workerData as FuzzWork;
const dumps = work.dumps.map((dump) => Buffer.from(dump));
const deadline = Date.now() + work.minutes * 60_000;
for (let seed = work.firstSeed; seed < work.lastSeed && Date.now() < deadline; seed++) {
  Atomics.store(work.counters, 0, BigInt(seed));
  const input = fuzzInput(seed, dumps);
  const problem = check(seed, input);
  Atomics.add(work.counters, 1, 1n);
  Atomics.add(work.counters, 2, BigInt(input.text.length));
  if (problem === undefined) continue;
  parentPort?.postMessage({ seed, problem } satisfies FuzzFailure);
}

function check(seed: number, input: ReturnType<typeof fuzzInput>): string | undefined {
  try {
    return checkInput(input) ?? (seed % streamEvery === 0 ? checkStream(input) : undefined);
  } catch (error) {
    return `threw ${error instanceof Error ? error.stack : error}`;
  }
}
