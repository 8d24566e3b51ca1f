/** `npm run demo`: from a loaded database to a restored one, by the function as it is deployed. */

import { databaseOffers } from '../services/index.ts';
import { createCleanUp } from './clean-up.ts';
import { runDemo } from './demo.ts';

const cleanUp = createCleanUp();
let interrupted = false;
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    interrupted = true;
    console.error(`Interrupted by ${signal}, cleaning up.`);
    cleanUp.run().finally(() => process.exit(code));
  });
}

try {
  for (const offer of await chooseOffers()) {
    console.log();
    await runDemo(offer, cleanUp);
  }
  await cleanUp.run();
  console.log('\nOK');
} catch (error) {
  // After a signal, the clean-up is what makes the steps fail.
  if (!interrupted) {
    console.error(`\nFAILED: ${error instanceof Error ? error.message : String(error)}`);
  }
  await cleanUp.run().catch((failure) => console.error(String(failure)));
  process.exitCode = 1;
}

/** One server of each kind; those of this machine come first. */
async function chooseOffers() {
  const offers = await databaseOffers();
  const available = offers.filter(({ unavailable }) => unavailable === undefined);
  const chosen = ['mariadb', 'mysql'].flatMap(
    (flavor) => available.find(({ name }) => name.startsWith(flavor)) ?? [],
  );
  if (chosen.length > 0) return chosen;
  const reasons = offers.map(({ name, unavailable }) => `${name}: ${unavailable}`);
  throw new Error(`no database server can be started here:\n${reasons.join('\n')}`);
}
