/** What is restored equals what was dumped, however it is dumped and restored. */

import { expect, test } from 'vitest';
import { compareDatabases } from '../sample/compare.ts';
import { loadSampleShop } from '../sample/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { dumpOf, expectEqual, restoreInto } from './restored.ts';

describeEachServer('a restore', (server) => {
  test('brings back all that was dumped, over one connection and over several', async () => {
    const shop = await server.createDatabase('shop');
    await loadSampleShop(server, shop);
    const bytes = await dumpOf(server, shop);
    for (const parallel of [1, 2, 5]) {
      const target = await server.createDatabase('target');
      const summary = await restoreInto(server, bytes, target, { parallel });
      await expectEqual(server, shop, target);
      expect(await compareDatabases(server, shop, target)).toEqual([]);
      expect(summary.rows).toBeGreaterThan(100_000);
      expect(summary.databases).toEqual([target]);
      expect(summary.warnings).toEqual([]);
    }
  });
});
