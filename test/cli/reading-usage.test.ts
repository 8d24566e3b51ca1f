/** Wrong command lines of restore, verify and list: one line that says how it is written rightly. */

import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../services/process.ts';
import { dumpstream, dumpstreamReading, startDumpstream } from './command.ts';

const password = 'hush-hush 4711';
const encoded = encodeURIComponent(password);
const server = `mysql://app:${encoded}@127.0.0.1:1`;
const url = `${server}/shop`;

function expectOneLine(stderr: string, pattern: RegExp): void {
  expect(stderr).toMatch(/^dumpstream: .+\n$/);
  expect(stderr).toMatch(pattern);
  expect(stderr).not.toContain(password);
  expect(stderr).not.toContain(encoded);
}

/** Paths of what a process has open. */
async function openFiles(pid: number | undefined): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  return await Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')));
}

describe('a command line that is wrong', () => {
  test.each<[title: string, args: string[], message: RegExp]>([
    ['a restore of nothing', ['restore'], /"dumpstream restore <dump> <mysql-url>"/],
    ['a restore to nowhere', ['restore', 'shop.sql'], /'mysql-url'.*<dump> <mysql-url>"/],
    ['a URL after --tables', ['restore', 'a.sql', '--tables', 'a', url], /before --tables/],
    ['a URL without a dump', ['restore', url], /the dump is missing, before the URL/],
    ['both the wrong way round', ['restore', url, 'shop.sql'], /the dump comes first/],
    ['the same with a pipe', ['restore', url, '-'], /the dump comes first/],
    ['a database as a third argument', ['restore', 'a.sql', url, 'b'], /too many arguments/],
    ['something else than a URL', ['restore', 'a.sql', 'shop'], /<mysql-url> is not a URL/],
    ['a URL of another database', ['restore', 'a.sql', 'postgres://h/d'], /not with mysql:\/\//],
    ['two servers', ['restore', url, url], /<dump> is a file/],
    ['a dump on the web', ['restore', 'https://h/a.sql', url], /no other kind of URL/],
    ['a folder', ['restore', '/', url], /folder/],
    ['a bucket without a key', ['restore', 's3://bucket', url], /<dump>: "s3:\/\/bucket"/],
    ['no database', ['restore', 'a.sql', server], /--database,.* --all-databases/],
    ['two databases', ['restore', 'a.sql', url, '--database', 'b'], /shop, and --database another/],
    ['a database and some', ['restore', 'a.sql', url, '--databases', 'b'], /--databases restores/],
    [
      'a database and all',
      ['restore', 'a.sql', url, '--all-databases'],
      /--all-databases restores/,
    ],
    ['all and some', ['restore', 'a', server, '-A', '--databases', 'b'], /cannot be used with/],
    ['one and some', ['restore', 'a', server, '-D', 'a', '-B', 'b'], /cannot be used with/],
    ['anew and on', ['restore', 'a', url, '--force', '--resume'], /--resume.*--force/],
    ['a crowd of connections', ['restore', 'a.sql', url, '--parallel', '65'], /from 1 to 64/],
    [
      'a dump behind a flag that takes it for its value',
      ['restore', '--require-mask', 'a.sql', url],
      /SHA-256 of a policy.*behind <dump> and <mysql-url>/,
    ],
    [
      'a mask demanded of a pipe',
      ['restore', '-', url, '--require-mask'],
      /store standard input in a file first/,
    ],
    ['a misspelt option', ['restore', 'a.sql', url, '--resum'], /'--resum'.*--resume/],
    ['a check of nothing', ['verify'], /"dumpstream verify <dump> \[mysql-url\]"/],
    ['a check of a server', ['verify', url], /<dump> is a file/],
    ['a check the wrong way round', ['verify', url, 'shop.sql'], /the dump comes first/],
    ['a socket for nothing', ['verify', 'a', '--socket', '/s'], /--socket is about a database/],
    ['a database for nothing', ['verify', 'a', '--database', 'b'], /--database is about/],
    ['lines as JSON', ['verify', 'a', '--json', '--verbose'], /cannot be used with/],
    ['a list of nothing', ['list'], /"dumpstream list <dump>"/],
    ['a list of a server', ['list', url], /<dump> is a file/],
    ['a list and a URL', ['list', 'a.sql', url], /too many arguments.*list <dump>"/],
    ['a list of a pipe', ['list', '-'], /"dumpstream verify --verbose -"/],
    ['a misspelt command', ['restor', 'a.sql', url], /'restor'.*restore/],
    ['a command of another program', ['import', 'a.sql', url], /dump, restore, verify, list/],
    ['a file in place of a command', ['shop.sql', url], /unknown command 'shop\.sql'/],
  ])('is refused with exit code 2: %s', async (_title, args, message) => {
    const { exitCode, stdout, stderr } = await dumpstream(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expectOneLine(stderr, message);
  });

  test.each([
    ['restore', ['MYSQL_PWD', 'Examples:', 'Exit codes:', '--resume', '--force', 's3://']],
    ['verify', ['MYSQL_PWD', 'Examples:', 'Exit codes:', '--json', 's3://']],
    ['list', ['Examples:', 'Exit codes:', '--json', 's3://']],
  ])('is told by the help of %s', async (command, parts) => {
    const { exitCode, stdout, stderr } = await dumpstream([command, '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const part of parts) expect(stdout).toContain(part);
  });

  test('is told by the help of the program, which lists all commands', async () => {
    const { exitCode, stdout } = await dumpstream(['--help']);
    expect(exitCode).toBe(0);
    for (const command of ['dump', 'restore', 'verify', 'list']) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command} \\[options\\]`, 'm'));
    }
    expect(stdout).toContain('Exit codes');
  });
});

describe('a dump that is not there', () => {
  test.each([
    ['restore', ['restore', '/no/such.sql', url]],
    ['verify', ['verify', '/no/such.sql']],
    ['list', ['list', '/no/such.sql']],
  ])('is exit code 1 before anything is connected to: %s', async (_command, args) => {
    const { exitCode, stdout, stderr } = await dumpstream(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expectOneLine(stderr, /\/no\/such\.sql can't be read: no such file or directory/);
  });
});

describe('a pipe', () => {
  test.each([['-'], ['/dev/stdin']])('that holds no dump is exit code 1: %s', async (name) => {
    const { exitCode, stdout, stderr } = await dumpstreamReading('', ['verify', name]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expectOneLine(stderr, /empty|not a dump|no dump|holds nothing|statement/i);
  });

  test('can not be listed, named or not', async () => {
    const { exitCode, stderr } = await dumpstreamReading('', ['list', '/dev/stdin']);
    expect(exitCode).toBe(2);
    expectOneLine(stderr, /dumpstream verify --verbose \/dev\/stdin/);
  });

  test.skipIf(process.platform !== 'linux')(
    'regression: one that nobody writes to does not outlive Ctrl-C',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'dumpstream-cli-'));
      onTestFinished(() => rm(folder, { recursive: true }));
      const pipe = join(folder, 'pipe');
      await runProgram('mkfifo', [pipe]);
      const { child, ended } = startDumpstream(['verify', pipe, '--debug']);
      await expect.poll(() => openFiles(child.pid)).toContain(pipe);
      child.kill('SIGINT');
      expect((await ended).exitCode).toBe(130);
    },
  );
});
