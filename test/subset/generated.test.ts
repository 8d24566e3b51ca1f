/** Subsets of generated schemas are exactly their closure, whatever refers to whatever. */

import type { DeclaredRelation, SubsetOptions } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { contentOf, dumpOf, restoreInto } from '../restore/restored.ts';
import { seededRandom } from '../sample/random.ts';
import type { DatabaseServer } from '../services/index.ts';
import { testSeed } from '../services/test-seed.ts';
import { describeEachServer } from '../services/vitest.ts';
import { danglingRows, keepSubset, type Reference } from './expected-subset.ts';
import { generateSchema } from './generated-schema.ts';

/** `DUMPSTREAM_SEED` tries others, and `DUMPSTREAM_CASES` more. */
const cases = Number(process.env['DUMPSTREAM_CASES'] ?? 10);

const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

function relation(database: string, reference: Reference): DeclaredRelation {
  const { child, columns, parent, references } = reference;
  return {
    from: columns.map((column) => `${database}.${quote(child)}.${column}`),
    to: references.map((column) => `${database}.${quote(parent)}.${column}`),
  };
}

/** Rows of a table without a key may come in another order. */
async function sortedLines(server: DatabaseServer, database: string): Promise<readonly string[]> {
  const content = await contentOf(server, database);
  return content
    .split('\n')
    .map((line) => line.replace(/[,;]$/, ''))
    .sort();
}

describeEachServer('a subset of a generated schema', (server) => {
  test('is exactly the closure, and the same over two connections', async () => {
    let taken = 0;
    for (let seed = testSeed; seed < testSeed + cases; seed++) {
      const random = seededRandom(seed * 7919);
      const schema = generateSchema(random, random.oneIn(3));
      const source = await server.createDatabase('source');
      await server.query(`USE ${source}; ${schema.statements.join(';\n')}`);
      const copy = await server.createDatabase('copy');
      await server.query(`USE ${copy}; ${schema.statements.join(';\n')}`);
      const roots = Object.fromEntries(
        Object.entries(schema.conditions).filter((_, index) => index === 0 || random.oneIn(3)),
      );
      const referring = schema.tables.filter(() => random.oneIn(2));
      const subset: SubsetOptions = {
        roots,
        referring,
        relations: schema.declared.map((declared) => relation(source, declared)),
      };
      const options = { netBufferLength: 4000, chunkBytes: 1000 };
      const bytes = await dumpOf(server, source, { ...options, subset });
      const both = await dumpOf(server, source, { ...options, subset, parallel: 2 });
      expect(both.equals(bytes), `seed ${seed}`).toBe(true);
      const target = await server.createDatabase('target');
      const { rows } = await restoreInto(server, bytes, target);
      taken += rows;
      await keepSubset(server, copy, { roots, referring, declared: schema.declared });
      expect(await sortedLines(server, target), `seed ${seed}`).toEqual(
        await sortedLines(server, copy),
      );
      expect(await danglingRows(server, target), `seed ${seed}`).toBe(0);
      for (const database of [source, copy, target])
        await server.query(`DROP DATABASE ${database}`);
    }
    expect(taken).toBeGreaterThan(10 * cases);
  });
});
