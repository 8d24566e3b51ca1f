/** Databases of many tables: what each of them costs, and what is not kept in memory. */

import { expect, test } from 'vitest';
import { restoreCopy } from '../round-trip/round-trip.ts';
import { describeEachFlavor } from '../services/vitest.ts';

describeEachFlavor('a dump of many tables', (server) => {
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
