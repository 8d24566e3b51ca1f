/** `dump --subset`: a part of the rows with all that they refer to. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../services/index.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpstream } from './command.ts';

describeEachFlavor('dumpstream dump --subset', (server) => {
  let url = '';
  let database = '';
  beforeAll(async () => {
    database = await server.createDatabase('cli_subset');
    url = server.url(database);
    await server.restore(
      database,
      `CREATE TABLE customers (id INT PRIMARY KEY, email VARCHAR(80) NOT NULL);
       CREATE TABLE orders (id INT PRIMARY KEY, customer INT NOT NULL, seller INT,
         FOREIGN KEY (customer) REFERENCES customers (id));
       CREATE TABLE logs (id INT PRIMARY KEY);
       INSERT INTO customers VALUES (1, 'one@x.example'), (2, 'two@x.example'), (3, 'three@x.example');
       INSERT INTO orders VALUES (10, 1, NULL), (11, 1, 3), (12, 2, NULL), (13, 3, 1);
       INSERT INTO logs VALUES (1), (2), (3)`,
    );
  });

  async function rowsOf(...flags: readonly string[]): Promise<Record<string, string>> {
    const { exitCode, stdout, stderr } = await dumpstream(['dump', url, ...flags]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const inserts = stdout.matchAll(/^INSERT INTO `(\w+)` VALUES\s+([^;]*);/gm);
    return Object.fromEntries([...inserts].map(([, table = '', rows = '']) => [table, rows]));
  }

  test('takes what rows refer to', async () => {
    expect(await rowsOf('--subset', 'orders: id IN (10, 12)')).toEqual({
      customers: "(1,'one@x.example'),\n(2,'two@x.example')",
      orders: '(10,1,NULL),\n(12,2,NULL)',
    });
  });

  test('takes what refers to rows, and what that refers to', async () => {
    const relation = `${database}.orders.seller -> ${database}.customers.id`;
    const flags = ['--subset', `${database}.customers: id = 1`, '--relation', relation];
    expect(Object.keys(await rowsOf(...flags))).toEqual(['customers']);
    const rows = await rowsOf(...flags, '--referring', 'orders');
    expect(rows['orders']).toBe('(10,1,NULL),\n(11,1,3),\n(13,3,1)');
    expect(rows['customers']).toContain('three@');
    expect(rows['logs']).toBeUndefined();
  });

  test('limits and samples tables', async () => {
    expect((await rowsOf('--limit', 'logs=2'))['logs']).toBe('(1),\n(2)');
    expect((await rowsOf('--sample', '100%'))['logs']).toBe('(1),\n(2),\n(3)');
    expect((await rowsOf('--where', 'logs: id > 2'))['logs']).toBe('(3)');
  });

  test('is listed as a subset, and masked', async () => {
    const folder = await createTemporaryFolder('cli-subset');
    onTestFinished(() => folder.remove());
    const policy = join(folder.path, 'policy.json');
    const output = join(folder.path, 'shop.sql.gz');
    await writeFile(policy, '{ "version": 1, "columns": { "*.customers.email": "email" } }');
    const flags = ['--subset', "customers: email = 'one@x.example'", '--referring'];
    const done = await dumpstream(
      ['dump', url, ...flags, '--mask', policy, '--output', output, '--quiet'],
      { DUMPSTREAM_MASK_KEY: 'a key for the tests of subsets' },
    );
    expect(done).toMatchObject({ exitCode: 0, stderr: '' });
    const listed = await dumpstream(['list', output]);
    expect(listed.stdout).toMatch(/^Rows {7}a subset$/m);
    expect(listed.stdout).toMatch(/^Masked {5}by policy [0-9a-f]{64}$/m);
    expect(listed.stdout).not.toContain('one@');
  });

  test('tells what it does not understand', async () => {
    const refused = await dumpstream(['dump', url, '--subset', 'id = 1']);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain('table: condition');
    const unknown = await dumpstream(['dump', url, '--subset', 'order: id = 1']);
    expect(unknown).toMatchObject({ exitCode: 1, stdout: '' });
    expect(unknown.stderr).toContain('"order"');
  });
});
