/** Databases of many tables: what each of them costs, and what is not kept in memory. */

import { buffer } from 'node:stream/consumers';
import { dump } from '@dumpstream/core';
import { createConnection } from 'mysql2';
import { expect, test } from 'vitest';
import { restoreCopy } from '../round-trip/round-trip.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachFlavor } from '../services/vitest.ts';

/** Statements of the whole dump, as its session counts them. */
async function statementsOf(server: DatabaseServer, database: string): Promise<number> {
  const counted = Promise.withResolvers<number>();
  const connection = createConnection(server.url(database));
  const end = connection.end.bind(connection);
  connection.end = (...parameters: Parameters<typeof end>): void => {
    connection.query("SHOW SESSION STATUS LIKE 'Questions'", (_error, rows) => {
      const [row] = rows as { Value?: string }[];
      counted.resolve(Number(row?.Value));
      end(...parameters);
    });
  };
  await buffer(dump({ connection: () => connection }));
  return counted.promise;
}

describeEachFlavor('a dump of many tables', (server) => {
  test('asks the server no more than this for each of them', async () => {
    const [few = 0, many = 0] = await Promise.all(
      [10, 40].map(async (count) => {
        const database = await server.createDatabase('small');
        const tables = Array.from(
          { length: count },
          (_, index) => `CREATE TABLE t${index} (id INT PRIMARY KEY, name VARCHAR(9) DEFAULT 'x');
INSERT INTO t${index} VALUES (1, 'one');`,
        );
        await server.restore(database, tables.join('\n'));
        return statementsOf(server, database);
      }),
    );
    // The definition before and after its rows, the rows, the release of its lock; on MariaDB also
    // when it was made.
    expect((many - few) / 30).toBe(server.flavor === 'mariadb' ? 5 : 4);
  });

  test('holds every definition exactly, also those that there was no room to keep', async () => {
    // 4.4 MB in all, more than is kept; each is close to the longest that MariaDB takes.
    const columns = Array.from(
      { length: 55 },
      (_, index) => `c${index} INT COMMENT '${'x'.repeat(1000)}'`,
    );
    const last = "note VARCHAR(9) CHARACTER SET utf8mb4 DEFAULT '😀'";
    const tables = Array.from(
      { length: 80 },
      (_, index) => `CREATE TABLE t${index} (${columns.join(', ')}, ${last});`,
    );
    const source = await server.createDatabase('long');
    await server.restore(source, `SET NAMES utf8mb4; ${tables.join('\n')}`);
    const { target } = await restoreCopy(server, source);
    for (const table of ['t0', 't9', 't79']) {
      const [before] = await server.query(`SHOW CREATE TABLE \`${source}\`.${table}`);
      const [after] = await server.query(`SHOW CREATE TABLE \`${target}\`.${table}`);
      expect(after).toEqual(before);
      await server.query(`INSERT INTO \`${target}\`.${table} (c0) VALUES (1)`);
      const rows = await server.query(`SELECT HEX(note) AS note FROM \`${target}\`.${table}`);
      expect(rows).toEqual([{ note: 'F09F9880' }]);
    }
  });
});
