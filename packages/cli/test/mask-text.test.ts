/** The texts about masks. */

import { expect, test } from 'vitest';
import { summaryLine } from '../src/commands/dump/progress-text.ts';
import { checkText } from '../src/commands/mask-check/check-text.ts';
import { coverageText } from '../src/mask/coverage-text.ts';

const table = { database: 'shop', consistent: true, invalidTexts: [], rows: 2, bytes: 100 };

test('the summary of a dump tells how many columns were masked', () => {
  const summary = {
    ...{ outputBytes: 1500, brokenViews: [], doubtfulMembers: [], rows: 4, durationMs: 1200 },
    tables: [
      { ...table, table: 'customers', maskedColumns: ['email', 'name'] },
      { ...table, table: 'orders' },
    ],
  };
  expect(summaryLine(summary, 'shop.sql')).toBe(
    '2 tables, 4 rows, 2 columns masked, 1.5 kB in 1.2 s to shop.sql',
  );
});

test('a policy is told by what it says of the columns', () => {
  expect(coverageText({ masked: 1, kept: 0, unnamed: [] })).toBe('1 column masked');
  expect(coverageText({ masked: 12, kept: 30, unnamed: ['a', 'b'] })).toBe(
    '12 columns masked, 30 kept, 2 not named',
  );
});

const found = { missingGrants: [], warnings: [], problems: [] };

test('a check lists columns that the policy does not name', () => {
  const mask = { masked: 1, kept: 1, unnamed: ['`a`.`b`.`c`', '`a`.`b`.`esc\u001b[31m`'] };
  const text = checkText({ ...found, databases: ['a'], mask }, 'policy.json');
  expect(text).toBe(`Policy     policy.json
Databases  a
Columns    1 column masked, 1 kept, 2 not named

Not named, and dumped as they are:
  \`a\`.\`b\`.\`c\`
  \`a\`.\`b\`.\`esc\\u{1b}[31m\``);
});

test('a check tells what is no error', () => {
  const warnings = [{ code: 'STATED_LITERALS', message: 'Look: esc\u001b[31m' }] as const;
  expect(checkText({ ...found, warnings }, 'policy.json')).toBe(
    'Policy     policy.json\n\nNo error, but:\n  Look: esc\\u{1b}[31m',
  );
});

test('a check has its problems at the beginning of lines, with file and line', () => {
  const problems = [{ code: 'INVALID_MASK', message: 'policy.json:3: No.' }] as const;
  expect(checkText({ ...found, problems }, 'policy.json')).toBe(
    'Policy     policy.json\n\npolicy.json:3: No.',
  );
});
