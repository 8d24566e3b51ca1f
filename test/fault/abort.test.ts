/** Dumps that are given up at any moment: they end at once, and leave nothing anywhere. */

import { setImmediate } from 'node:timers/promises';
import type { DumpOptions } from '@dumpstream/core';
import { expect, test, vi } from 'vitest';
import type { Random } from '../sample/random.ts';
import { listProcesses } from '../services/processes.ts';
import { describeEachFlavor, describeEachServer } from '../services/vitest.ts';
import {
  type ExpectedError,
  type Manner,
  mannerOf,
  outcomeOf,
  type ReadingOptions,
  startDump,
} from './dump-outcome.ts';
import { useFaultBench } from './fault-bench.ts';
import { factor, isDeep } from './fault-options.ts';
import { countFault, tryFaults } from './fault-tally.ts';

const describeServers = isDeep ? describeEachServer : describeEachFlavor;

const aborted: ExpectedError = { codes: ['ABORTED'], message: /aborted by its signal|destroyed/ };

/** Starts a dump with a way to give it up: its signal, or the destruction of its stream. */
function startAbortable(random: Random, options: DumpOptions, reading?: ReadingOptions) {
  const controller = new AbortController();
  const running = startDump({ ...options, signal: controller.signal }, reading);
  const giveUp = random.oneIn(3) ? () => running.stream.destroy() : () => controller.abort();
  return { ...running, giveUp };
}

describeServers('a dump that is given up', (server) => {
  const bench = useFaultBench(server);

  test('ends at any byte of its connections', async (context) => {
    await tryFaults(context, 12 * factor, async (random) => {
      const manner = mannerOf(random);
      let giveUp = () => {};
      const { proxy } = bench();
      proxy.disturb(bench().placeOf(random, manner), {
        kind: 'hold',
        until: async () => giveUp(),
      });
      const running = startAbortable(random, bench().options(manner));
      giveUp = running.giveUp;
      const outcome = await running.outcome;
      const { happened } = proxy;
      await bench().check(outcome, manner, aborted);
      return happened ? 'aborts at a byte of a connection' : undefined;
    });
  });

  test('ends although the network swallows everything', async (context) => {
    await tryFaults(context, 8 * factor, async (random) => {
      const manner = mannerOf(random);
      let giveUp = () => {};
      const { proxy } = bench();
      proxy.disturb(bench().placeOf(random, manner), { kind: 'silence', onStart: () => giveUp() });
      const running = startAbortable(random, bench().options(manner));
      giveUp = running.giveUp;
      const outcome = await running.outcome;
      const { happened } = proxy;
      await bench().check(outcome, manner, aborted);
      return happened ? 'aborts of silent connections' : undefined;
    });
  });

  test('ends at any turn of the event loop', async (context) => {
    await tryFaults(context, 8 * factor, async (random) => {
      const manner = mannerOf(random);
      bench().proxy.passAll();
      const running = startAbortable(random, bench().options(manner));
      const turns = random.pick([0, 1, 2, 3, 5, 8, 20, 50, 200, 800]);
      for (let turn = random.between(0, turns); turn > 0; turn--) await setImmediate();
      const isOver = running.stream.closed;
      running.giveUp();
      await bench().check(await running.outcome, manner, aborted);
      return isOver ? 'aborts after the end' : 'aborts at a turn of the event loop';
    });
  });

  test('ends at any chunk of its output, while the reader waits and while it reads', async (context) => {
    await tryFaults(context, 8 * factor, async (random) => {
      const manner = mannerOf(random);
      bench().proxy.passAll();
      let giveUp = () => {};
      const last = random.between(1, manner.compress === 'none' ? 8 : 3);
      const waits = random.oneIn(2);
      let happened = false;
      const running = startAbortable(random, bench().options(manner), {
        onChunk: async (count) => {
          if (count !== last) return;
          happened = true;
          // The dump goes on until its own buffers are full, and waits then.
          for (let turn = waits ? 20 : 0; turn > 0; turn--) await setImmediate();
          giveUp();
        },
      });
      giveUp = running.giveUp;
      await bench().check(await running.outcome, manner, aborted);
      if (!happened) return undefined;
      return waits ? 'aborts while the reader waits' : 'aborts at a chunk of the output';
    });
  });

  test('ends while it waits for a lock that somebody else has', async (context) => {
    const { database, user, watch } = bench();
    for (const parallel of [1, 2]) {
      const manner: Manner = { parallel, threads: 0, compress: 'none' };
      for (const how of ['signal', 'destroy'] as const) {
        await watch.query(`LOCK TABLES \`${database}\`.items WRITE`);
        bench().proxy.passAll();
        const controller = new AbortController();
        const running = startDump({ ...bench().options(manner), signal: controller.signal });
        await vi.waitFor(async () => {
          const waiting = (await listProcesses(watch)).filter(
            (process) => process.user === user && process.state.startsWith('Waiting for table'),
          );
          expect(waiting.length).toBeGreaterThan(0);
        }, 60_000);
        if (how === 'signal') controller.abort();
        else running.stream.destroy();
        const outcome = await running.outcome;
        countFault(context, 'aborts while waiting for a lock');
        expect(outcome.error).toBeDefined();
        // With the lock still held.
        await bench().checkNothingLeft();
        await watch.query('UNLOCK TABLES');
        await bench().check(outcome, manner, aborted);
      }
    }
  });

  test('had been given up before it began', async (context) => {
    const manner: Manner = { compress: 'none' };
    bench().proxy.passAll();
    const outcome = await outcomeOf({ ...bench().options(manner), signal: AbortSignal.abort() });
    countFault(context, 'aborts before the start');
    expect(bench().proxy.passages).toEqual([]);
    expect(outcome.error).toBeDefined();
    await bench().check(outcome, manner, aborted);
  });

  test('after its end stays whole', async (context) => {
    const manner: Manner = { compress: 'gzip' };
    bench().proxy.passAll();
    const controller = new AbortController();
    const outcome = await outcomeOf({ ...bench().options(manner), signal: controller.signal });
    controller.abort();
    countFault(context, 'aborts after the end');
    expect(outcome.error).toBeUndefined();
    await bench().check(outcome, manner, aborted);
  });
});
