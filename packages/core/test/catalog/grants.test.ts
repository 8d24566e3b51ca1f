/** What SHOW GRANTS says, as the servers write it. */

import { describe, expect, test } from 'vitest';
import { Grants } from '../../src/catalog/grants.ts';

function grants(...lines: readonly string[]): Grants {
  return new Grants("'u'@'%'", lines);
}

describe('a privilege', () => {
  test('on everything holds in every database and table', () => {
    const all = grants("GRANT ALL PRIVILEGES ON *.* TO 'u'@'%' WITH GRANT OPTION");
    expect(all.everywhere('SELECT', 'shop')).toBe(true);
    expect(all.onTable('TRIGGER', 'shop', 'items')).toBe(true);
  });

  test('on a database holds there alone', () => {
    const shop = grants(
      'GRANT USAGE ON *.* TO `u`@`%`',
      'GRANT SELECT, EVENT ON `shop`.* TO `u`@`%`',
    );
    expect(shop.onDatabase('EVENT', 'shop')).toBe(true);
    expect(shop.onDatabase('TRIGGER', 'shop')).toBe(false);
    expect(shop.onDatabase('EVENT', 'shop2')).toBe(false);
    expect(shop.everywhere('EVENT', 'shop')).toBe(false);
  });

  test('on a table holds for that table alone', () => {
    const proc = grants('GRANT SELECT ON `mysql`.`proc` TO `u`@`%`');
    expect(proc.onTable('SELECT', 'mysql', 'proc')).toBe(true);
    expect(proc.onTable('SELECT', 'mysql', 'user')).toBe(false);
    expect(proc.onDatabase('SELECT', 'mysql')).toBe(false);
  });

  test('on some columns of a table does not hold for the table', () => {
    const column = grants('GRANT SELECT (`id`, `name`) ON `shop`.`items` TO `u`@`%`');
    expect(column.onTable('SELECT', 'shop', 'items')).toBe(false);
  });

  test.each([
    ['shop%', 'shop_eu', true],
    ['shop\\_%', 'shop_eu', true],
    ['shop\\_%', 'shopXeu', false],
    ['sho_', 'shop', true],
    ['sho_', 'sh', false],
    ['a.b', 'aXb', false],
    ['a(b', 'a(b', true],
    ['a(b%', 'a(bc', true],
    ['nd%', 'ndx', true],
  ])('on the pattern %s for the database %s: %s', (pattern, database, expected) => {
    const line = `GRANT SELECT ON \`${pattern}\`.* TO \`u\`@\`%\``;
    expect(grants(line).onDatabase('SELECT', database)).toBe(expected);
  });

  test('revoked for a database does not hold there', () => {
    const revoked = grants(
      'GRANT SELECT, EVENT ON *.* TO `u`@`%`',
      'GRANT SHOW_ROUTINE ON *.* TO `u`@`%`',
      'REVOKE SELECT ON `secret`.* FROM `u`@`%`',
    );
    expect(revoked.onDatabase('SELECT', 'secret')).toBe(false);
    expect(revoked.onDatabase('SELECT', 'shop')).toBe(true);
    expect(revoked.everywhere('SHOW_ROUTINE', 'secret')).toBe(true);
  });

  test('of roles, proxies and routines is passed over', () => {
    const other = grants(
      'GRANT `reader`@`%` TO `u`@`%`',
      "GRANT PROXY ON ''@'%' TO 'u'@'%' WITH GRANT OPTION",
      'GRANT EXECUTE ON PROCEDURE `shop`.`p` TO `u`@`%`',
    );
    expect(other.onDatabase('EXECUTE', 'shop')).toBe(false);
  });

  test('is taken from the most specific grant alone', () => {
    const both = grants(
      'GRANT SELECT ON `shop\\_eu`.* TO `u`@`%`',
      'GRANT SELECT, EVENT ON `shop\\_%`.* TO `u`@`%`',
    );
    expect(both.onDatabase('EVENT', 'shop_eu')).toBe(false);
    expect(both.onDatabase('EVENT', 'shop_us')).toBe(true);
    const patterns = grants(
      'GRANT SELECT ON `shop\\_%`.* TO `u`@`%`',
      'GRANT EVENT ON `shop%`.* TO `u`@`%`',
    );
    expect(patterns.onDatabase('EVENT', 'shop_eu')).toBe(false);
    expect(patterns.onDatabase('EVENT', 'shopping')).toBe(true);
  });

  test('of a role adds to those of the account, and so does one of PUBLIC', () => {
    const all = grants(
      'GRANT SELECT ON `shop`.* TO `u`@`%`',
      'GRANT EVENT ON `shop%`.* TO `reader`',
      'GRANT TRIGGER ON `shop`.* TO PUBLIC',
    );
    for (const privilege of ['SELECT', 'EVENT', 'TRIGGER']) {
      expect(all.onDatabase(privilege, 'shop')).toBe(true);
    }
  });

  test('on a table of a database whose name looks like a pattern is on that table alone', () => {
    const table = grants('GRANT SELECT ON `shop_eu`.`items` TO `u`@`%`');
    expect(table.onTable('SELECT', 'shop_eu', 'items')).toBe(true);
    expect(table.onTable('SELECT', 'shopXeu', 'items')).toBe(false);
  });

  test.each([
    "GRANT SELECT (a), SELECT, (b), TRIGGER ON `shop`.`items` TO 'u'@'%'",
    'GRANT SELECT (`a`, `SELECT`, `x,SELECT,y`), TRIGGER ON `shop`.`items` TO `u`@`%`',
    'GRANT `a,SELECT,b ON *.* TO ` TO `u`@`%`',
  ])('is not read out of the name of a column or role: %s', (line) => {
    expect(grants(line).onTable('SELECT', 'shop', 'items')).toBe(false);
  });

  test('is compared without case where the server folds names', () => {
    const line = 'GRANT SELECT ON `shop`.* TO `u`@`%`';
    expect(new Grants('u', [line], { foldsCase: true }).onDatabase('SELECT', 'Shop')).toBe(true);
    expect(new Grants('u', [line]).onDatabase('SELECT', 'Shop')).toBe(false);
  });

  test('on a pattern is on that name alone where partial revokes are on', () => {
    const rules = { literalNames: true };
    const literal = new Grants('u', ['GRANT SELECT ON `shop_eu`.* TO `u`@`%`'], rules);
    expect(literal.onDatabase('SELECT', 'shop_eu')).toBe(true);
    expect(literal.onDatabase('SELECT', 'shopXeu')).toBe(false);
  });
});
