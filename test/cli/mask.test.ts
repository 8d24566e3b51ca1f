/** `dump --mask`: rules from a policy file, and a key that is never on the command line. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DryRunReport } from '@dumpstream/core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../services/index.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpstream } from './command.ts';

const key = 'correct horse battery staple';
const env = { DUMPSTREAM_MASK_KEY: key };

const policy = `{
  "version": 1,
  // Who they are.
  "columns": {
    "*.customers.email": "email",
    "*.customers.name": { "rule": "name", "locale": "en" },
  },
}`;

/** Files with these contents, and their paths. */
async function files<Name extends string>(
  contents: Readonly<Record<Name, string>>,
): Promise<Record<Name, string>> {
  const folder = await createTemporaryFolder('cli-mask');
  onTestFinished(() => folder.remove());
  const paths = {} as Record<Name, string>;
  for (const name of Object.keys(contents) as Name[]) {
    paths[name] = join(folder.path, name);
    await writeFile(paths[name], contents[name]);
  }
  return paths;
}

describeEachFlavor('dumpstream dump --mask', (server) => {
  let database = '';
  let url = '';
  beforeAll(async () => {
    database = await server.createDatabase('cli_mask');
    url = server.url(database);
    await server.restore(
      database,
      `CREATE TABLE customers (id INT PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE, name VARCHAR(40));
       INSERT INTO customers VALUES (1, 'hanako@secret.example', 'Hanako Yamada'), (2, 'x@y.z', NULL);`,
    );
  });

  test('masks, and masks alike with the same key', async () => {
    const paths = await files({ policy, key: `${key}\n` });
    const flags = ['--mask', paths.policy, '--skip-dump-date'];
    const first = await dumpstream(['dump', url, ...flags], env);
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    const sql = first.stdout;
    expect(sql).toContain('@example.com');
    expect(sql).not.toMatch(/hanako|yamada|secret/i);
    // A file wins over the environment, and the line end in it is no part of the key.
    const second = await dumpstream(['dump', url, ...flags, '--mask-key-file', paths.key], {
      DUMPSTREAM_MASK_KEY: 'another key, for nothing',
    });
    expect(second.stdout).toBe(sql);
    const third = await dumpstream(['dump', url, ...flags], { DUMPSTREAM_MASK_KEY: `${key}!` });
    expect(third.stdout).toContain('@example.com');
    expect(third.stdout).not.toBe(sql);
  });

  test('foretells it with --dry-run', async () => {
    const paths = await files({ policy });
    const args = ['dump', url, '--mask', paths.policy, '--dry-run'];
    const text = await dumpstream(args, env);
    expect(text).toMatchObject({ exitCode: 0, stderr: '' });
    expect(text.stdout).toMatch(/^Masks {6}2 columns masked, 1 not named$/m);
    const json = await dumpstream([...args, '--json'], env);
    expect(JSON.parse(json.stdout)).toMatchObject({
      mask: { masked: 2, kept: 0, unnamed: [`\`${database}\`.\`customers\`.\`id\``] },
      problems: [],
    });
  });

  test('foretells with --dry-run which definitions state values', async () => {
    const stated = await server.createDatabase('cli_stated');
    await server.restore(
      stated,
      "CREATE TABLE customers (id INT PRIMARY KEY, email VARCHAR(80), name VARCHAR(40) DEFAULT 'Hanako')",
    );
    const paths = await files({ policy });
    const args = ['dump', server.url(stated), '--mask', paths.policy, '--dry-run'];
    const text = await dumpstream(args, env);
    expect(text).toMatchObject({ exitCode: 0, stderr: '' });
    expect(text.stdout).toMatch(/^The dump would warn:\n {2}Definitions .*`name` \(DEFAULT\)/m);
    expect(text.stdout).not.toContain('Hanako');
    const json = await dumpstream([...args, '--json'], env);
    expect(JSON.parse(json.stdout)).toMatchObject({
      warnings: [{ code: 'STATED_LITERALS' }],
      problems: [],
    });
  });

  test('tells the line of a rule that does not fit, and makes nothing', async () => {
    const unfit = `{
  "version": 1,
  "columns": {
    "*.customers.id": "email",
    "*.customers.nmae":
      "name"
  }
}`;
    const paths = await files({ unfit, dump: 'as it was' });
    const args = ['dump', url, '--mask', paths.unfit];
    const dumped = await dumpstream([...args, '--output', paths.dump], env);
    expect(dumped).toMatchObject({ exitCode: 1, stdout: '' });
    expect(dumped.stderr).toMatch(
      /^dumpstream: \S*unfit:\d: The policy|^dumpstream: \S*unfit:\d: `/,
    );
    expect(await readFile(paths.dump, 'utf8')).toBe('as it was');
    const foretold = await dumpstream([...args, '--dry-run'], env);
    expect(foretold.exitCode).toBe(1);
    expect(foretold.stdout).toContain(`INVALID_MASK: ${paths.unfit}:4: `);
    expect(foretold.stdout).toContain(`INVALID_MASK: ${paths.unfit}:5: `);
    const json = await dumpstream([...args, '--dry-run', '--json'], env);
    const { problems }: DryRunReport = JSON.parse(json.stdout);
    expect(problems.map(({ message }) => message.split(' ')[0])).toEqual([
      ...[`${paths.unfit}:5:`, `${paths.unfit}:4:`],
    ]);
  });

  test.each([['1'], ['2']])(
    'tells the line of a rule that can not mask a value, read in %s connections',
    async (connections) => {
      const strays = await server.createDatabase('cli_stray');
      await server.restore(
        strays,
        `CREATE TABLE cards (id INT PRIMARY KEY, n VARCHAR(40) NOT NULL UNIQUE);
         INSERT INTO cards VALUES (1, 'hidden value'), (2, '4111111111111111');`,
      );
      const paths = await files({
        stray: '{\n"version": 1,\n"columns": {\n"*.cards.n": "creditCard"\n}\n}',
        dump: 'as it was',
      });
      const flags = ['--parallel', connections, '--threads', '1', '--output', paths.dump];
      const args = ['dump', server.url(strays), '--mask', paths.stray, ...flags];
      const { exitCode, stderr } = await dumpstream(args, env);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/stray:4: .*`n`/);
      expect(stderr).not.toContain('hidden');
      expect(await readFile(paths.dump, 'utf8')).toBe('as it was');
    },
  );

  test('refuses columns that a strict policy does not name, with its line', async () => {
    const strict = policy.replace('"version"', '"strict": true,\n"version"');
    const paths = await files({ strict });
    const { exitCode, stdout, stderr } = await dumpstream(
      ['dump', url, '--mask', paths.strict],
      env,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(`${paths.strict}:2: `);
    expect(stderr).toContain('`customers`.`id`');
  });
});

const nowhere = 'mysql://app@127.0.0.1:1/shop';

test('a policy needs a key, which is asked for before anything is connected to', async () => {
  const paths = await files({ policy, empty: '\n' });
  const args = ['dump', nowhere, '--mask', paths.policy];
  for (const given of [
    await dumpstream(args),
    await dumpstream(args, { DUMPSTREAM_MASK_KEY: '' }),
    await dumpstream([...args, '--mask-key-file', paths.empty], env),
  ]) {
    expect(given).toMatchObject({ exitCode: 2, stdout: '' });
    expect(given.stderr).toMatch(/^dumpstream: .*DUMPSTREAM_MASK_KEY.*openssl rand -base64 32/);
  }
  const missing = await dumpstream([...args, '--mask-key-file', `${paths.empty}.no`], env);
  expect(missing).toMatchObject({ exitCode: 2 });
  expect(missing.stderr).toMatch(/--mask-key-file: .*\.no can't be read: no such file/);
});

test('a key that is too short is refused, and shown nowhere', async () => {
  const paths = await files({ policy });
  const short = { DUMPSTREAM_MASK_KEY: 'hunter2' };
  const { exitCode, stderr } = await dumpstream(['dump', nowhere, '--mask', paths.policy], short);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('7 bytes');
  expect(stderr).not.toContain('hunter2');
});

test.each([[['--mask-key', key]], [[`--mask-key=${key}`]]])(
  'a key on the command line is refused, and not repeated: %j',
  async (flags) => {
    const paths = await files({ policy });
    const args = ['dump', nowhere, '--mask', paths.policy, ...flags];
    for (const given of [await dumpstream(args), await dumpstream([...args, '--debug'])]) {
      expect(given).toMatchObject({ exitCode: 2, stdout: '' });
      expect(given.stderr).toMatch(/never given on the command line.*--mask-key-file/);
      expect(given.stderr).not.toContain('horse');
    }
    expect((await dumpstream(['dump', '--help'])).stdout).not.toMatch(/--mask-key\b(?!-)/);
  },
);

test('a key without a policy is a wrong command line', async () => {
  const paths = await files({ key });
  const given = await dumpstream(['dump', nowhere, '--mask-key-file', paths.key]);
  expect(given).toMatchObject({ exitCode: 2, stdout: '' });
  expect(given.stderr).toContain('needs --mask');
});

test('a policy that is wrong is refused with all that is wrong, each on a line', async () => {
  const wrong =
    '{\n"version": 2,\n"columns": { "a.b.c": "hsah",\n"a.b.c": "hash" },\n"key": "hunter2" }';
  const paths = await files({ wrong });
  const { exitCode, stdout, stderr } = await dumpstream(
    ['dump', nowhere, '--mask', paths.wrong],
    env,
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toEqual(
    [2, 3, 4, 5].map((line) => expect.stringContaining(`dumpstream: ${paths.wrong}:${line}: `)),
  );
  expect(lines[3]).toContain('--mask-key-file');
  expect(stderr).not.toContain('hunter2');
  const missing = await dumpstream(['dump', nowhere, '--mask', `${paths.wrong}.no`], env);
  expect(missing).toMatchObject({ exitCode: 2 });
  expect(missing.stderr).toMatch(/--mask: the file .*\.no can't be read: no such file/);
});
