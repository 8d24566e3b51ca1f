/** What the stock dump program makes of values, and what comes back from a dump of ours. */

import { expect, test } from 'vitest';
import { restoreCopy } from '../round-trip/round-trip.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { stockDump } from './stock-dump.ts';
import { type ValueLoss, valueLosses } from './value-losses.ts';

describeEachServer('a value that the stock dump program changes', (server) => {
  for (const loss of valueLosses) {
    test(`comes back from our dump: ${loss.title}`, async (context) => {
      context.skip(loss.heldBy?.(server) === false, `${server.name} can't hold it`);
      context.skip(server.stockTools.dump === undefined, 'no dump program is installed');
      const source = await server.createDatabase('loss');
      await server.query(
        `USE \`${source}\`; SET SESSION sql_mode = 'ALLOW_INVALID_DATES';
CREATE TABLE t (v ${loss.type}); INSERT INTO t VALUES (${loss.value})`,
      );
      expect(await shown(server, source, loss)).toBe(loss.before);

      const stock = await stockDump(server, source);
      expect(stock).toMatchObject({ exitCode: 0, stderr: '' });
      const byStock = await server.createDatabase('stock');
      await server.restore(byStock, stock.stdout);
      expect(await shown(server, byStock, loss)).toBe(loss.after);

      const { target } = await restoreCopy(server, source);
      expect(await shown(server, target, loss)).toBe(loss.before);
    });
  }
});

async function shown(server: DatabaseServer, database: string, loss: ValueLoss): Promise<unknown> {
  const [row] = await server.query(`SELECT ${loss.shown} AS shown FROM \`${database}\`.t`);
  return row?.['shown'];
}
