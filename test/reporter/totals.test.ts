import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../services/index.ts';
import { cacheFolder, repositoryFolder } from '../services/paths.ts';
import { runProgram } from '../services/process.ts';

const vitest = join(repositoryFolder, 'node_modules', 'vitest', 'vitest.mjs');
const reporter = fileURLToPath(new URL('./totals.ts', import.meta.url));

/** Runs a test file in a Vitest of its own, and returns what it printed and its exit code. */
async function runOf(source: string) {
  await mkdir(cacheFolder, { recursive: true });
  const folder = await createTemporaryFolder('run', cacheFolder);
  onTestFinished(() => folder.remove());
  await writeFile(
    join(folder.path, 'some.test.js'),
    `import { expect, test } from 'vitest';${source}`,
  );
  const { DUMPSTREAM_TOTALS_FILE: _, ...env } = process.env;
  const args = [vitest, 'run', '--root', folder.path, '--reporter', reporter];
  const { stdout, exitCode } = await runProgram(process.execPath, args, { env });
  return { lines: stdout.trim().split('\n'), exitCode };
}

test('a run ends with its totals, after the reasons for which tests were skipped', async () => {
  const { lines, exitCode } = await runOf(`
    test('passes', () => {});
    test('needs Docker', (context) => context.skip('no Docker'));
    test('needs Docker too', (context) => context.skip('no Docker'));
    test.skip('says nothing', () => {});
  `);
  expect(lines).toEqual([
    'Skipped:',
    '  2 × no Docker',
    '  1 × no reason given',
    '',
    '1 passed, 0 failed, 3 skipped',
  ]);
  expect(exitCode).toBe(0);
});

test('a run tells how many faults its tests have tried, the most frequent first', async () => {
  const { lines } = await runOf(`
    test('one', ({ task }) => { task.meta.faults = { 'servers killed': 2, 'resets': 3 }; });
    test('another', ({ task }) => { task.meta.faults = { 'servers killed': 10 }; });
  `);
  expect(lines).toEqual([
    'Faults: 15 tried: 12 servers killed, 3 resets',
    '2 passed, 0 failed, 0 skipped',
  ]);
});

test.each([
  ['a failing test', "test('fails', () => expect(1).toBe(2));"],
  ['a file that does not load', "throw new Error('broken');"],
  [
    'a hook',
    "import { beforeAll } from 'vitest'; beforeAll(() => { throw new Error('broken'); });",
  ],
  ['an error outside of a test', "Promise.reject(new Error('stray'));"],
])('%s is counted as failed', async (_, source) => {
  const { lines, exitCode } = await runOf(`test('passes', () => {}); ${source}`);
  expect(lines.at(-1)).toMatch(/^\d passed, 1 failed, \d skipped$/);
  expect(exitCode).not.toBe(0);
});
