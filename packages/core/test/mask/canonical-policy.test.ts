/** The digest of a policy: by it, a copy is shown to be masked. */

import { expect, it } from 'vitest';
import { policyDigest } from '../../src/mask/canonical-policy.ts';

const columns = { 'a.b.c': 'hash', 'a.b.d': { rule: 'name', locale: 'ja' } } as const;
const digest = policyDigest({ version: 1, columns });

it('is the same for the same policy in other words', () => {
  expect(digest).toMatch(/^[\da-f]{64}$/);
  const inOrder = { 'a.b.d': { locale: 'ja', rule: 'name' }, 'a.b.c': 'hash' } as const;
  for (const same of [
    { version: 1, columns: inOrder },
    { $schema: './policy.schema.json', version: 1, strict: false, columns, relations: [] },
  ] as const) {
    expect(policyDigest(same)).toBe(digest);
  }
});

it('is another one for every change of what is masked', () => {
  const relations = [{ from: 'a.b.c', to: 'a.e.c' }];
  const digests = [
    { version: 1, columns, strict: true },
    { version: 1, columns, relations },
    { version: 1, columns: { ...columns, 'a.b.c': 'keep' } },
    { version: 1, columns: { ...columns, 'a.b.d': { rule: 'name', locale: 'en' } } },
  ] as const;
  expect(new Set([digest, ...digests.map((policy) => policyDigest(policy))]).size).toBe(5);
});
