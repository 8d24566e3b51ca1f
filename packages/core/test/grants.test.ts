/** What SHOW GRANTS says, as the servers write it. */

import { describe, expect, test } from 'vitest';
import { Grants } from '../src/catalog/grants.ts';

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
});
