/** Wrong input: one line that names the thing, the right exit code, and never a password. */

import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createAccount, dumpGrants } from '../dump/connections.ts';
import { findFreePort } from '../services/free-port.ts';
import { startS3 } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { dumpstream } from './command.ts';

const password = 'hush-hush 4711';
const url = `mysql://app:${encodeURIComponent(password)}@127.0.0.1:1/shop`;

/** One line, as every error without --debug. */
function expectOneLine(stderr: string, pattern: RegExp): void {
  expect(stderr).toMatch(/^dumpstream: .+\n$/);
  expect(stderr).toMatch(pattern);
}

function expectNoPassword(output: string): void {
  expect(output).not.toContain(password);
  expect(output).not.toContain(encodeURIComponent(password));
}

describe('a command line that is wrong', () => {
  test.each<[title: string, args: string[], message: RegExp]>([
    ['a misspelt option', ['dump', url, '--ignore-tabel', 'x'], /'--ignore-tabel'.*--ignore-table/],
    ['a misspelt command', ['dmp', url], /'dmp'.*dump/],
    ['a forgotten command', [url], /unknown command/],
    ['a forgotten URL', ['dump'], /missing required argument 'mysql-url'/],
    ['a URL after --tables', ['dump', '--tables', 'a', url], /before --tables/],
    ['an argument too many', ['dump', url, 'orders'], /too many arguments/],
    ['something else than a URL', ['dump', 'shop'], /not a URL/],
    ['a URL of another database', ['dump', 'postgres://h/d'], /postgres:\/\//],
    ['an unescaped # in the password', ['dump', 'mysql://a:b%20#c@h/d'], /URL/],
    ['settings in the URL', ['dump', `${url}?ssl=true`], /--ssl-mode/],
    ['an unknown compression', ['dump', url, '--compress', 'lz4'], /lz4.*none, gzip, zstd/],
    ['a level for nothing', ['dump', url, '--compression-level', '3'], /nothing to compress/],
    ['a level too high', ['dump', url, '-o', 'x.gz', '--compression-level', '10'], /up to 9/],
    ['an unknown TLS mode', ['dump', url, '--ssl-mode', 'maybe'], /maybe.*VERIFY_CA/],
    ['a missing certificate', ['dump', url, '--ssl-ca', '/no/such.pem'], /--ssl-ca.*such\.pem/],
    ['a size that is none', ['dump', url, '--net-buffer-length', 'big'], /bytes/],
    ['options that contradict', ['dump', url, '--replace', '--insert-ignore'], /--replace/],
    [
      'databases named and all',
      ['dump', url, '--all-databases', '--databases', 'a'],
      /--databases/,
    ],
    ['dropping an unnamed one', ['dump', url, '--add-drop-database'], /addDropDatabase/],
    ['accounts of one database', ['dump', url, '--users'], /users.*allDatabases/],
    ['a third source data', ['dump', url, '--source-data=3'], /1 \(a statement\)/],
    ['an unknown GTID mode', ['dump', url, '--set-gtid-purged', 'maybe'], /COMMENTED/],
    ['an unknown fate of views', ['dump', url, '--broken-views', 'skip'], /error, comment/],
    ['no connection at all', ['dump', url, '--parallel', '0'], /from 1 to 64/],
    ['a crowd of connections', ['dump', url, '--parallel', '65'], /from 1 to 64/],
    ['a crowd of threads', ['dump', url, '--threads', '65'], /from 0 to 64/],
    ['an unknown fallback', ['dump', url, '--parallel-fallback', 'maybe'], /warn, error/],
    ['a folder as output', ['dump', url, '--output', '/'], /folder/],
    ['an S3 URL without a key', ['dump', url, '--output', 's3://bucket'], /s3:\/\/bucket/],
    ['a URL that is no output', ['dump', url, '--output', 'ftp://h/f'], /s3:\/\/bucket\/key/],
  ])('is refused with exit code 2: %s', async (_title, args, message) => {
    const { exitCode, stdout, stderr } = await dumpstream(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expectOneLine(stderr, message);
    expectNoPassword(stderr);
  });

  test('shows no password that was not percent-encoded, even when told to debug', async () => {
    const wrong = 'mysql://app:hush@hush 4711@127.0.0.1/shop';
    for (const args of [[wrong], ['dump', wrong, '--debug'], ['dump', 'x', wrong, '--debug']]) {
      const { exitCode, stdout, stderr } = await dumpstream(args, { DUMPSTREAM_DEBUG: '1' });
      expect({ exitCode, stdout }).not.toEqual({ exitCode: 0, stdout: '' });
      expect(stderr).not.toMatch(/hush|4711/);
    }
  });

  test('shows help, the exit codes and the version when asked', async () => {
    const help = await dumpstream(['dump', '--help']);
    expect(help).toMatchObject({ exitCode: 0, stderr: '' });
    for (const part of ['MYSQL_PWD', 'Examples:', 'Exit codes:', '--ignore-table', 's3://']) {
      expect(help.stdout).toContain(part);
    }
    const version = await dumpstream(['--version']);
    expect(version).toMatchObject({ exitCode: 0, stderr: '' });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('an unreachable place', () => {
  test('a server that nobody runs: exit code 1, with its address', async () => {
    const port = await findFreePort();
    const { exitCode, stdout, stderr } = await dumpstream([
      'dump',
      url.replace(':1/', `:${port}/`),
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expectOneLine(stderr, new RegExp(`Can't connect to 127\\.0\\.0\\.1:${port}`));
    expectNoPassword(stderr);
  });

  test('with --debug the cause and the stack follow, without the password', async () => {
    const { stderr } = await dumpstream(['dump', url, '--debug']);
    expect(stderr).toContain('CONNECT_FAILED');
    expect(stderr).toContain('ECONNREFUSED');
    expect(stderr).toMatch(/\n +at /);
    expectNoPassword(stderr);
  });

  test('a folder that is not there: exit code 1 before anything is connected to', async () => {
    const { exitCode, stderr } = await dumpstream(['dump', url, '--output', '/no/such/shop.sql']);
    expect(exitCode).toBe(1);
    expectOneLine(stderr, /\/no\/such\/shop\.sql can't be written: no such file or directory/);
  });
});

describeEachServer('a server that refuses', (server) => {
  let database: string;

  beforeAll(async () => {
    database = await server.createDatabase('cli_usage');
    await server.query(`CREATE TABLE ${database}.known (id INT PRIMARY KEY)`);
    return async () => {
      await server.query(`DROP DATABASE ${database}`);
    };
  });

  async function expectFailure(args: readonly string[], message: RegExp) {
    const { exitCode, stdout, stderr } = await dumpstream(['dump', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expectOneLine(stderr, message);
    expect(stderr).not.toContain(server.password);
    expectNoPassword(stderr);
  }

  test('names an unknown database', () =>
    expectFailure([server.url('no_such_shop')], /"no_such_shop"/));

  test('names an unknown table', () =>
    expectFailure([server.url(database), '--tables', 'known', 'unknwon'], /"unknwon"/));

  test('names the user whose password is wrong', async () => {
    const wrong = new URL(server.url(database));
    wrong.password = encodeURIComponent(password);
    await expectFailure([wrong.href], new RegExp(`"${server.user}"`));
  });

  test('says where a password can be given when there was none', async () => {
    const none = new URL(server.url(database));
    none.password = '';
    await expectFailure([none.href], /MYSQL_PWD/);
  });

  test('names a bucket that does not exist', async () => {
    const s3 = await startS3();
    onTestFinished(() => s3.stop());
    const { exitCode, stdout, stderr } = await dumpstream(
      [
        ...['dump', server.url(database), '--output', 's3://no-such-bucket/shop.sql'],
        ...['--endpoint-url', s3.endpoint],
      ],
      {
        AWS_REGION: s3.region,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'very-secret-key',
      },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expectOneLine(stderr, /no-such-bucket/);
    expect(stderr).not.toContain(server.password);
    expect(stderr).not.toContain('very-secret-key');
  });
});

describeEachServer('an account that may lock nothing', (server) => {
  test('gives one connection and a warning, or an error when that is asked for', async () => {
    const database = await server.createDatabase('cli_parallel');
    await server.query(`CREATE TABLE ${database}.known (id INT PRIMARY KEY)`);
    const account = await createAccount(server, dumpGrants(database));
    const args = [
      ...['dump', account.url(database), '--skip-routines', '--parallel', '3', '--quiet'],
      '--parallel-fallback',
    ];
    const warned = await dumpstream([...args, 'warn']);
    expect(warned).toMatchObject({ exitCode: 0 });
    expect(warned.stdout).toMatch(/-- Dump completed.*\n$/);
    expectOneLine(warned.stderr, /^dumpstream: warning: .*GRANT LOCK TABLES ON `cli_parallel_/);
    const { exitCode, stdout, stderr } = await dumpstream([...args, 'error']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expectOneLine(stderr, /GRANT LOCK TABLES ON `cli_parallel_/);
  });
});

describeEachServer('the flags of mysqldump', (server) => {
  let database: string;

  beforeAll(async () => {
    database = await server.createDatabase('cli_flags');
    await server.restore(
      database,
      `CREATE TABLE items (id INT); CREATE TABLE gone (id INT);
CREATE VIEW works AS SELECT id FROM items; CREATE VIEW stale AS SELECT id FROM gone; DROP TABLE gone;`,
    );
    return async () => {
      await server.query(`DROP DATABASE ${database}`);
    };
  });

  async function sqlOf(...flags: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await dumpstream(['dump', server.url(database), ...flags]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return stdout;
  }

  test('choose views', async () => {
    expect(await sqlOf('--skip-views')).not.toContain('VIEW');
    expect(await sqlOf('--broken-views', 'comment')).toMatch(/\n-- CREATE .* VIEW `stale` /);
  });

  test('make databases, drop them first, or neither', async () => {
    const named = ['--skip-views', '--databases', database];
    const dropping = await sqlOf('--add-drop-database', ...named);
    expect(dropping).toContain(`\nDROP DATABASE IF EXISTS \`${database}\`;\n`);
    expect(await sqlOf('--no-create-db', ...named)).not.toMatch(/(CREATE|ALTER|DROP) DATABASE/);
    expect(await sqlOf('--skip-views', '--no-create-db')).not.toContain('ALTER DATABASE');
  });

  test('write accounts, all or some', async () => {
    const named = ['--skip-views', '--databases', database];
    expect(await sqlOf(...named, '--users', 'root@localhost')).toMatch(
      /\nCREATE USER IF NOT EXISTS `root`@`localhost` /,
    );
    expect(await sqlOf(...named, '--users')).toContain('`root`@`localhost`');
    expect(await sqlOf(...named)).not.toContain('CREATE USER');
  });

  test('write the position for a replica', async () => {
    const position = /^CHANGE (REPLICATION SOURCE|MASTER) TO .*_LOG_POS=\d+;$/m;
    // As long as a statement of another suite may keep the lock from it.
    const patient = ['--skip-views', '--lock-timeout', '60'];
    expect(await sqlOf(...patient, '--source-data')).toMatch(position);
    const commented = await sqlOf(...patient, '--source-data=2', '--set-gtid-purged=AUTO');
    expect(commented).not.toMatch(position);
    expect(commented).toMatch(/^-- CHANGE .*_LOG_POS=\d+;$/m);
  });
});
