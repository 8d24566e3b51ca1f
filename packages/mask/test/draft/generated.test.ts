/** Drafts of generated databases, with hostile names, odd types, CHECKs, partitions and keys of all kinds. */

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dryRun } from '@dumpstream/core';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makingSettings } from '../../../../test/property/check-case.ts';
import { type DatabaseCase, databaseCase } from '../../../../test/property/database-case.ts';
import { readServerTraits } from '../../../../test/property/server-traits.ts';
import { attempt, openSession, Refused, type Session } from '../../../../test/property/session.ts';
import { identifier } from '../../../../test/sample/quote.ts';
import { testSeed } from '../../../../test/services/test-seed.ts';
import { describeEachServer } from '../../../../test/services/vitest.ts';
import { draftMaskPolicy } from '../../src/draft/draft-mask-policy.ts';
import { parseMaskPolicy } from '../../src/index.ts';

/** `DUMPSTREAM_SEED` tries others, and `DUMPSTREAM_CASES` more. */
const cases = Number(process.env['DUMPSTREAM_CASES'] ?? 12);

const validate = new Ajv({ allowUnionTypes: true, strictSchema: false }).compile(
  JSON.parse(readFileSync(new URL('../../policy.schema.json', import.meta.url), 'utf8')),
);

/** What the server refuses is not there. */
async function make(session: Session, database: string, { tables }: DatabaseCase): Promise<number> {
  let made = 0;
  const run = async (sql: string): Promise<void> => {
    try {
      await attempt(session, sql);
      made += 1;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  };
  await session.execute(`USE ${identifier(database)}`);
  for (const { create, insert, tuples } of tables) {
    await run(create);
    for (const tuple of tuples) await run(insert + tuple);
  }
  return made;
}

describeEachServer('drafts of generated databases', (server) => {
  test('fit them at once, name each column, and are read as they are written', async () => {
    const session = await openSession(server, makingSettings);
    try {
      const traits = await readServerTraits(session, server.flavor);
      let made = 0;
      for (const generated of fc.sample(databaseCase(traits), { numRuns: cases, seed: testSeed })) {
        const database = await server.createDatabase('drafted');
        made += await make(session, database, generated);
        const { text, findings } = await draftMaskPolicy({ connection: server.url(database) });
        const { policy } = parseMaskPolicy(text, 'draft.json');
        expect(validate(policy), JSON.stringify(validate.errors)).toBe(true);
        expect(Object.keys(policy.columns)).toEqual(findings.map(({ column }) => column));
        const { problems } = await dryRun({
          ...{ connection: server.url(database), mask: policy, maskKey: randomBytes(32) },
        });
        const ofMasks = problems.filter(({ code }) => code.includes('MASK'));
        expect(ofMasks, `seed ${testSeed}`).toEqual([]);
        await session.execute(`DROP DATABASE ${identifier(database)}`);
      }
      expect(made).toBeGreaterThan(cases);
    } finally {
      await session.close();
    }
  });
});
