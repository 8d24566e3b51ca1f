/**
 * Of generated tables and policies nothing leaves the process as it was, and the restore is consistent:
 * keys, joins, NULLs, members, computed columns. `DUMPSTREAM_RUNS` asks for more cases, and
 * `DUMPSTREAM_SEED` with `DUMPSTREAM_PATH` for one that was wrong.
 */

import { expect, test } from 'vitest';
import { testSeed } from '../services/test-seed.ts';
import { describeEachServer } from '../services/vitest.ts';
import type { ColumnKind } from './generated/column-kinds.ts';
import type { MaskedCase } from './generated/masked-case.ts';
import { checkAlone, type MaskedTally, runMaskedCases } from './generated/run-masked-cases.ts';

const runs = Number(process.env['DUMPSTREAM_RUNS'] ?? 12);
const path = process.env['DUMPSTREAM_PATH'];

describeEachServer('masked dumps of generated tables', (server) => {
  const timeout = 120_000 + runs * 10_000;

  test('hold no original, and keep keys and joins', { timeout }, async () => {
    const tally: MaskedTally = { cases: 0, rows: 0, refusals: new Map() };
    const wrong = await runMaskedCases(server, { seed: testSeed, path, runs }, tally);
    const refused = [...tally.refusals.values()].reduce((sum, count) => sum + count, 0);
    console.log(
      [
        `${server.name}: seed ${testSeed}, ${tally.cases} masked dumps of ${tally.rows} rows, ${refused} policies refused`,
        ...[...tally.refusals].map(([reason, count]) => `  ${count} times: ${reason}`),
      ].join('\n'),
    );
    expect(wrong).toBeUndefined();
    if (path !== undefined) return;
    expect(tally.cases + refused).toBe(runs);
    expect(refused).toBeLessThanOrEqual(runs / 2);
    expect(tally.rows).toBeGreaterThan(runs);
  });

  const text: ColumnKind = {
    ...{ name: 'VARCHAR', type: 'VARCHAR(80) CHARACTER SET utf8mb4', rules: [], keyRules: [] },
    literal: (token) => `'${token}'`,
  };
  const masked = (rule: MaskedCase['alike']['rule']): MaskedCase => ({
    columns: [{ kind: text, rule, isKey: false, nulls: false }],
    ...{ rows: 4, composite: false, childCase: '', generated: undefined, check: undefined },
    ...{ partitions: undefined, options: {}, alike: { a: text, b: text, rule: 'hash' } },
  });

  test.each([
    ['leaves a value as it is', (value: string | Buffer) => value, /is in the dump/],
    [
      'hides a value in base64',
      (value: string | Buffer) => Buffer.from(value).toString('base64'),
      /is in the dump/,
    ],
    ['makes something else each time', () => String(Math.random()), /it depends on/],
  ])('would be found wrong where a rule %s', async (_, rule, message) => {
    await expect(checkAlone(server, masked(rule))).rejects.toThrow(message);
    await expect(checkAlone(server, masked('hash'))).resolves.toBeUndefined();
  });
});
