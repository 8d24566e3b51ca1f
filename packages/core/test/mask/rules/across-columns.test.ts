/** The same value becomes the same one in columns of different collations, types, and in JSON. */

import { expect, test } from 'vitest';
import type { MaskRuleName } from '../../../src/mask-policy.ts';
import { columnOf, textMask } from './columns.ts';

const collations = [
  ...['utf8mb4_general_ci', 'utf8mb4_unicode_ci', 'utf8mb4_0900_ai_ci', 'utf8mb4_uca1400_ai_ci'],
  ...['latin1_swedish_ci', 'cp932_japanese_ci', 'utf8mb4_0900_as_ci', 'cp1250_general_ci'],
];
const exact = ['utf8mb4_bin', 'utf8mb4_0900_as_cs', 'latin1_general_cs'];

const rules: readonly MaskRuleName[] = [
  ...(['email', 'hash', 'redact', 'text', 'name', 'phone', 'address', 'creditCard'] as const),
];

function maskIn(collation: string, rule: MaskRuleName): (value: string) => string {
  const characterSet = collation.replace(/_.*$/, '');
  return textMask(rule, columnOf('varchar(200)', { collation, characterSet }));
}

test.each(rules)('%s: a text in lower case is the same value in all collations', (rule) => {
  const value = 'bob@shop.example 4111';
  const expected = maskIn('utf8mb4_bin', rule)(value);
  for (const collation of [...collations, ...exact]) {
    expect(maskIn(collation, rule)(value), collation).toBe(expected);
  }
});

test.each(rules)('%s: a text in any case is the same value in collations without case', (rule) => {
  const expected = maskIn('utf8mb4_general_ci', rule)('Bob@Shop.example');
  for (const collation of collations) {
    expect(maskIn(collation, rule)('BOB@SHOP.EXAMPLE').toLowerCase(), collation).toBe(
      expected.toLowerCase(),
    );
  }
});

test('texts with capitals are other values where they are to the server', () => {
  for (const collation of exact) {
    const mask = maskIn(collation, 'hash');
    expect(mask('Bob')).not.toBe(mask('bob'));
  }
});

test.each(['email', 'hash', 'redact', 'text', 'phone'] as const)('%s: the same in JSON', (rule) => {
  const json = textMask('json', columnOf('json'), { paths: { '$.a': rule } });
  for (const value of ['bob@shop.example', 'BOB@shop.example', '+49 30 9080706', 'ménière']) {
    const masked: unknown = JSON.parse(json(JSON.stringify({ a: value })));
    expect(masked).toEqual({ a: maskIn('utf8mb4_unicode_ci', rule)(value) });
  }
});

test('an entity is the same one in whatever case its name stands', () => {
  for (const rule of ['name', 'address'] as const) {
    const mask = textMask(rule, columnOf('varchar(200)'), { entity: 'email' });
    const value = 'Erika Mustermann, Berlin';
    expect(mask(value, { email: 'Bob@x.org' })).toBe(mask(value, { email: 'bob@X.org ' }));
    expect(mask(value, { email: 'bob@x.org' })).not.toBe(mask(value, { email: 'rob@x.org' }));
  }
});
