/** A dump and a database with the same content: no differences, whatever the content is. */

import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hostileSchema } from '../round-trip/hostile-names.ts';
import { loadSampleShop } from '../sample/index.ts';
import { createTemporaryFolder } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { compare, copyOf, dumpOf } from './compared.ts';

describeEachServer('a dump compared with an equal database', (server) => {
  test('of the sample shop has no differences', async () => {
    const shop = await server.createDatabase('shop');
    await loadSampleShop(server, shop);
    const bytes = await dumpOf(server, shop, { compress: 'gzip', compressionLevel: 1 });
    const copy = await copyOf(server, bytes);
    for (const database of [shop, copy]) {
      const report = await compare(server, bytes, database);
      expect(report.differences).toEqual([]);
      expect(report.comparison).toMatchObject({
        databases: [database],
        definitions: 'text',
        rows: report.rows,
        differences: 0,
      });
      expect(report.rows).toBeGreaterThan(100_000);
    }
  });

  test('of hostile names has no differences', async () => {
    const folder = await createTemporaryFolder('m');
    onTestFinished(() => folder.remove());
    const source = await server.createDatabase('hostile');
    const schema = hostileSchema(join(folder.path, 'm'));
    await server.query(`USE \`${source}\`; SET NAMES utf8mb4; ${schema.join(';\n')}`);
    const bytes = await dumpOf(server, source, { compress: 'zstd' });
    const copy = await copyOf(server, bytes);
    for (const database of [source, copy]) {
      expect((await compare(server, bytes, database)).differences).toEqual([]);
    }
  });
});
