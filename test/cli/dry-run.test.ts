/** `--dry-run`: a table for people, JSON for programs, and an exit code for both. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DryRunReport } from '@dumpstream/core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createAccount } from '../dump/connections.ts';
import { createTemporaryFolder } from '../services/index.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpstream } from './command.ts';

describeEachFlavor('dumpstream dump --dry-run', (server) => {
  let database = '';
  beforeAll(async () => {
    database = await server.createDatabase('cli_dry');
    await server.restore(
      database,
      "CREATE TABLE orders (id INT PRIMARY KEY); CREATE TABLE `esc\u001b[31m` (id INT) COMMENT 'x';",
    );
  });

  test('shows what would be dumped, and writes nothing', async () => {
    const folder = await createTemporaryFolder('dry-run');
    onTestFinished(() => folder.remove());
    const file = join(folder.path, 'shop.sql.gz');
    const { exitCode, stdout, stderr } = await dumpstream([
      'dump',
      server.url(database),
      '--dry-run',
      ...['--output', file, '--max-rate', '10M', '--lock-timeout', '2', '--wait-for-server', '1'],
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(server.version);
    expect(stdout).toMatch(/^Snapshot {3}one connection, without a lock$/m);
    expect(stdout).toMatch(/^Estimate {3}.* of SQL, .* with gzip, /m);
    expect(stdout).toMatch(new RegExp(`^${database}\\.orders +InnoDB .* in chunks *$`, 'm'));
    // Names of tables give a terminal no orders.
    expect(stdout).toContain('esc\\u{1b}[31m');
    expect(existsSync(file)).toBe(false);
  });

  test('ends with exit code 1 where the dump would fail, with all that the account lacks', async () => {
    const account = await createAccount(server, [`SELECT ON \`${database}\`.orders`]);
    const url = account.url(database).replace(`:${account.password}`, '');
    const env = { MYSQL_PWD: account.password };
    const text = await dumpstream(['dump', url, '--dry-run'], env);
    expect(text.exitCode).toBe(1);
    expect(text.stderr).toMatch(/^dumpstream: the dump would fail: \d problems, see above\n$/);
    expect(text.stdout).toMatch(/^ {2}GRANT SELECT.*;$/m);
    expect(text.stdout).toMatch(/^ {2}MISSING_PRIVILEGE: /m);
    const json = await dumpstream(['dump', url, '--dry-run', '--json'], env);
    expect(json.exitCode).toBe(1);
    const report: DryRunReport = JSON.parse(json.stdout);
    for (const grant of report.missingGrants) {
      expect(text.stdout).toContain(`  ${grant};`);
      await server.query(grant);
    }
    const granted = await dumpstream(['dump', url, '--dry-run', '--json'], env);
    expect(granted).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(granted.stdout)).toMatchObject({ problems: [], missingGrants: [] });
    expect((await dumpstream(['dump', url], env)).exitCode).toBe(0);
  });

  test.each([
    ['JSON of a dump', ['--json'], /--json goes with --dry-run/],
    ['a rate of nothing', ['--max-rate', '0'], /maxRate/],
    ['a rate that is none', ['--max-rate', 'slow'], /number of bytes/],
    ['no time for a lock', ['--lock-timeout', '0'], /from 1 to/],
  ])('is a wrong command line: %s', async (_title, flags, message) => {
    const { exitCode, stderr, stdout } = await dumpstream(['dump', server.url(database), ...flags]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
