/** Connections that are cut, delayed and torn to pieces: a dump is whole, or says what happened. */

import { expect, test } from 'vitest';
import { describeEachFlavor, describeEachServer } from '../services/vitest.ts';
import type { Disturbance } from './disturbing-proxy.ts';
import { type ExpectedError, type Manner, mannerOf, outcomeOf } from './dump-outcome.ts';
import { useFaultBench } from './fault-bench.ts';
import { factor, firstSeed, isDeep } from './fault-options.ts';
import { countFault, tryFaults } from './fault-tally.ts';

const describeServers = isDeep ? describeEachServer : describeEachFlavor;

describeServers('a dump over a bad network', (server) => {
  const bench = useFaultBench(server);

  const lost = (): ExpectedError => ({
    codes: ['CONNECT_FAILED', 'CONNECTION_LOST'],
    message: bench().address,
  });

  // A lost connection was once taken for a refused statement, where another statement followed.
  test.for([1, 2])(
    'over %i connections says so when one is cut after any of its statements',
    async (parallel, context) => {
      const manner: Manner = { parallel, threads: 0, compress: 'none' };
      // Over two connections everything is waited for that is over one, and the lock as well.
      const isSparse = parallel === 1 && !isDeep;
      for (const [number, place] of bench().turnsOf(parallel).entries()) {
        if (isSparse && number % 4 !== firstSeed % 4) continue;
        const { proxy } = bench();
        proxy.disturb(place, { kind: 'reset' });
        const outcome = await outcomeOf(bench().options(manner));
        if (proxy.happened) countFault(context, 'connections cut after a statement');
        await bench().check(outcome, manner, lost());
      }
    },
  );

  test.for<['reset' | 'close', string]>([
    ['reset', 'connections cut with RST'],
    ['close', 'connections cut with FIN'],
  ])('is whole or says so when a connection is cut by a %s', async ([kind, plural], context) => {
    await tryFaults(context, 12 * factor, async (random) => {
      const manner = mannerOf(random);
      const { proxy } = bench();
      proxy.disturb(
        bench().placeOf(random, manner),
        { kind },
        { refuseAfterwards: random.oneIn(3) },
      );
      const outcome = await outcomeOf(bench().options(manner));
      const { happened } = proxy;
      await bench().check(outcome, manner, lost());
      return happened ? plural : undefined;
    });
  });

  test('is whole when packets are late or in pieces', async (context) => {
    await tryFaults(context, 10 * factor, async (random) => {
      const manner = mannerOf(random);
      const { proxy } = bench();
      const [kind, disturbance] = random.pick<[string, Disturbance]>([
        ['packets delayed', { kind: 'delay', pieces: 8, milliseconds: random.between(1, 20) }],
        ['packets torn to bytes', { kind: 'dribble', bytes: random.between(1, 1500) }],
      ]);
      proxy.disturb(bench().placeOf(random, manner), disturbance);
      const outcome = await outcomeOf(bench().options(manner));
      const { happened } = proxy;
      expect(outcome.error).toBeUndefined();
      await bench().check(outcome, manner, lost());
      return happened ? kind : undefined;
    });
  });
});
