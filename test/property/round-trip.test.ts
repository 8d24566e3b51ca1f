/** Generated databases: what the stock client restores from a dump equals what was dumped. */

import { expect, test } from 'vitest';
import { testSeed } from '../services/test-seed.ts';
import { describeEachServer } from '../services/vitest.ts';
import { emptyTally, runCases } from './run-cases.ts';

/** `npm run test:deep` has other cases, and by the thousand. */
const runs = 30;

const path = process.env['DUMPSTREAM_PATH'];

describeEachServer('generated databases', (server) => {
  test('come back equal in definitions and rows', { timeout: 600_000 }, async () => {
    const tally = emptyTally();
    const difference = await runCases(server, {
      seed: testSeed,
      path,
      runs,
      tally,
      shrinkFor: 60_000,
    });
    const { schemas, tables, rows, discards, refusals } = tally;
    console.log(
      `${server.name}: seed ${testSeed}, compared ${schemas} schemas, ${tables} tables, ` +
        `${rows} rows; the server refused ${discards} schemas, the dump ${refusals}`,
    );
    expect(difference).toBeUndefined();
    if (path !== undefined) return;
    expect(schemas).toBe(runs);
    expect(rows).toBeGreaterThan(runs);
    expect(discards + refusals).toBeLessThan(runs / 5);
  });
});
