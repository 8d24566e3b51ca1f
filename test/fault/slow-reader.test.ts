/** A reader that stops for longer than every time limit of the server: the dump goes on after it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type TestContext, test } from 'vitest';
import { createAccount, dumpGrants } from '../dump/connections.ts';
import { databaseOfNoise } from '../lambda/function-fixture.ts';
import { sectionsOf } from '../manifest/sections-of.ts';
import type { DatabaseServer } from '../services/index.ts';
import { listProcesses } from '../services/processes.ts';
import { describeEachFlavor, describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { expectEqual, type Manner, outcomeOf, unpacked } from './dump-outcome.ts';
import { isDeep } from './fault-options.ts';
import { countFault } from './fault-tally.ts';

const describeServers = isDeep ? describeEachServer : describeEachFlavor;

/** More than what the kernel keeps for a reader that has stopped: the server can't send. */
const mebibytes = 24;

/** Where the reader stops: at the start, and where other connections have nothing left to do. */
const stops = [1, 16 * 1024 * 1024];

const manners: readonly Manner[] = [
  { parallel: 1, threads: 0, compress: 'none' },
  { parallel: 2, threads: 0, compress: 'gzip' },
  { parallel: 2, threads: 1, compress: 'zstd' },
];

/** Whoever does not set time limits for itself is cut off after two seconds from now on. */
async function makeImpatient(server: DatabaseServer): Promise<void> {
  const names = ['net_write_timeout', 'net_read_timeout', 'wait_timeout', 'interactive_timeout'];
  const settings = [
    ...names.map((name) => `${name} = 2`),
    ...(server.flavor === 'mysql'
      ? ['max_execution_time = 2000']
      : [
          'max_statement_time = 2',
          'idle_transaction_timeout = 2',
          'idle_readonly_transaction_timeout = 2',
        ]),
  ];
  await server.query(`SET ${settings.map((setting) => `GLOBAL ${setting}`).join(', ')}`);
}

describeServers('a reader that stops', (server) => {
  test('for longer than the time limits of the server gets the whole dump', async (context) => {
    await expectWhole(context, { milliseconds: 4500, prepare: makeImpatient });
  });

  test('for two minutes gets the whole dump', { timeout: 900_000 }, async (context) => {
    if (!isDeep) context.skip('takes minutes: part of npm run test:deep');
    await expectWhole(context, { milliseconds: 120_000, prepare: async () => {} });
  });

  async function expectWhole(
    context: TestContext,
    {
      milliseconds,
      prepare,
    }: {
      readonly milliseconds: number;
      readonly prepare: (own: DatabaseServer) => Promise<void>;
    },
  ): Promise<void> {
    const own = await startPrivateServer(server);
    const database = await databaseOfNoise(own, mebibytes);
    await own.query(`USE \`${database}\`; CREATE TABLE small (id INT PRIMARY KEY);
      INSERT INTO small VALUES (1), (2), (3); CREATE TABLE z_empty (id INT)`);
    // As on RDS, without RELOAD: after FLUSH TABLES, MySQL lets nobody begin to read a table until the
    // statements that read it have ended, here those of the stopped readers.
    const account = await createAccount(own, [
      ...dumpGrants(database),
      `LOCK TABLES ON \`${database}\`.*`,
    ]);
    const options = {
      connection: account.url(database),
      parallelFallback: 'error',
      skipDumpDate: true,
    } as const;
    const reference = await outcomeOf(options);
    expect(reference.error).toBeUndefined();
    await prepare(own);
    // All at the same time, as they have to wait for the same seconds.
    await Promise.all(
      manners.map(async (manner) => {
        const ahead = [...stops];
        let bytesSoFar = 0;
        const { bytes, error } = await outcomeOf(
          { ...options, ...manner },
          {
            onChunk: async (_count, chunk) => {
              bytesSoFar += chunk.length;
              if (bytesSoFar < (ahead[0] ?? Number.POSITIVE_INFINITY)) return;
              ahead.shift();
              await sleep(milliseconds);
            },
          },
        );
        if (error !== undefined) throw error;
        expect(ahead).toEqual([]);
        expectEqual(unpacked(bytes, manner.compress), sectionsOf(reference.bytes));
        countFault(context, 'readers that stop', stops.length);
      }),
    );
    // All of them have said goodbye.
    await expect
      .poll(async () =>
        (await listProcesses(own)).filter(({ database: current }) => current !== undefined),
      )
      .toEqual([]);
  }
});
