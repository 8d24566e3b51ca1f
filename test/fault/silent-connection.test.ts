/** Connections over which nothing comes any more, and of which nobody is told: none waits for ever. */

import { existsSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { DumpError } from '@dumpstream/core';
import mysql2 from 'mysql2';
import { expect, test } from 'vitest';
import { describeEachFlavor } from '../services/vitest.ts';
import { type Manner, outcomeOf } from './dump-outcome.ts';
import { useFaultBench } from './fault-bench.ts';
import { countFault } from './fault-tally.ts';

const manner: Manner = { compress: 'none' };

describeEachFlavor('a connection that falls silent', (server) => {
  const bench = useFaultBench(server);

  test.for([
    ['before the greeting', { connection: 0, direction: 'toClient', after: 0 }],
    ['after the password was sent', { connection: 0, turn: 1 }],
  ] as const)('%s is given up after connectTimeout', async ([, place], context) => {
    const { proxy, user, password, database } = bench();
    const connection = { host: '127.0.0.1', port: proxy.port, user, password, database };
    const attempt = (connectTimeout: number) => {
      proxy.disturb(place, { kind: 'silence' });
      return outcomeOf({ connection: { ...connection, connectTimeout } });
    };
    let outcome = await attempt(300);
    // On a busy machine the server may have taken longer to come to that place.
    if (!proxy.happened) outcome = await attempt(20_000);
    expect(proxy.happened).toBe(true);
    countFault(context, 'silent connections');
    expect(outcome.error).toBeDefined();
    await bench().check(outcome, manner, { codes: ['CONNECT_FAILED'], message: bench().address });
  });

  // The kernel's own time is two hours.
  test('is probed by the kernel after less than a minute', async (context) => {
    if (!existsSync('/proc/net/tcp')) return context.skip('needs /proc/net/tcp of Linux');
    bench().proxy.passAll();
    const probes: (number | undefined)[] = [];
    const outcome = await outcomeOf(bench().options(manner), {
      onChunk: async (count) => {
        if (count === 1) probes.push(secondsUntilProbe(bench().proxy.port));
      },
    });
    expect(outcome.error).toBeUndefined();
    expect(probes).toEqual([expect.any(Number)]);
    expect(probes[0]).toBeLessThanOrEqual(60);
  });

  // What the kernel reports when probes stay unanswered; no network can be broken so here.
  test('is told as a lost connection once the kernel has found out', async () => {
    bench().proxy.passAll();
    const connection = mysql2.createConnection(bench().url);
    const outcome = await outcomeOf(
      { ...bench().options(manner), connection: () => connection },
      {
        onChunk: async (count) => {
          if (count > 1) return;
          const timedOut = Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT' });
          (connection as unknown as { stream: Socket }).stream.destroy(timedOut);
        },
      },
    );
    expect(outcome.error).toBeInstanceOf(DumpError);
    await bench().check(outcome, manner, { codes: ['CONNECTION_LOST'], message: 'read ETIMEDOUT' });
  });
});

/**
 * Seconds until the kernel probes a connection of this process to the port; `undefined` where it
 * does not. Columns of /proc/net/tcp: proc_net_tcp.txt of the kernel's documentation.
 */
function secondsUntilProbe(port: number): number | undefined {
  const remote = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n')) {
    const [, , remoteAddress, state, , timer = ''] = line.trim().split(/\s+/);
    const isConnected = state === '01' && remoteAddress?.endsWith(remote);
    const [kind, ticks = ''] = timer.split(':');
    // Timer 2 is that of probes, in hundredths of a second.
    if (isConnected && kind === '02') return Number.parseInt(ticks, 16) / 100;
  }
  return undefined;
}
