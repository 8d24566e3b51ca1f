/** What is said of objects that stand on one side alone. */

import { expect, test } from 'vitest';
import { ComparedObjects, objectDifferences } from '../../src/verify/compare/compared-objects.ts';

function differences(tables: readonly string[]): readonly string[] {
  const live = new ComparedObjects();
  for (const name of tables) live.add({ object: 'table', database: 'shop', name }, undefined);
  const found = objectDifferences(new ComparedObjects(), live, true);
  return [...found].map(({ kind, message }) => `${kind}: ${message}`);
}

test('a table that only the database has is named', () => {
  expect(differences(['more'])).toEqual([
    'extra: Table shop.more is in the database and not in the dump.',
  ]);
});

test('the table of a restore that was broken off says so', () => {
  expect(differences(['_dumpstream_restore'])).toEqual([
    'extra: Table shop._dumpstream_restore is that of a restore that has not ended: go on with that restore.',
  ]);
});
