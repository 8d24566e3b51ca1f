/** `mask check`: a policy against a database, for continuous integration. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createAccount } from '../dump/connections.ts';
import { createTemporaryFolder } from '../services/index.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpstream } from './command.ts';

/** @returns path of the file */
async function policyFile(text: string): Promise<string> {
  const folder = await createTemporaryFolder('cli-mask');
  onTestFinished(() => folder.remove());
  const path = join(folder.path, 'policy.json');
  await writeFile(path, text);
  return path;
}

describeEachFlavor('dumpstream mask check', (server) => {
  let database = '';
  let url = '';
  beforeAll(async () => {
    database = await server.createDatabase('cli_check');
    url = server.url(database);
    await server.restore(
      database,
      `CREATE TABLE customers (
         id INT PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE, code CHAR(4), born DATE,
         up VARCHAR(80) AS (UPPER(email)) VIRTUAL
       );
       CREATE TABLE orders (
         id INT PRIMARY KEY, email VARCHAR(80), total INT,
         CONSTRAINT of_customer FOREIGN KEY (email) REFERENCES customers (email)
       );
       CREATE TABLE \`plain\` (id INT PRIMARY KEY, note TEXT);
       CREATE VIEW broken AS SELECT id FROM \`plain\`;`,
    );
  });

  test('is content with a policy that fits, needs no key, and lists what is not named', async () => {
    const path = await policyFile(`{
      "version": 1,
      "columns": { "*.*.email": "email", "*.*.id": "keep", "*.*.code": "keep", "*.*.born": "keep" }
    }`);
    const text = await dumpstream(['mask', 'check', url, path]);
    expect(text).toMatchObject({ exitCode: 0, stderr: '' });
    expect(text.stdout).toBe(`Policy     ${path}
Server     ${server.name.startsWith('mysql') ? 'MySQL' : 'MariaDB'} ${server.version}
Databases  ${database}
Columns    2 columns masked, 5 kept, 2 not named

Not named, and dumped as they are:
  \`${database}\`.\`orders\`.\`total\`
  \`${database}\`.\`plain\`.\`note\`
`);
    const json = await dumpstream(['mask', 'check', url, path, '--json']);
    expect(json).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({
      databases: [database],
      mask: { masked: 2, kept: 5, unnamed: { length: 2 } },
      ...{ missingGrants: [], warnings: [], problems: [] },
    });
  });

  test('tells all that does not fit, each with its line', async () => {
    const path = await policyFile(`{
  "version": 1,
  "strict": true,
  "columns": {
    "*.customers.id": "email",
    "*.customers.code": { "rule": "email" },
    "*.customers.email":
      "text",
    "*.customers.up": "hash",
    "*.orders.email": "hash",
    "*.customers.b*": "keep",
    "*.customers.*n": "null",
    "*.*.phone_of_nobody": "phone"
  }
}`);
    const { exitCode, stdout, stderr } = await dumpstream(['mask', 'check', url, path]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dumpstream: the policy has \d+ problems, see above\n$/);
    const lines = stdout.split('\n').filter((line) => line.startsWith(`${path}:`));
    const found = (line: number): string =>
      lines.filter((each) => each.startsWith(`${path}:${line}: `)).join('\n');
    expect(found(3)).toMatch(/strict.*does not name \d columns.*`orders`\.`id`/);
    expect(found(5)).toMatch(/`customers`\.`id` can't have the rule "email"/);
    expect(found(6)).toMatch(/`customers`\.`code` can't have the rule "email"/);
    expect(found(7)).toMatch(/"text", as the column is unique/);
    expect(found(9)).toMatch(/`up`, which is computed/);
    expect(found(7) + found(10)).toMatch(
      /`of_customer`.*not be masked alike.*See also line (7|10)/,
    );
    expect(found(11) + found(12)).toMatch(
      /two rules of equal right.*`born`.*See also line (11|12)/,
    );
    expect(found(13)).toMatch(/"\*\.\*\.phone_of_nobody", and there is no such column/);
    expect(stdout).toMatch(
      new RegExp(
        `^Not named, which a strict policy must:\n(?: {2}.*\n)* {2}\`${database}\`.\`orders\`.\`id\`$`,
        'm',
      ),
    );
    const json = await dumpstream(['mask', 'check', url, path, '--json']);
    expect(json.exitCode).toBe(1);
    const { problems }: { problems: readonly { code: string; message: string }[] } = JSON.parse(
      json.stdout,
    );
    expect(problems.map(({ message }) => message).sort()).toEqual([...lines].sort());
  });

  test('looks at the relations that the policy declares', async () => {
    const path = await policyFile(`{
  "version": 1,
  "columns": { "*.plain.note": "hash" },
  "relations": [
    { "from": "${database}.orders.total", "to": "${database}.customers.id" },
    { "from": "${database}.plain.note", "to": "${database}.customers.code" },
    {
      "from": ["${database}.orders.id", "${database}.orders.totals"],
      "to": ["${database}.customers.id", "${database}.customers.email"]
    },
    { "from": "nosuch.orders.id", "to": "${database}.customers.id" }
  ]
}`);
    const { exitCode, stdout } = await dumpstream(['mask', 'check', url, path]);
    expect(exitCode).toBe(1);
    const lines = stdout.split('\n').filter((line) => line.startsWith(`${path}:`));
    expect(lines.sort()).toEqual([
      expect.stringMatching(/:11: .*relation with "nosuch\.orders\.id"/),
      expect.stringMatching(/:3: .*joined by a relation of the policy.*See also line 6/),
      expect.stringMatching(/:8: .*orders\.totals", and there is no such column/),
    ]);
  });

  test('tells which definitions of masked columns state values, and does not fail for it', async () => {
    const stated = await server.createDatabase('cli_check_stated');
    await server.restore(
      stated,
      "CREATE TABLE customers (id INT PRIMARY KEY, email VARCHAR(80) DEFAULT 'hanako@shop.jp', note INT DEFAULT 7)",
    );
    const path = await policyFile('{"version": 1, "columns": {"*.*.email": "email"}}');
    const args = ['mask', 'check', server.url(stated), path];
    const text = await dumpstream(args);
    expect(text).toMatchObject({ exitCode: 0, stderr: '' });
    expect(text.stdout).toMatch(
      /\n\nNo error, but:\n {2}Definitions .* 1 masked column .*`email` \(DEFAULT\)\..*\n$/,
    );
    expect(text.stdout).not.toContain('hanako');
    const json = await dumpstream([...args, '--json']);
    expect(json).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({
      warnings: [{ code: 'STATED_LITERALS' }],
      problems: [],
    });
  });

  test('goes by the tables that a dump would have', async () => {
    const path = await policyFile(`{
      "version": 1, "strict": true, "columns": { "*.customers.*": "keep", "*.orders.*": "keep" }
    }`);
    const all = await dumpstream(['mask', 'check', url, path]);
    expect(all).toMatchObject({ exitCode: 1 });
    expect(all.stdout).toContain('`plain`.`note`');
    for (const flags of [
      ['--ignore-table', 'plain'],
      ['--tables', 'customers', 'orders'],
      ['--tables', 'customers'],
    ]) {
      const some = await dumpstream(['mask', 'check', url, path, ...flags]);
      expect(some).toMatchObject({ exitCode: 0, stderr: '' });
    }
    const named = await dumpstream(['mask', 'check', server.url(), path, '--databases', database]);
    expect(named.stdout).toContain('`plain`.`note`');
  });

  test('does not read rows, and asks for no more than the tables', async () => {
    const path = await policyFile(
      '{"version": 1, "columns": {"*.customers.email": "email", "*.orders.email": "email"}}',
    );
    const account = await createAccount(server, [`SELECT ON \`${database}\`.*`]);
    const given = await dumpstream(['mask', 'check', account.url(database), path]);
    expect(given).toMatchObject({ exitCode: 0, stderr: '' });
    const less = await createAccount(server, [`SELECT ON \`${database}\`.customers`]);
    const lacking = await dumpstream(['mask', 'check', less.url(database), path]);
    expect(lacking).toMatchObject({ exitCode: 1 });
  });
});

const nowhere = 'mysql://app@127.0.0.1:1/shop';

test('mask check tells all that is wrong with the policy itself before it connects', async () => {
  const path = await policyFile(
    '{\n"version": 1,\n"columns": { "a.b.c": "hsah",\n"a.b": "hash" }}',
  );
  const text = await dumpstream(['mask', 'check', nowhere, path]);
  expect(text).toMatchObject({
    exitCode: 1,
    stderr: 'dumpstream: the policy has 2 problems, see above\n',
  });
  expect(text.stdout).toMatch(new RegExp(`^${path}:3: .*\n${path}:4: .*$`, 'm'));
  const json = await dumpstream(['mask', 'check', nowhere, path, '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ problems: [{ code: 'INVALID_MASK' }, {}] });
});

test.each([
  [['mask'], /no command given: run "dumpstream mask --help"/],
  [['mask', 'chekc'], /unknown command 'chekc'.*check/],
  [['mask', 'check'], /"dumpstream mask check <mysql-url> <policy>"/],
  [['mask', 'check', nowhere], /missing required argument 'policy'/],
  [['mask', 'check', nowhere, '/nosuch/policy.json'], /policy\.json can't be read: no such file/],
  [['mask', 'check', nowhere, 'policy.json', '--mask-key-file', 'x'], /unknown option/],
])('is a wrong command line: %j', async (args, message) => {
  const { exitCode, stdout, stderr } = await dumpstream(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

test('no database to ask is an error of its own', async () => {
  const path = await policyFile('{"version": 1, "columns": {}}');
  const { exitCode, stdout, stderr } = await dumpstream(['mask', 'check', nowhere, path]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/127\.0\.0\.1/);
});
