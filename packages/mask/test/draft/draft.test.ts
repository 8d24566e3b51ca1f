/** A draft of a policy for real databases: it fits them at once, finds what is personal, and tells no value. */

import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { dryRun, dump } from '@dumpstream/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAccount } from '../../../../test/dump/connections.ts';
import type { DatabaseServer } from '../../../../test/services/index.ts';
import { describeEachServer } from '../../../../test/services/vitest.ts';
import { draftMaskPolicy } from '../../src/draft/draft-mask-policy.ts';
import type { MaskFinding } from '../../src/draft/finding.ts';
import { parseMaskPolicy } from '../../src/index.ts';
import { sampleRows, sampleTables, sampleTruth, secretMark } from './sample-schema.ts';

async function problemsOf(server: DatabaseServer, database: string, text: string) {
  const { policy } = parseMaskPolicy(text, 'draft.json');
  expect(policy.strict).toBe(true);
  const report = await dryRun({
    ...{ connection: server.url(database), mask: policy, maskKey: randomBytes(32) },
  });
  return report.problems;
}

describeEachServer('a draft of a policy', (server) => {
  let database = '';
  let text = '';
  let findings: readonly MaskFinding[] = [];
  beforeAll(async () => {
    database = await server.createDatabase('draft');
    await server.query(`USE ${database}; ${sampleTables} ${sampleRows}`);
    ({ text, findings } = await draftMaskPolicy({ connection: server.url(database) }));
  });

  test('fits the database at once', async () => {
    expect(await problemsOf(server, database, text)).toEqual([]);
  });

  test('masks what is personal, keeps what is not, and says why', () => {
    const wrong: string[] = [];
    for (const [table, columns] of Object.entries(sampleTruth)) {
      for (const [name = '', truth] of columns.split(' ').map((one) => one.split(':'))) {
        const finding = findings.find(({ column }) => column === `${database}.${table}.${name}`);
        if (finding === undefined) throw new Error(`${table}.${name} is missing`);
        expect(finding.reasons.length, name).toBeGreaterThan(0);
        const unmaskable = finding.rule === 'keep' && finding.category !== undefined;
        if ((finding.rule === 'keep') !== (truth === 'k') && !unmaskable)
          wrong.push(finding.column);
      }
    }
    expect(wrong).toEqual([]);
    expect(text).not.toContain('full_name');
  });

  test('says aloud where no rule fits', () => {
    const left = findings.filter(({ rule, category }) => rule === 'keep' && category !== undefined);
    expect(left.map(({ column, look }) => [column.split('.').at(-1), look])).toEqual([
      ['employee_email', true],
    ]);
    expect(text.match(/LOOK: .*NOT MASKED, as no rule fits: /g)).toHaveLength(1);
  });

  test('joins hold: both ends of a foreign key have one rule', () => {
    const ruleOf = (name: string) =>
      findings.find(({ column }) => column === `${database}.${name}`)?.rule;
    expect(ruleOf('newsletter.address')).toBe('email');
    expect(ruleOf('customers.email')).toBe('email');
    expect(ruleOf('customers.country_code')).toBe('keep');
  });

  test('no sampled value stands in the draft or in the reasons', () => {
    const all = text + JSON.stringify(findings);
    expect(all.toLowerCase()).not.toContain(secretMark.toLowerCase());
    for (const value of [
      'Mary',
      'Smith',
      '佐藤',
      'サトウ',
      '丸の内',
      '4111',
      '123-45',
      '$2y$',
      'DE89',
      'Springfield',
    ]) {
      expect(all).not.toContain(value);
    }
  });

  test('without rows it fits as well, and masks what it can not judge', async () => {
    const draft = await draftMaskPolicy({ connection: server.url(database), sampleRows: 0 });
    expect(await problemsOf(server, database, draft.text)).toEqual([]);
    const mystery = draft.findings.find(({ column }) => column.endsWith('.mystery'));
    expect(mystery).toMatchObject({ rule: 'text', confidence: 'low', look: true });
    expect(draft.text).toContain('types alone');
  });

  async function maskedDump(ignoreTables: readonly string[]): Promise<string> {
    const { policy } = parseMaskPolicy(text, 'draft.json');
    const maskKey = randomBytes(32);
    const stream = dump({ connection: server.url(database), mask: policy, maskKey, ignoreTables });
    return (await buffer(stream)).toString();
  }

  test('unique columns have no rule that a sampled value is not for', async () => {
    const unique = await server.createDatabase('draft_unique');
    await server.query(
      `USE ${unique}; CREATE TABLE members (id INT PRIMARY KEY, member_code VARCHAR(20) NOT NULL UNIQUE,
         nickname VARCHAR(20) NOT NULL UNIQUE, ip_address VARCHAR(45) NOT NULL UNIQUE)
         DEFAULT CHARSET=utf8mb4;
       INSERT INTO members VALUES (1, 'ab-1', '花子', '10.1.2.3'), (2, 'ab-2', 'taro', '10.1.2.4'),
         (3, 'ab-3', 'jiro', '10.1.2.5'), (4, 'ab-4', 'saburo', '10.1.2.6'), (5, 'ab-5', 'shiro', 'unknown')`,
    );
    const draft = await draftMaskPolicy({ connection: server.url(unique) });
    expect(await problemsOf(server, unique, draft.text)).toEqual([]);
    const rules = draft.findings.map(({ column, rule }) => [column.split('.').at(-1), rule]);
    expect(Object.fromEntries(rules)).toMatchObject({
      nickname: 'keep',
      ip_address: { rule: 'hash', length: 32 },
    });
    expect(draft.text).toMatch(/nickname.*NOT MASKED/);
  });

  test('a dump by it holds none of the values that it masks', async () => {
    const sql = (await maskedDump(['employees'])).toLowerCase();
    const mark = secretMark.toLowerCase();
    // Names of members of documents stay.
    const left = sql.replaceAll(new RegExp(`"${mark}\\d+\\\\?":`, 'g'), '');
    expect(left).not.toContain(mark);
  });

  test('a dump by it is restored, and its joins hold', async () => {
    const target = await server.createDatabase('draft_copy');
    await server.restore(target, await maskedDump([]));
    const joined = await server.query(
      `SELECT COUNT(*) AS joined, COUNT(DISTINCT c.email) AS apart FROM ${target}.newsletter n ` +
        `JOIN ${target}.customers c ON c.email = n.address WHERE c.email LIKE '%@example.com'`,
    );
    expect(joined).toEqual([{ joined: 40, apart: 40 }]);
  });

  test('tables that the account may not read are judged by their names, which is told', async () => {
    const account = await createAccount(server, [
      `SELECT ON \`${database}\`.countries`,
      `INSERT ON \`${database}\`.customers`,
    ]);
    const draft = await draftMaskPolicy({ connection: account.url(database) });
    const reasons = draft.findings.flatMap(({ column, reasons }) =>
      column === `${database}.customers.email` ? reasons : [],
    );
    expect(reasons).toEqual([
      '"email" in its name: an e-mail address',
      'no values were seen, as the account may not read the table',
    ]);
    expect(draft.text).not.toContain('visits');
  });

  test('a database without tables has an empty draft', async () => {
    const empty = await server.createDatabase('draft_empty');
    const draft = await draftMaskPolicy({ connection: server.url(empty) });
    expect(draft.findings).toEqual([]);
    expect(parseMaskPolicy(draft.text, 'draft.json').policy).toEqual({
      ...{ version: 1, strict: true, columns: {} },
    });
  });

  test('names and comments that are hostile stay within their lines', async () => {
    const hostile = await server.createDatabase('draft_hostile');
    await server.query(
      `CREATE TABLE \`${hostile}\`.\`a"b\\c\nd.*\`\`\` (\`x"],\n//\u2028 */ email\` VARCHAR(90) COMMENT '*/ "',
        \`\u001b[31m\` INT, \`naïve名\` VARCHAR(9)) CHARACTER SET utf8mb4`,
    );
    const draft = await draftMaskPolicy({ connection: server.url(hostile) });
    for (const sign of ['\u001b', '\u2028']) expect(draft.text).not.toContain(sign);
    expect(draft.findings).toHaveLength(3);
    expect(await problemsOf(server, hostile, draft.text)).toEqual([]);
  });
});

describe('a draft that is never made', () => {
  test('ends by its signal', async () => {
    const draft = draftMaskPolicy({
      connection: 'mysql://root@127.0.0.1:1/shop',
      signal: AbortSignal.abort('enough'),
    });
    await expect(draft).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('refuses options that nobody knows', async () => {
    const options = { connection: 'mysql://root@127.0.0.1:1/shop', sampelRows: 1 };
    await expect(draftMaskPolicy(options)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});
