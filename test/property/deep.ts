/** `npm run test:deep`: the property for as long as asked for, then many faults, on each server. */

import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runDeepFaults } from '../fault/deep.ts';
import { type DatabaseOffer, databaseOffers } from '../services/index.ts';
import { DeepRun } from './deep-run.ts';

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    servers: { type: 'string' },
    seed: { type: 'string', default: process.env['DUMPSTREAM_SEED'] },
    // How many times as many faults as in `npm test`; 0 leaves them out, as --minutes 0 the property.
    faults: { type: 'string', default: '10' },
  },
});
const path = process.env['DUMPSTREAM_PATH'];
const seed = flags.seed === undefined ? randomInt(2 ** 31) : wholeNumber('seed', flags.seed);
const minutes = wholeNumber('minutes', flags.minutes);
const faults = path === undefined ? wholeNumber('faults', flags.faults) : 0;

const offers = await chosenOffers().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
// Each server has seeds of its own: two that offer the same would run the same cases.
const runs = (minutes === 0 ? [] : offers).map(
  (offer, index) =>
    new DeepRun(offer, { seed: path === undefined ? seed + index * 100_000 : seed, path }),
);
const interruption = new AbortController();
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    interruption.abort();
    console.error(`Interrupted by ${signal}, stopping.`);
    process.exitCode = code;
    for (const run of runs) run.stop();
  });
}

console.log(`Seed ${seed}, ${minutes} minutes, on ${offers.map(({ name }) => name).join(', ')}.`);
const started = Date.now();
const progress = setInterval(() => {
  const minute = Math.round((Date.now() - started) / 60_000);
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  const lines = runs.map((run) => run.progress());
  console.log(`Minute ${minute}: ${lines.join('; ')} (memory ${memory} MiB)`);
}, 60_000);
try {
  const deadline = started + minutes * 60_000;
  await Promise.all(runs.map((run) => run.until(deadline)));
} finally {
  clearInterval(progress);
}

console.log();
for (const run of runs) console.log(run.summary());
let isRight = runs.every((run) => run.isEqual());
if (faults > 0 && !interruption.signal.aborted) {
  const servers = offers.map(({ name }) => name);
  const options = { seed, factor: faults, servers, signal: interruption.signal };
  isRight = (await runDeepFaults(options)) && isRight;
}
if (!interruption.signal.aborted) process.exitCode = isRight ? 0 : 1;

/** The servers that were named, as `MySQL 5.7` or `mysql-5.7`; without names all that are there. */
async function chosenOffers(): Promise<readonly DatabaseOffer[]> {
  const offers = await databaseOffers();
  const fold = (name: string) => name.trim().toLowerCase().replaceAll(' ', '-');
  const names = flags.servers?.split(',').map(fold);
  const unknown = names?.filter((name) => !offers.some((offer) => offer.name === name)) ?? [];
  if (unknown.length > 0) {
    const known = offers.map(({ name }) => name).join(', ');
    throw new Error(`There is no server ${unknown.join(', ')}; there are ${known}.`);
  }
  const chosen = offers.filter(({ name }) => names === undefined || names.includes(name));
  const available = chosen.filter(({ unavailable }) => unavailable === undefined);
  for (const { name, unavailable } of chosen) {
    if (unavailable !== undefined) console.log(`${name} is left out: ${unavailable}`);
  }
  if (available.length === 0 || (names !== undefined && available.length < names.length)) {
    throw new Error('A server that was asked for can not be started here.');
  }
  return available;
}

function wholeNumber(name: string, text: string): number {
  if (!/^-?\d+$/.test(text)) throw new Error(`--${name} must be a whole number.`);
  return Number(text);
}
