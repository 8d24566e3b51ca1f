/** Dumps of the sample shop, which inputs are mutations of. */

import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { dump } from '@dumpstream/core';
import { loadSampleShop } from '../sample/index.ts';
import { databaseOffer } from '../services/index.ts';
import { stockDump } from '../stock-tool/stock-dump.ts';
import { writtenDump } from './fragments.ts';

const folder = fileURLToPath(new URL('../../.cache/fuzz/', import.meta.url));
const names = ['dumpstream.sql', 'stock.sql'] as const;
const server = 'mariadb-10.11';

/**
 * Ours and the stock program's, and one that was written by hand. The first two are made once and
 * kept, so that a seed is the same input again; without a server there is only the last one.
 */
export async function fuzzDumps(): Promise<Buffer[]> {
  const written = Buffer.from(writtenDump, 'latin1');
  try {
    return [...names.map((name) => readFileSync(join(folder, name))), written];
  } catch {
    const made = await makeDumps();
    if (made === undefined) return [written];
    await mkdir(folder, { recursive: true });
    for (const [index, name] of names.entries()) {
      const file = join(folder, name);
      await writeFile(`${file}.part`, made[index] ?? '');
      await rename(`${file}.part`, file);
    }
    return [...made, written];
  }
}

async function makeDumps(): Promise<[Buffer, Buffer] | undefined> {
  const offer = await databaseOffer(server);
  if (offer.unavailable !== undefined) {
    console.log(`No dumps of a server: ${offer.unavailable}`);
    return undefined;
  }
  const started = await offer.start();
  try {
    const database = await started.createDatabase('shop');
    await loadSampleShop(started, database);
    const ours = await buffer(dump({ connection: started.url(database) }));
    // The stock program never comes to an end with an event whose body holds its delimiter.
    await started.query(`DROP EVENT \`${database}\`.forget_tokens`);
    const { stdout } = await stockDump(started, database, { signal: AbortSignal.timeout(120_000) });
    return [ours, Buffer.from(stdout)];
  } finally {
    await started.stop();
  }
}
