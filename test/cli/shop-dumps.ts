/** Dumps of the sample shop, made once for a suite, and empty databases to restore them into. */

import { join } from 'node:path';
import { beforeAll, expect, onTestFinished } from 'vitest';
import { loadSampleShop } from '../sample/index.ts';
import { createTemporaryFolder, type DatabaseServer } from '../services/index.ts';
import { dumpstream } from './command.ts';

/** What a suite has once its `beforeAll` is done. */
export interface ShopDumps {
  /** The database. */
  readonly shop: string;
  readonly folder: string;
  /** Path of the dump: `shop.sql`, `shop.sql.gz` or `shop.sql.zst`. */
  file(ending?: '.sql' | '.sql.gz' | '.sql.zst'): string;
}

/** To be called in the body of a suite. All is removed at its end. */
export function dumpShop(server: DatabaseServer): ShopDumps {
  let shop = '';
  let folder = '';
  beforeAll(async () => {
    shop = await server.createDatabase('cli_shop');
    await loadSampleShop(server, shop);
    const made = await createTemporaryFolder('cli');
    folder = made.path;
    for (const ending of ['.sql', '.sql.gz', '.sql.zst']) {
      const output = join(folder, `shop${ending}`);
      const { exitCode, stderr } = await dumpstream(['dump', server.url(shop), '-o', output]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    }
    return async () => {
      await server.query(`DROP DATABASE ${shop}`);
      await made.remove();
    };
  });
  return {
    get shop() {
      return shop;
    },
    get folder() {
      return folder;
    },
    file: (ending = '.sql.gz') => join(folder, `shop${ending}`),
  };
}

/** An empty database for the running test. */
export async function emptyCopy(server: DatabaseServer): Promise<string> {
  const copy = await server.createDatabase('cli_copy');
  onTestFinished(async () => {
    await server.query(`DROP DATABASE IF EXISTS ${copy}`);
  });
  return copy;
}

/** Names of the tables and views of a database, sorted. */
export async function tablesOf(server: DatabaseServer, database: string): Promise<string[]> {
  const rows = await server.query(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${database}'`,
  );
  return rows.map(({ name }) => String(name)).sort();
}
