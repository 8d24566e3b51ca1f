/** System-versioned tables of MariaDB come back with every version of every row, or are refused. */

import { buffer } from 'node:stream/consumers';
import { dump } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { compareDatabases } from '../sample/compare.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { type RoundTrip, restoreCopy } from './round-trip.ts';

const noVersions = 'MySQL has no system-versioned tables';

async function history(server: DatabaseServer, database: string, columns: string, table: string) {
  return server.query(
    `SELECT ${columns} FROM \`${database}\`.${table} FOR SYSTEM_TIME ALL ORDER BY ${columns}`,
  );
}

async function makeHistory(server: DatabaseServer): Promise<string> {
  const source = await server.createDatabase('source');
  await server.restore(
    source,
    `CREATE TABLE implied (a INT PRIMARY KEY, b INT, c VARCHAR(10) NOT NULL UNIQUE) WITH SYSTEM VERSIONING;
CREATE TABLE named (a INT, b INT WITHOUT SYSTEM VERSIONING, rs TIMESTAMP(6) GENERATED ALWAYS AS ROW START,
  re TIMESTAMP(6) GENERATED ALWAYS AS ROW END, g INT AS (a + 1) VIRTUAL, PERIOD FOR SYSTEM_TIME (rs, re)) WITH SYSTEM VERSIONING;
CREATE TABLE hidden (a INT PRIMARY KEY, rs TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE,
  re TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE, PERIOD FOR SYSTEM_TIME (rs, re)) WITH SYSTEM VERSIONING;
CREATE TABLE parted (a INT, b INT) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME (PARTITION p0 HISTORY, PARTITION pn CURRENT);
CREATE TABLE some_columns (a INT, b INT WITH SYSTEM VERSIONING);
INSERT INTO implied VALUES (1, 1, 'x'), (3, 3, 'z'); UPDATE implied SET b = 2; UPDATE implied SET b = 5;
DELETE FROM implied WHERE a = 1; INSERT INTO implied VALUES (1, 7, 'x'), (2, 2, 'y');
INSERT INTO named (a, b) VALUES (1, 1); UPDATE named SET a = 2; UPDATE named SET b = 9;
INSERT INTO hidden VALUES (1), (2); DELETE FROM hidden WHERE a = 1; INSERT INTO hidden VALUES (1);
INSERT INTO parted VALUES (1, 1), (2, 2); UPDATE parted SET b = 3; DELETE FROM parted WHERE a = 1;
INSERT INTO some_columns VALUES (1, 1); UPDATE some_columns SET b = 2;`,
  );
  return source;
}

const tables: Record<string, [columns: string, versions: number]> = {
  implied: ['a, b, c, row_start, row_end', 8],
  named: ['a, b, rs, re, g', 2],
  hidden: ['a, rs, re', 3],
  parted: ['a, b, row_start, row_end', 4],
  some_columns: ['a, b, row_start, row_end', 2],
};

describeEachServer('system-versioned tables', (server) => {
  async function expectEqualHistory({ source, target }: RoundTrip): Promise<void> {
    expect(await compareDatabases(server, source, target)).toEqual([]);
    for (const [table, [columns, versions]] of Object.entries(tables)) {
      const before = await history(server, source, columns, table);
      expect(before, table).toHaveLength(versions);
      expect(await history(server, target, columns, table), table).toEqual(before);
    }
  }

  test('come back with their history', async (context) => {
    context.skip(server.flavor !== 'mariadb', noVersions);
    await expectEqualHistory(await restoreCopy(server, await makeHistory(server)));
  });

  test('come back with their history when read in chunks of one row', async (context) => {
    context.skip(server.flavor !== 'mariadb', noVersions);
    const source = await makeHistory(server);
    await expectEqualHistory(await restoreCopy(server, source, { chunkBytes: 1 }));
  });

  test('kept by transaction numbers are refused by name, and dumped without rows', async (context) => {
    context.skip(server.flavor !== 'mariadb', noVersions);
    const source = await server.createDatabase('source');
    await server.restore(
      source,
      `CREATE TABLE by_number (a INT, rs BIGINT UNSIGNED GENERATED ALWAYS AS ROW START,
re BIGINT UNSIGNED GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (rs, re)) WITH SYSTEM VERSIONING;`,
    );
    await expect(buffer(dump({ connection: server.url(source) }))).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('by_number'),
    });
    const { target } = await restoreCopy(server, source, { noData: true });
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });
});
