/** `dumpstream verify`: one line and an exit code for a dump, and each difference to a database. */

import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyReport } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { createAccount, dumpGrants } from '../dump/connections.ts';
import { loadSampleShop } from '../sample/index.ts';
import { runProgram } from '../services/process.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import { dumpstream, dumpstreamReading, shellCommand } from './command.ts';
import { s3Place } from './s3-place.ts';
import { dumpShop, emptyCopy } from './shop-dumps.ts';

const endings = ['.sql', '.sql.gz', '.sql.zst'] as const;

describeEachFlavor('dumpstream verify', (server) => {
  const dumps = dumpShop(server);

  async function verifyBytes(bytes: Buffer, ...flags: readonly string[]) {
    const file = join(dumps.folder, 'other');
    await writeFile(file, bytes);
    return await dumpstream(['verify', file, ...flags]);
  }

  test.each(endings)(
    'says of a whole %s file, in a file and a pipe, that it is',
    async (ending) => {
      const whole = /^Whole: .* \(.*13 tables, 143,557 rows, .* of its manifest\n$/;
      for (const result of [
        await dumpstream(['verify', dumps.file(ending)]),
        await dumpstreamReading(createReadStream(dumps.file(ending)), ['verify', '-']),
      ]) {
        expect(result).toMatchObject({ exitCode: 0, stderr: '' });
        expect(result.stdout).toMatch(whole);
      }
    },
  );

  test('says that a pipe can not be compared with a database', async () => {
    const file = createReadStream(dumps.file());
    const result = await dumpstreamReading(file, ['verify', '-', server.url(dumps.shop)]);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('store standard input in a file first');
  });

  test('has a line for each table with --verbose, and all as JSON with --json', async () => {
    const { stdout } = await dumpstream(['verify', dumps.file(), '--verbose']);
    expect(stdout).toMatch(
      new RegExp(`^${dumps.shop}\\.order_items +[\\d,]+ rows +[\\d.]+ MB$`, 'm'),
    );
    const json = await dumpstream(['verify', dumps.file(), '--json']);
    expect(json).toMatchObject({ exitCode: 0, stderr: '' });
    const report: VerifyReport = JSON.parse(json.stdout);
    expect(report).toMatchObject({
      ...{ producer: 'dumpstream', compression: 'gzip', manifest: true },
      ...{ rows: 143_557, differences: [] },
    });
    expect(report.tables).toHaveLength(13);
  });

  test('reads an object of S3', async () => {
    const place = await s3Place();
    await place.put('shop.sql.zst', dumps.file('.sql.zst'));
    const result = await dumpstream(
      ['verify', place.url('shop.sql.zst'), ...place.flags],
      place.env,
    );
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toMatch(/^Whole: s3:\/\/.*zst \(zstd, 13 tables/);
  });

  test.each(endings)('exits with 1 for a %s file that was cut off', async (ending) => {
    const whole = await readFile(dumps.file(ending));
    for (const length of [whole.length / 2, whole.length - 10]) {
      const { exitCode, stdout, stderr } = await verifyBytes(whole.subarray(0, length));
      expect({ exitCode, stdout, length }).toEqual({ exitCode: 1, stdout: '', length });
      expect(stderr).toMatch(/^dumpstream: .+\n$/);
    }
  });

  test.each(endings)('exits with 1 for a %s file that was altered', async (ending) => {
    const altered = await readFile(dumps.file(ending));
    const place = Math.floor(altered.length / 3);
    altered[place] = (altered[place] ?? 0) ^ 1;
    const text = await verifyBytes(altered);
    expect(text).toMatchObject({ exitCode: 1, stdout: '' });
    expect(text.stderr).toMatch(/^dumpstream: .+\n$/);
    const json = await verifyBytes(altered, '--json');
    expect(json).toMatchObject({ exitCode: 1, stderr: text.stderr });
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: { code: 'DAMAGED_DUMP', message: expect.any(String) },
    });
  });

  test('reads a named pipe', async () => {
    const pipe = join(dumps.folder, 'pipe');
    await runProgram('mkfifo', [pipe]);
    const [result] = await Promise.all([
      dumpstream(['verify', pipe]),
      runProgram('bash', ['-c', `cat '${dumps.file()}' > '${pipe}'`]),
    ]);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toMatch(/^Whole: .*pipe \(gzip, 13 tables/);
  });

  test('exits with 1 for something else', async () => {
    for (const bytes of [Buffer.from('-- hello\n'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0])]) {
      const { exitCode, stdout } = await verifyBytes(bytes);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    }
  });

  test('finds a database equal that the dump was restored into', async () => {
    const copy = await emptyCopy(server);
    await loadSampleShop(server, copy);
    const url = new URL(server.url(copy));
    url.password = '';
    const result = await dumpstream(['verify', dumps.file(), url.href], {
      MYSQL_PWD: server.password,
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toMatch(new RegExp(`\\nEqual: ${copy} on 127\\.0\\.0\\.1 .*\\n$`));
  });

  test('names what differs, with the key of the first row, and exits with 1', async () => {
    const copy = await emptyCopy(server);
    await loadSampleShop(server, copy);
    await server.query(`UPDATE ${copy}.coupons SET discount = discount / 2 ORDER BY code LIMIT 1`);
    await server.query(`DROP TABLE ${copy}.stock_movements`);
    await server.query(`CREATE TABLE ${copy}.more (id INT)`);
    const account = await createAccount(server, [
      ...dumpGrants(copy),
      ...(server.flavor === 'mysql' ? ['SHOW_ROUTINE ON *.*'] : ['SELECT ON mysql.proc']),
    ]);
    const args = ['verify', dumps.file(), account.url(copy)];
    const { exitCode, stdout, stderr } = await dumpstream(args);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dumpstream: the database differs .* 3 differences, see above\n$/);
    expect(stdout).toMatch(/\nDifferent: /);
    expect(stdout).toMatch(/^ {2}Rows of table .*\.coupons differ .* code = 'SALE-1'.*$/m);
    expect(stdout).toMatch(
      /^ {2}Table .*\.stock_movements is in the dump and not in the database\.$/m,
    );
    expect(stdout).toMatch(/^ {2}Table .*\.more is in the database and not in the dump\.$/m);
    const json = await dumpstream([...args, '--json']);
    expect(json).toMatchObject({ exitCode: 1, stderr });
    const report: VerifyReport = JSON.parse(json.stdout);
    expect(report.differences.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      ...['extra more', 'missing stock_movements', 'rows coupons'],
    ]);
    expect(`${stdout}${stderr}${json.stdout}`).not.toContain(account.password);
  });

  test('ends quietly with 141 when nobody reads the result', async () => {
    const command = `${shellCommand(['verify', dumps.file(), '--verbose'])} | true; printf '%s' "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await runProgram('bash', ['-c', command]);
    expect({ stdout, stderr }).toEqual({ stdout: '141', stderr: '' });
  });
});

describeEachFlavor('dumpstream verify of what other programs write', (server) => {
  const program = server.stockTools.dump;
  if (program === undefined) return skippedTest('a stock dump', 'there is no stock dump program');

  test('says how far it can be told that it is whole', async () => {
    const database = await emptyCopy(server);
    await server.query(`CREATE TABLE ${database}.t AS SELECT 1 AS id UNION ALL SELECT 2`);
    const { stdout } = await runProgram(
      program.command,
      [...program.arguments, '--single-transaction', database],
      { env: { ...process.env, MYSQL_PWD: server.password } },
    );
    const whole = await dumpstreamReading(stdout, ['verify', '-']);
    expect(whole).toMatchObject({ exitCode: 0, stderr: '' });
    expect(whole.stdout).toMatch(
      /^Whole: standard input \(1 table, 2 rows, .*by (mysqldump|mariadb-dump), without a manifest/,
    );
    const cut = await dumpstreamReading(stdout.slice(0, -60), ['verify', '-']);
    expect(cut).toMatchObject({ exitCode: 1, stdout: '' });
  });
});
