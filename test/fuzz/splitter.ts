/** `npm run fuzz`: the statement splitter against texts of all kinds, for as long as asked for. */

import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { fuzzDumps } from './dumps.ts';
import type { FuzzFailure, FuzzWork } from './worker.ts';

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    /** The first one; the next input has the next number. */
    seed: { type: 'string' },
    /** How many inputs at most. */
    inputs: { type: 'string' },
  },
});
const minutes = Number(flags.minutes);
const firstSeed = flags.seed === undefined ? randomInt(2 ** 30) : Number(flags.seed);
const lastSeed = firstSeed + Number(flags.inputs ?? 2 ** 40);
/** An input takes milliseconds; longer streams some seconds. */
const hangsAfterMs = 60_000;
const mostFailures = 20;

const counters = new BigInt64Array(new SharedArrayBuffer(3 * 8));
const count = (index: number) => Number(Atomics.load(counters, index));
const dumps = await fuzzDumps();
console.log(
  `Seed ${firstSeed}, ${minutes} minutes, ${dumps.length} dumps of ` +
    `${dumps.reduce((sum, { length }) => sum + length, 0)} bytes.`,
);

const started = Date.now();
const work: FuzzWork = { firstSeed, lastSeed, minutes, dumps, counters };
const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: work });
let failures = 0;
worker.on('message', ({ seed, problem }: FuzzFailure) => {
  failures++;
  console.log(`Failure, again by "npm run fuzz -- --seed ${seed} --inputs 1": ${problem}`);
  if (failures === mostFailures) finish('Too many failures.');
});
worker.on('error', (error) => {
  failures++;
  finish(`Crash at seed ${count(0)}: ${error.stack}`);
});
worker.on('exit', () => finish('The end.'));

let seenInputs = -1;
let seenAt = Date.now();
let lines = 0;
const watch = setInterval(() => {
  if (count(1) !== seenInputs) {
    seenInputs = count(1);
    seenAt = Date.now();
  } else if (Date.now() - seenAt > hangsAfterMs) {
    failures++;
    finish(`Hangs at seed ${count(0)}.`);
  }
  if (Date.now() - started > lines * 60_000) {
    lines++;
    console.log(figures());
  }
}, 1000);

function figures(): string {
  const passed = ((Date.now() - started) / 60_000).toFixed(1);
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  return (
    `${passed} minutes: ${count(1)} inputs, ${count(2)} bytes, ${failures} failures ` +
    `(memory ${memory} MiB)`
  );
}

/** At once, whatever the worker does. */
function finish(reason: string): never {
  clearInterval(watch);
  console.log(`${reason} ${figures()}`);
  process.exit(failures === 0 ? 0 : 1);
}
