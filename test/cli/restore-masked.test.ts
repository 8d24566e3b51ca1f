/** `restore --require-mask`: a masked dump goes where no other one may. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../services/index.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpstream } from './command.ts';

const env = { DUMPSTREAM_MASK_KEY: 'correct horse battery staple' };

describeEachFlavor('dumpstream restore --require-mask', (server) => {
  let database = '';
  beforeAll(async () => {
    database = await server.createDatabase('cli_require_mask');
    await server.restore(
      database,
      `CREATE TABLE customers (id INT PRIMARY KEY, email VARCHAR(80));
       INSERT INTO customers VALUES (1, 'hanako@secret.example');`,
    );
  });

  test('takes a masked dump alone, and writes nothing of another one', async () => {
    const folder = await createTemporaryFolder('cli-require-mask');
    onTestFinished(() => folder.remove());
    const [policy, plain, masked] = ['policy.json', 'plain.sql', 'masked.sql.gz'].map((name) =>
      join(folder.path, name),
    ) as [string, string, string];
    await writeFile(policy, '{"version": 1, "columns": {"*.customers.email": "email"}}');
    const url = server.url(database);
    await dumpstream(['dump', url, '--output', plain]);
    await dumpstream(['dump', url, '--mask', policy, '--output', masked], env);
    const listed = await dumpstream(['list', masked, '--json']);
    const digest: string = JSON.parse(listed.stdout).masked;

    const copy = await server.createDatabase('cli_require_mask_copy');
    const restoring = (dump: string, ...flags: string[]) =>
      dumpstream(['restore', dump, server.url(copy), '--quiet', ...flags]);
    const refused = await restoring(plain, '--require-mask');
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: `dumpstream: ${plain} is not masked, or does not tell that it is, and --require-mask wants masked dumps alone. Nothing was written to the database.\n`,
    });
    const other = await restoring(masked, '--require-mask', '0'.repeat(64));
    expect(other).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(digest) });
    expect(
      await server.query(
        `SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${copy}'`,
      ),
    ).toEqual([]);

    const demands = ['--require-mask', '0'.repeat(64), '--require-mask', digest.toUpperCase()];
    expect(await restoring(masked, ...demands)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await restoring(masked, '--force', '--require-mask')).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    const [row] = await server.query(`SELECT email FROM \`${copy}\`.customers`);
    expect(row?.['email']).toMatch(/@example\.com$/);
  });
});
