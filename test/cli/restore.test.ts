/** What the command restores is the database again, wherever the dump comes from. */

import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAccount } from '../dump/connections.ts';
import { compareDatabases } from '../sample/index.ts';
import { runProgram } from '../services/process.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import { dumpstream, dumpstreamOnSocket, dumpstreamReading, shellCommand } from './command.ts';
import { s3Place } from './s3-place.ts';
import { dumpShop, emptyCopy, tablesOf } from './shop-dumps.ts';

const silent = { exitCode: 0, stdout: '', stderr: '' };

describeEachFlavor('dumpstream restore', (server) => {
  const dumps = dumpShop(server);

  test.each(['.sql', '.sql.gz', '.sql.zst'] as const)(
    'restores a %s file exactly, and says nothing',
    async (ending) => {
      const copy = await emptyCopy(server);
      const parallel = ending === '.sql.gz' ? ['--parallel', '2'] : [];
      const args = ['restore', dumps.file(ending), server.url(copy), ...parallel];
      expect(await dumpstream(args)).toMatchObject(silent);
      expect(await compareDatabases(server, dumps.shop, copy)).toEqual([]);
    },
  );

  test('restores from a dump that is just being made', async () => {
    const copy = await emptyCopy(server);
    const dumping = shellCommand(['dump', server.url(dumps.shop)]);
    const restoring = shellCommand(['restore', '-', server.url(copy)]);
    const result = await runProgram('bash', ['-o', 'pipefail', '-c', `${dumping} | ${restoring}`]);
    expect(result).toMatchObject(silent);
    expect(await compareDatabases(server, dumps.shop, copy)).toEqual([]);
  });

  test('restores from a process substitution of the shell', async () => {
    const copy = await emptyCopy(server);
    const command = shellCommand(['restore', 'THE_PIPE', server.url(copy)]);
    const substituted = command.replace("'THE_PIPE'", `<(cat '${dumps.file('.sql.zst')}')`);
    expect(await runProgram('bash', ['-c', substituted])).toMatchObject(silent);
    expect(await compareDatabases(server, dumps.shop, copy)).toEqual([]);
  });

  test('restores an S3 object, and of it one table with few bytes', async () => {
    const place = await s3Place();
    await place.put('shop.sql.gz', dumps.file());
    const copy = await emptyCopy(server);
    const all = await dumpstream(
      ['restore', place.url('shop.sql.gz'), server.url(copy), ...place.flags],
      place.env,
    );
    expect(all).toMatchObject(silent);
    expect(await compareDatabases(server, dumps.shop, copy)).toEqual([]);
    const { size } = await stat(dumps.file());
    const before = place.sentBytes();
    expect(before).toBeGreaterThan(size);
    const one = await emptyCopy(server);
    const single = await dumpstream(
      [
        ...['restore', place.url('shop.sql.gz'), server.url(one), ...place.flags],
        ...['--tables', 'coupons'],
      ],
      place.env,
    );
    expect(single).toMatchObject(silent);
    expect(await tablesOf(server, one)).toEqual(['coupons']);
    expect(await server.query(`CHECKSUM TABLE ${one}.coupons`)).toEqual([
      {
        ...(await server.query(`CHECKSUM TABLE ${dumps.shop}.coupons`))[0],
        Table: `${one}.coupons`,
      },
    ]);
    expect(place.sentBytes() - before).toBeLessThan(size / 4);
  });

  test('takes the name of the database from --database, and the password from MYSQL_PWD', async () => {
    const copy = await emptyCopy(server);
    const url = new URL(server.url());
    url.password = '';
    const result = await dumpstream(
      ['restore', dumps.file(), url.href, '--database', copy, '--tables', 'coupons'],
      { MYSQL_PWD: server.password },
    );
    expect(result).toMatchObject(silent);
    expect(await tablesOf(server, copy)).toEqual(['coupons']);
  });

  test('writes into a database that is not empty only with --force', async () => {
    const copy = await emptyCopy(server);
    await server.query(`CREATE TABLE ${copy}.reviews (id INT)`);
    await server.query(`CREATE TABLE ${copy}.kept (id INT)`);
    const args = ['restore', dumps.file(), server.url(copy)];
    const refused = await dumpstream(args);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^dumpstream: .*is not empty.*`kept`.*--force.*\n$/);
    expect(await tablesOf(server, copy)).toEqual(['kept', 'reviews']);
    expect(await dumpstream([...args, '--force'])).toMatchObject(silent);
    expect(await tablesOf(server, copy)).toContain('kept');
    await server.query(`DROP TABLE ${copy}.kept`);
    expect(await compareDatabases(server, dumps.shop, copy)).toEqual([]);
  });

  test('restores the tables that are asked for, and tells of each with --verbose', async () => {
    const copy = await emptyCopy(server);
    const { exitCode, stdout, stderr } = await dumpstream([
      ...['restore', dumps.file(), server.url(copy), '--verbose'],
      ...['--tables', 'orders', 'order_items'],
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(await tablesOf(server, copy)).toEqual(['order_items', 'orders']);
    expect(stderr).toMatch(new RegExp(`^${copy}\\.orders {2}[\\d,]+ rows$`, 'm'));
    expect(stderr).toMatch(
      /^2 tables, [\d,]+ rows, [\d.]+ MB of SQL in [\d.]+ s from .*shop\.sql\.gz$/m,
    );
  });

  test('tells on standard error what the server has warned of', async () => {
    const copy = await emptyCopy(server);
    const text =
      "SET sql_mode = '';\nCREATE TABLE t (id INT PRIMARY KEY, x VARCHAR(3));\n" +
      "INSERT INTO t VALUES (1, 'abcd'), (2, 'abcde');\n";
    const result = await dumpstreamReading(text, ['restore', '-', server.url(copy), '--quiet']);
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(result.stderr).toBe(
      'dumpstream: warning: the server has warned 2 times that it has not taken something as it is in ' +
        `the dump; the first:\ndumpstream: warning: statement 3, ${copy}.t: Data truncated for column ` +
        "'x' at row 1 (1265)\n",
    );
  });

  test('names a table that is not in the dump', async () => {
    const copy = await emptyCopy(server);
    const args = ['restore', dumps.file(), server.url(copy), '--tables', 'orders', 'no_such'];
    const { exitCode, stderr } = await dumpstream(args);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dumpstream: .*no_such.*\n$/);
    expect(await tablesOf(server, copy)).toEqual([]);
  });

  test("restores under the dump's own names, all or some", async () => {
    const names = [await emptyCopy(server), await emptyCopy(server)];
    for (const name of names) {
      await server.query(`CREATE TABLE ${name}.t (id INT PRIMARY KEY, x TEXT)`);
      await server.query(`INSERT INTO ${name}.t VALUES (1, '${name}')`);
    }
    const file = join(dumps.folder, 'two.sql.zst');
    const dumped = await dumpstream(['dump', server.url(), '-o', file, '--databases', ...names]);
    expect(dumped).toMatchObject({ exitCode: 0 });
    const drop = async () => {
      for (const name of names) await server.query(`DROP DATABASE IF EXISTS ${name}`);
    };
    const found = async () => {
      const rows = await server.query(
        `SELECT TABLE_SCHEMA AS name FROM information_schema.TABLES
          WHERE TABLE_SCHEMA IN ('${names.join("', '")}')`,
      );
      return rows.map(({ name }) => name).sort();
    };
    await drop();
    expect(await dumpstream(['restore', file, server.url(), '--all-databases'])).toMatchObject(
      silent,
    );
    expect(await found()).toEqual(names.toSorted());
    await drop();
    const [first = ''] = names;
    const some = await dumpstream(['restore', file, server.url(), '--databases', first]);
    expect(some).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await found()).toEqual([first]);
    expect(await server.query(`SELECT x FROM ${first}.t`)).toEqual([{ x: first }]);
    const into = await emptyCopy(server);
    const refused = await dumpstream(['restore', file, server.url(into)]);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toMatch(/^dumpstream: .*several databases.*--all-databases.*\n$/);
    expect(await tablesOf(server, into)).toEqual([]);
  });

  test('makes the restoring account the definer with --skip-definer', async () => {
    const copy = await emptyCopy(server);
    const account = await createAccount(server, [`ALL ON \`${copy}\`.*`]);
    const args = ['restore', dumps.file(), account.url(copy), '--skip-definer'];
    const { exitCode, stderr } = await dumpstream(args);
    // Servers that log without log_bin_trust_function_creators want SUPER for triggers.
    if (exitCode !== 0) expect(stderr).toMatch(/log_bin_trust_function_creators/);
    const definers = await server.query(
      `SELECT DISTINCT DEFINER AS definer FROM information_schema.VIEWS WHERE TABLE_SCHEMA = '${copy}'`,
    );
    if (exitCode === 0) expect(definers).toEqual([{ definer: `${account.user}@%` }]);
    else expect(definers).not.toContainEqual({ definer: 'root@localhost' });
    expect(stderr).not.toContain(account.password);
  });
});

describeEachFlavor('dumpstream restore of what other programs write', (server) => {
  const program = server.stockTools.dump;
  if (program === undefined) return skippedTest('a stock dump', 'there is no stock dump program');

  test('takes it from a pipe, and warns of what it leaves out', async () => {
    const shop = await emptyCopy(server);
    await server.restore(
      shop,
      `CREATE TABLE t (id INT PRIMARY KEY, x TEXT); INSERT INTO t VALUES (1, 'a;b'), (2, 'c''"');
DELIMITER ;;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.x = 'x;'; END;;`,
    );
    const { stdout } = await runProgram(
      program.command,
      [...program.arguments, '--single-transaction', shop],
      { env: { ...process.env, MYSQL_PWD: server.password } },
    );
    const copy = await emptyCopy(server);
    const args = ['restore', '-', server.url(copy)];
    const result = await dumpstreamReading(stdout, args);
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    for (const line of result.stderr.split('\n').slice(0, -1)) {
      expect(line).toMatch(/^dumpstream: warning: /);
    }
    expect(await compareDatabases(server, shop, copy)).toEqual([]);
  });
});

describeEachFlavor('a restore that fails', (server) => {
  const dumps = dumpShop(server);

  async function restoreOf(text: string | Buffer, ...flags: readonly string[]) {
    const copy = await emptyCopy(server);
    const file = join(dumps.folder, 'other');
    await writeFile(file, text);
    const result = await dumpstream(['restore', file, server.url(copy), ...flags]);
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toMatch(/^dumpstream: .+\n$/);
    expect(result.stderr).not.toContain(server.password);
    return { copy, stderr: result.stderr };
  }

  test('names the statement, its place and its beginning', async () => {
    const { stderr } = await restoreOf(
      'CREATE TABLE a (id INT);\nINSERT INTO a VALUES (1);\nINSERT INTO nowhere VALUES (2);\n',
    );
    expect(stderr).toMatch(/statement 3 /);
    expect(stderr).toMatch(/byte 51\b/);
    expect(stderr).toContain('INSERT INTO nowhere VALUES (2)');
    expect(stderr).toContain('nowhere');
  });

  test('runs no command of the client programs', async () => {
    const { copy, stderr } = await restoreOf('system touch /tmp/g\nCREATE TABLE a (id INT);\n');
    expect(stderr).toMatch(/system/);
    expect(await tablesOf(server, copy)).toEqual([]);
  });

  test('tells a file that is no dump', async () => {
    const { stderr } = await restoreOf(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0]));
    expect(stderr).toMatch(/dump/);
  });

  test('tells a dump that was cut off', async () => {
    const whole = await readFile(dumps.file());
    const { stderr } = await restoreOf(whole.subarray(0, whole.length / 2));
    expect(stderr).toMatch(/not whole|ends|cut/);
  });

  test('names the user whose password is wrong, and not the password', async () => {
    const copy = await emptyCopy(server);
    const wrong = new URL(server.url(copy));
    wrong.password = 'hush-hush%204711';
    const given = await dumpstream(['restore', dumps.file(), wrong.href, '--debug']);
    expect(given.exitCode).toBe(1);
    expect(given.stderr).toContain(`"${server.user}"`);
    expect(given.stderr).not.toMatch(/hush-hush/);
    wrong.password = '';
    const variable = await dumpstream(['restore', dumps.file(), wrong.href, '--debug'], {
      MYSQL_PWD: 'hush-hush 4711',
    });
    expect(variable.exitCode).toBe(1);
    expect(variable.stderr).not.toMatch(/hush-hush/);
  });

  test('names an object that is not there', async () => {
    const place = await s3Place();
    const copy = await emptyCopy(server);
    const result = await dumpstream(
      ['restore', place.url('none.sql'), server.url(copy), ...place.flags],
      { ...place.env, AWS_SECRET_ACCESS_KEY: 'very-secret-key' },
    );
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toMatch(/^dumpstream: .*backups\/none\.sql.*\n$/);
    expect(result.stderr).not.toMatch(/very-secret-key/);
  });

  test('says why its input can not be read on, and what is there by then', async () => {
    const copy = await emptyCopy(server);
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    onTestFinished(() => void listener.close());
    const input = connect((listener.address() as AddressInfo).port, '127.0.0.1');
    const [[sender]] = await Promise.all([once(listener, 'connection'), once(input, 'connect')]);
    const running = dumpstreamOnSocket(['restore', '-', server.url(copy)], input);
    sender.write(`CREATE TABLE a (id INT);\n-- ${'x'.repeat(200_000)}\n`);
    await expect.poll(() => tablesOf(server, copy), { timeout: 60_000 }).toEqual(['a']);
    sender.resetAndDestroy();
    const { exitCode, stderr } = await running;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^dumpstream: standard input can't be read: .*\(ECONNRESET\)\. Statement.* in the database .*\n$/,
    );
  });

  test('has nothing to go on with where nothing was begun', async () => {
    const copy = await emptyCopy(server);
    const result = await dumpstream(['restore', dumps.file(), server.url(copy), '--resume']);
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toMatch(/^dumpstream: .+\n$/);
    expect(await tablesOf(server, copy)).toEqual([]);
  });
});
