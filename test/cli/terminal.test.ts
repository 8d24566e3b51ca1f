/** The progress bar: on a terminal's standard error, and nowhere else. */

import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { loadSampleShop } from '../sample/index.ts';
import { createTemporaryFolder } from '../services/index.ts';
import { runProgram } from '../services/process.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpstream, shellCommand } from './command.ts';

const hasScript = await runProgram('script', ['--version']).then(
  ({ stdout }) => stdout.includes('util-linux'),
  () => false,
);

/** Runs a shell command on a pseudo-terminal of so many columns. Both outputs come as one. */
async function onTerminal(columns: number, command: string): Promise<string> {
  const { CI: _ci, ...env } = process.env;
  const { stdout } = await runProgram(
    'script',
    ['--quiet', '--return', '--command', `stty cols ${columns}; ${command}`, '/dev/null'],
    { env: { ...env, TERM: 'xterm', SHELL: '/bin/sh' }, input: '' },
  );
  return stdout;
}

describeEachFlavor('on a terminal', (server) => {
  let shop: string;

  beforeAll(async () => {
    shop = await server.createDatabase('cli_shop');
    await loadSampleShop(server, shop);
    return async () => {
      await server.query(`DROP DATABASE ${shop}`);
    };
  });

  async function dumpToFile(columns: number, ...flags: readonly string[]): Promise<string> {
    const folder = await createTemporaryFolder('cli');
    onTestFinished(() => folder.remove());
    const file = join(folder.path, 'shop.sql');
    return await onTerminal(
      columns,
      `${shellCommand(['dump', server.url(shop), '-o', file, ...flags])}; echo "exit code $?"`,
    );
  }

  const onTerminalTest = test.skipIf(!hasScript);

  onTerminalTest('a bar ends in one line that tells what was written', async () => {
    const output = await dumpToFile(100);
    expect(output).toContain('connecting');
    expect(output).toMatch(/[█░]{20} +\d+ %/);
    expect(output).toMatch(/13 tables, 143,557 rows, [\d.]+ MB in [\d.]+ s to .*shop\.sql/);
    expect(output).toContain('exit code 0');
  });

  onTerminalTest('--quiet shows nothing', async () => {
    expect((await dumpToFile(100, '--quiet')).trim()).toBe('exit code 0');
  });

  onTerminalTest('regression: a terminal of 0 columns does not hang the dump', async () => {
    expect((await dumpToFile(0)).trim()).toBe('exit code 0');
  });

  onTerminalTest('compressed bytes are refused', async () => {
    const output = await onTerminal(
      100,
      `${shellCommand(['dump', server.url(shop), '--compress', 'gzip'])}; echo "exit code $?"`,
    );
    expect(output).toMatch(/^dumpstream: compressed bytes .*\r\nexit code 2/);
  });

  onTerminalTest('a restore shows a bar, too, and a check shows its result alone', async () => {
    const folder = await createTemporaryFolder('cli');
    onTestFinished(() => folder.remove());
    const file = join(folder.path, 'shop.sql.gz');
    const copy = await server.createDatabase('cli_copy');
    onTestFinished(async () => {
      await server.query(`DROP DATABASE ${copy}`);
    });
    expect(await dumpstream(['dump', server.url(shop), '-o', file])).toMatchObject({ exitCode: 0 });
    const restored = await onTerminal(
      100,
      `${shellCommand(['restore', file, server.url(copy)])}; echo "exit code $?"`,
    );
    expect(restored).toContain('connecting');
    expect(restored).toMatch(/[█░]{20} +\d+ % {2}.*rows {2}.*B\/s/);
    expect(restored).toMatch(
      /13 tables, 143,557 rows, [\d.]+ MB of SQL in [\d.]+ s from .*shop\.sql\.gz/,
    );
    expect(restored).toContain('exit code 0');
    const quiet = await onTerminal(
      100,
      `${shellCommand(['restore', file, server.url(copy), '--force', '--quiet'])}; echo "exit code $?"`,
    );
    expect(quiet.trim()).toBe('exit code 0');
    const verified = await onTerminal(
      200,
      `${shellCommand(['verify', file])}; echo "exit code $?"`,
    );
    expect(verified).toMatch(/[█░]{20} +\d+ %/);
    // The cursor, which the bar has hidden, is shown again in between.
    expect(verified).toMatch(/Whole: .*shop\.sql\.gz .*\r\n.*exit code 0/);
  });
});

describe('standard input that is a terminal', () => {
  test
    .skipIf(!hasScript)
    .each([['restore - mysql://app@127.0.0.1:1/shop'], ['verify -'], ['verify /dev/stdin']])(
    'is no place for a dump: %s',
    async (words) => {
      const output = await onTerminal(
        100,
        `${shellCommand(words.split(' '))}; echo "exit code $?"`,
      );
      expect(output).toMatch(/^dumpstream: standard input is a terminal: .*\r\nexit code 2/);
    },
  );
});
