/** The sample shop is the same wherever it is loaded, and no difference to it goes unnoticed. */

import { beforeAll, expect, test } from 'vitest';
import { describeEachServer } from '../services/vitest.ts';
import { contentsOf, type DatabaseContents, differencesOf } from './compare.ts';
import { loadSampleShop } from './index.ts';

describeEachServer('the sample shop', (server) => {
  let shop: string;
  let other: string;
  let contents: DatabaseContents;

  beforeAll(async () => {
    shop = await server.createDatabase('sample');
    other = await server.createDatabase('sample');
    expect(await loadSampleShop(server, shop)).toEqual({ tables: 13, rows: 143_557 });
    await loadSampleShop(server, other);
    contents = await contentsOf(server, shop);
    return async () => {
      await server.query(`DROP DATABASE ${shop}; DROP DATABASE ${other}`);
    };
  });

  test('is the same when it is loaded twice', async () => {
    expect(differencesOf(contents, await contentsOf(server, other))).toEqual([]);
  });

  test('differs in all that was changed, and in nothing else', async () => {
    await server.query(
      `USE ${other};
      UPDATE products SET weight_kg = weight_kg * 1.0000002 WHERE weight_kg IS NOT NULL LIMIT 1;
      UPDATE customers SET note = CONCAT(note, ' ') WHERE note IS NOT NULL LIMIT 1;
      UPDATE order_items SET engraving = '' WHERE engraving IS NULL LIMIT 1;
      DELETE FROM stock_movements LIMIT 1;
      UPDATE product_images SET thumbnail = NULL WHERE thumbnail IS NOT NULL LIMIT 1;
      ALTER TABLE coupons COMMENT = 'changed';
      DROP VIEW gold_customers;
      DROP PROCEDURE restock;
      DROP TRIGGER mark_title;
      ALTER EVENT forget_tokens COMMENT 'changed';
      CREATE TABLE another (id INT)`,
    );
    const differences = differencesOf(contents, await contentsOf(server, other));
    const names = differences.map((difference) => difference.replace(/:\n.*/s, ''));
    expect(names.filter((name) => !/^(column|parameter) /.test(name)).sort()).toEqual([
      'event forget_tokens differs',
      'routine PROCEDURE restock is missing in the second database',
      'table another is only in the second database',
      'table coupons differs',
      'table customers differs',
      'table order_items differs',
      'table product_images differs',
      'table products differs',
      'table stock_movements differs',
      'trigger mark_title is missing in the second database',
      'view gold_customers is missing in the second database',
    ]);
  });
});
