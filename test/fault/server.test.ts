/** Statements, connections and servers that are killed in the middle of dumps. */

import { expect, test, vi } from 'vitest';
import type { Random } from '../sample/random.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachFlavor, describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { DisturbingProxy, type Passage } from './disturbing-proxy.ts';
import {
  type ExpectedError,
  expectRightOutcome,
  type Manner,
  mannerOf,
  outcomeOf,
} from './dump-outcome.ts';
import { FaultBench, useFaultBench } from './fault-bench.ts';
import { factor, firstSeed, isDeep, randomOf } from './fault-options.ts';
import { countFault, tryFaults } from './fault-tally.ts';
import { expectNothingLeft, resourcesNow } from './process-resources.ts';

const describeServers = isDeep ? describeEachServer : describeEachFlavor;

describeServers('a dump of a server that', (server) => {
  const bench = useFaultBench(server);

  test.for([
    ['QUERY', 'statements killed'],
    ['CONNECTION', 'connections killed by the server'],
  ] as const)('kills the %s in the middle of it says so', async ([what, plural], context) => {
    await tryFaults(context, 10 * factor, async (random) => {
      const manner = mannerOf(random);
      let killed = false;
      const { proxy } = bench();
      proxy.disturb(bench().placeOf(random, manner), {
        kind: 'hold',
        until: async ({ connectionId }) => {
          killed = await kill(what, connectionId);
        },
      });
      const outcome = await outcomeOf(bench().options(manner));
      const codes: ExpectedError['codes'] =
        what === 'QUERY'
          ? ['CONNECT_FAILED', 'CONNECTION_LOST', 'QUERY_FAILED']
          : ['CONNECT_FAILED', 'CONNECTION_LOST'];
      await bench().check(outcome, manner, { codes, message: bench().address });
      return killed ? plural : undefined;
    });
  });

  async function kill(what: string, connectionId: Passage['connectionId']): Promise<boolean> {
    try {
      await bench().watch.query(`KILL ${what} ${connectionId}`);
      return true;
    } catch (error) {
      // It had ended by itself.
      expect((error as NodeJS.ErrnoException).code).toBe('ER_NO_SUCH_THREAD');
      return false;
    }
  }
});

/** Dumps of one server, each of which has come to a place of its own. */
interface HeldDump {
  readonly manner: Manner;
  readonly proxy: DisturbingProxy;
  readonly outcome: ReturnType<typeof outcomeOf>;
  /** Resolves when the dump has come to its place, or has ended before. */
  readonly ready: Promise<unknown>;
}

async function holdDump(
  bench: FaultBench,
  random: Random,
  released: Promise<unknown>,
): Promise<HeldDump> {
  const manner = mannerOf(random);
  const proxy = await DisturbingProxy.start(bench.proxy.serverPort);
  const held = Promise.withResolvers<void>();
  proxy.disturb(bench.placeOf(random, manner), {
    kind: 'hold',
    until: () => {
      held.resolve();
      return released;
    },
  });
  const outcome = outcomeOf(bench.options(manner, proxy));
  return { manner, proxy, outcome, ready: Promise.race([held.promise, outcome]) };
}

/** The server may have closed the connection before it has answered. */
async function shutDown(own: DatabaseServer): Promise<void> {
  try {
    await own.query('SHUTDOWN');
  } catch (error) {
    expect(['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE']).toContain(
      (error as NodeJS.ErrnoException).code,
    );
  }
}

/** Several at the same time, as it takes seconds to start a server. */
const dumpsOfOneServer = 10;

describeServers('several dumps of a server that', (server) => {
  const gone: ExpectedError['codes'] = ['CONNECT_FAILED', 'CONNECTION_LOST'];
  // A server that shuts down still answers for a moment, with whatever no longer works.
  const refuses: ExpectedError['codes'] = [...gone, 'QUERY_FAILED'];
  type End = (own: DatabaseServer) => Promise<unknown>;
  const endings: readonly [string, string, ExpectedError['codes'], End][] = [
    ['is killed', 'servers killed', gone, (own) => own.kill()],
    ['shuts down', 'servers shut down', refuses, shutDown],
  ];

  test.for(endings)('%s say so', async ([, plural, codes, end], context) => {
    for (let round = 0; round < Math.ceil(factor / 10); round++) {
      const before = resourcesNow();
      const own = await startPrivateServer(server);
      const bench = await FaultBench.start(own);
      const released = Promise.withResolvers<void>();
      const dumps: HeldDump[] = [];
      for (let number = 0; number < dumpsOfOneServer; number++) {
        const random = randomOf(firstSeed + round * dumpsOfOneServer + number);
        dumps.push(await holdDump(bench, random, released.promise));
      }
      await Promise.all(dumps.map(({ ready }) => ready));
      await end(own);
      released.resolve();
      for (const { manner, proxy, outcome } of dumps) {
        const message = `127.0.0.1:${proxy.port}`;
        expectRightOutcome(
          await outcome,
          bench.reference,
          manner,
          { codes, message },
          bench.password,
        );
        if (proxy.happened) countFault(context, `dumps of ${plural}`);
        await vi.waitFor(() => expect(proxy.openConnections).toBe(0), 60_000);
        await proxy[Symbol.asyncDispose]();
      }
      await bench.abandon();
      await own.stop();
      await expectNothingLeft(before);
    }
  });
});
