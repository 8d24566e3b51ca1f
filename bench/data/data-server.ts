/** A private database server with the test databases, which are made once and kept. */

import { cp } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseOffer, DatabaseServer } from '../../test/services/index.ts';
import { cachedFolder, exists } from '../../test/services/paths.ts';
import { RECIPE_VERSION, sourceScripts, type TestDatabase } from './recipe.ts';

/** What the server is made for. */
export interface DataSet {
  /** Part of the folder's name in the cache. */
  readonly name: string;
  readonly databases: readonly TestDatabase[];
}

const SHUTDOWN_SECONDS = 120;

/** The size of the binary log and of the data's safety does not matter: it can be made again. */
const COMMON = ['--skip-log-bin', '--table-open-cache=5000', '--open-files-limit=20000'];

/**
 * Starts the server on the test databases. The first time they are made, which takes a few minutes;
 * they are kept in `.cache/bench` until `npm run clean`.
 *
 * @param report - told what takes time
 * @throws Error where the server can't be started, or another bench uses the same databases
 */
export async function startDataServer(
  offer: DatabaseOffer,
  data: DataSet,
  report: (text: string) => void,
): Promise<DatabaseServer> {
  const folder = await cachedFolder(
    `bench/${data.name}-${offer.name}-${RECIPE_VERSION}`,
    async (empty) => {
      report(`Making the test databases "${data.name}", which are kept for the next time …`);
      await fill(offer, data, join(empty, 'data'), report);
    },
  );
  const pool = bufferPoolMegabytes();
  try {
    return await offer.start({
      extraArguments: [
        ...COMMON,
        `--datadir=${join(folder, 'data')}`,
        `--innodb-buffer-pool-size=${pool}M`,
      ],
    });
  } catch (error) {
    if (!String(error).includes('Unable to lock')) throw error;
    throw new Error('Another bench is running on the same databases: wait for its end.');
  }
}

/** All of the data in memory, where there is enough, so that no disk is measured. */
function bufferPoolMegabytes(): number {
  const spare = Math.min(totalmem() / 4, freemem() / 2);
  return Math.max(128, Math.min(4096, Math.floor(spare / 2 ** 20)));
}

async function fill(
  offer: DatabaseOffer,
  data: DataSet,
  dataFolder: string,
  report: (text: string) => void,
): Promise<void> {
  const empty = await offer.start();
  await shutDown(empty, async (folder) => cp(folder, dataFolder, { recursive: true }));
  const server = await offer.start({
    extraArguments: [
      ...COMMON,
      `--datadir=${dataFolder}`,
      `--innodb-buffer-pool-size=${bufferPoolMegabytes()}M`,
      '--innodb-doublewrite=0',
      '--innodb-flush-log-at-trx-commit=0',
    ],
  });
  try {
    for (const script of sourceScripts()) await server.query(script);
    for (const database of data.databases) {
      report(`  ${database.name}`);
      for (const script of database.scripts) await server.query(script);
      await analyze(server, database);
    }
  } catch (error) {
    await server.stop();
    throw error;
  }
  await shutDown(server, async () => {});
}

/** Programs that cut tables into chunks ask for the statistics. */
async function analyze(server: DatabaseServer, database: TestDatabase): Promise<void> {
  for (const table of database.tables ?? []) {
    await server.query(`ANALYZE TABLE ${database.name}.${table}`);
  }
}

/**
 * Ends the server in good order.
 *
 * @param afterwards - given the data folder, which nobody uses any more
 */
async function shutDown(
  server: DatabaseServer,
  afterwards: (dataFolder: string) => Promise<void>,
): Promise<void> {
  try {
    const [row] = await server.query('SELECT @@datadir AS folder, @@pid_file AS pidFile');
    await server.query('SHUTDOWN');
    const pidFile = String(row?.['pidFile']);
    const deadline = Date.now() + SHUTDOWN_SECONDS * 1000;
    while (await exists(pidFile)) {
      if (Date.now() > deadline) throw new Error('The database server does not shut down.');
      await sleep(50);
    }
    // The file goes away a moment before the process does.
    await sleep(1000);
    await afterwards(dirname(join(String(row?.['folder']), 'ibdata1')));
  } finally {
    await server.stop();
  }
}
