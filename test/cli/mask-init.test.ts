/** `mask init`: a draft that `mask check` finds nothing in, written to a new file or to standard output. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../services/index.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpstream } from './command.ts';

async function newFile(name: string): Promise<string> {
  const folder = await createTemporaryFolder('mask-init');
  onTestFinished(() => folder.remove());
  return join(folder.path, name);
}

const secret = 'Zwiebelkuchen';

describeEachFlavor('dumpstream mask init', (server) => {
  let database = '';
  beforeAll(async () => {
    database = await server.createDatabase('cli_init');
    await server.restore(
      database,
      `CREATE TABLE customers (id INT PRIMARY KEY, email VARCHAR(99) NOT NULL, 氏名 VARCHAR(40), ssn CHAR(11) CHARACTER SET latin2 NOT NULL,
         what VARCHAR(90), status VARCHAR(9), UNIQUE (ssn));
       INSERT INTO customers VALUES (1, '${secret}@mail.test', '佐藤 花子', '123-45-6789', '${secret} was here', 'open');`,
    );
  });

  test('writes a policy to a new file that fits at once, and says what is in it', async () => {
    const path = await newFile('policy.json');
    const made = await dumpstream(['mask', 'init', server.url(database), '--output', path]);
    expect(made).toMatchObject({ exitCode: 0, stdout: '' });
    expect(made.stderr).toMatch(
      /^6 columns: 2 likely personal ones masked, 1 .* masked as well, 3 kept$/m,
    );
    expect(made.stderr).toMatch(/^2 columns for a person to decide: search for LOOK$/m);
    expect(made.stderr).toContain(`NOT MASKED, as no rule fits: ${database}.customers.ssn\n`);
    expect(made.stderr).toContain(`"dumpstream mask check <mysql-url> ${path}"`);
    const text = await readFile(path, 'utf8');
    expect(text).toContain(`"${database}.customers.email": "email", // "email" in its name`);
    expect(text + made.stderr).not.toContain(secret);
    const check = await dumpstream(['mask', 'check', server.url(database), path]);
    expect(check).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('writes to standard output where no file is named, and looks at no rows if told so', async () => {
    const { exitCode, stdout, stderr } = await dumpstream([
      ...['mask', 'init', server.url(), '--databases', database, '--tables', 'customers'],
      ...['--no-sample', '--locale', 'ja'],
    ]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Next: read the draft');
    expect(stdout).toContain('types alone');
    expect(stdout).toContain(`"${database}.customers.氏名": {"rule":"name","locale":"ja"}`);
    expect(stdout.endsWith('}\n')).toBe(true);
  });

  test('leaves a file as it is, but with --force', async () => {
    const path = await newFile('policy.json');
    await writeFile(path, 'mine');
    const refused = await dumpstream(['mask', 'init', server.url(database), '-o', path]);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toMatch(
      /^dumpstream: --output: .*policy\.json is there already.*--force\n$/,
    );
    expect(await readFile(path, 'utf8')).toBe('mine');
    const forced = await dumpstream(['mask', 'init', server.url(database), '-o', path, '--force']);
    expect(forced.exitCode).toBe(0);
    expect(await readFile(path, 'utf8')).toContain('"strict": true');
  });

  test('tells of a database that is not there, and makes no file', async () => {
    const path = await newFile('policy.json');
    const { exitCode, stderr } = await dumpstream([
      ...['mask', 'init', server.url('no_such_database'), '--output', path, '--force'],
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dumpstream: .*no_such_database.*\n$/);
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a command line of mask init that is wrong', () => {
  const url = 'mysql://app:hush-hush%204711@127.0.0.1:1/shop';

  test.each<[title: string, args: string[], message: RegExp]>([
    ['no URL', [], /missing required argument 'mysql-url'/],
    ['no sample, and of so many rows', [url, '--no-sample', '--sample-rows', '5'], /--no-sample/],
    ['too many rows', [url, '--sample-rows', '10001'], /from 1 to 10000/],
    ['a language that nobody writes names in', [url, '--locale', 'tlh'], /en, ja/],
    ['a folder', [url, '--output', '/'], /folder/],
    ['a URL for a file', [url, '--output', 's3://bucket/policy.json'], /--output takes a file/],
  ])('%s', async (_title, args, message) => {
    const { exitCode, stdout, stderr } = await dumpstream(['mask', 'init', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('hush');
  });

  test('a folder that is not there is noticed before the server is asked', async () => {
    const path = await newFile('none/policy.json');
    const { exitCode, stderr } = await dumpstream(['mask', 'init', url, '--output', path]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^dumpstream: --output: the folder of .*none\/policy\.json is not there: /,
    );
  });
});
