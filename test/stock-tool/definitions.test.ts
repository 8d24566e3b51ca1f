/** Definitions that the stock dump program can't dump so that they can be restored. */

import { expect, test } from 'vitest';
import { restoreCopy, roundTrip } from '../round-trip/round-trip.ts';
import { compareDatabases } from '../sample/compare.ts';
import { describeEachServer } from '../services/vitest.ts';
import { isMariadbProgram, stockDump } from './stock-dump.ts';

/** Seconds in which it has not finished what takes it a fraction of one: it never will. */
const hangSeconds = 4;

describeEachServer('where the stock dump program', (server) => {
  test('hangs on an event whose body holds ;; our dump comes back equal', async (context) => {
    const program = server.stockTools.dump;
    if (program === undefined) return context.skip('no dump program is installed');
    const { source, target } = await roundTrip(
      server,
      `DELIMITER @@
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DISABLE DO BEGIN SELECT ';;'; END@@`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);

    // MariaDB mended it between 10.11 and 11.8.
    if (server.name === 'mariadb-11') {
      return expect(await stockDump(server, source)).toMatchObject({ exitCode: 0 });
    }
    const stock = stockDump(server, source, { signal: AbortSignal.timeout(hangSeconds * 1000) });
    await expect(stock).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('dumps a view on a view with a check option that can not be restored, ours comes back equal', async (context) => {
    context.skip(server.stockTools.dump === undefined, 'no dump program is installed');
    const { source, target } = await roundTrip(
      server,
      `CREATE TABLE t (id INT PRIMARY KEY);
CREATE VIEW b AS SELECT id FROM t;
CREATE VIEW a AS SELECT id FROM b WHERE id > 0 WITH CHECK OPTION;`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);

    const stock = await stockDump(server, source);
    expect(stock).toMatchObject({ exitCode: 0, stderr: '' });
    const byStock = await server.createDatabase('stock');
    await expect(server.restore(byStock, stock.stdout)).rejects.toThrow('1368');
  });

  test("is MariaDB's and writes the generated columns of MySQL 5.7, ours comes back equal", async (context) => {
    const program = server.stockTools.dump;
    if (program === undefined) return context.skip('no dump program is installed');
    const foreign = server.flavor === 'mysql' && (await isMariadbProgram(program));
    context.skip(!foreign, 'its dump program is its own');
    const source = await server.createDatabase('generated');
    await server.query(
      `USE \`${source}\`; CREATE TABLE t (id INT PRIMARY KEY, g INT AS (id + 1) VIRTUAL);
INSERT INTO t (id) VALUES (1)`,
    );
    const { target } = await restoreCopy(server, source);
    expect(await compareDatabases(server, source, target)).toEqual([]);

    const stock = await stockDump(server, source);
    expect(stock).toMatchObject({ exitCode: 0, stderr: '' });
    const byStock = await server.createDatabase('stock');
    await expect(server.restore(byStock, stock.stdout)).rejects.toThrow('3105');
  });

  test('loses the history of a system-versioned table, ours does not lose it in silence', async (context) => {
    context.skip(server.stockTools.dump === undefined, 'no dump program is installed');
    context.skip(server.flavor !== 'mariadb', `${server.name} has no such tables`);
    const source = await server.createDatabase('history');
    await server.query(
      `USE \`${source}\`; CREATE TABLE t (id INT PRIMARY KEY) WITH SYSTEM VERSIONING;
INSERT INTO t VALUES (1); DELETE FROM t`,
    );
    const history = async (database: string) => {
      const [row] = await server.query(
        `SELECT COUNT(*) AS versions FROM \`${database}\`.t FOR SYSTEM_TIME ALL`,
      );
      return row?.['versions'];
    };
    expect(await history(source)).toBe(1);
    const stock = await stockDump(server, source);
    expect(stock).toMatchObject({ exitCode: 0, stderr: '' });
    const byStock = await server.createDatabase('stock');
    await server.restore(byStock, stock.stdout);
    expect(await history(byStock)).toBe(0);

    const ours = await restoreCopy(server, source).catch((error: { code?: unknown }) => error);
    if ('target' in ours) expect(await history(ours.target)).toBe(1);
    else expect(ours).toMatchObject({ code: 'UNSUPPORTED' });
  });
});
