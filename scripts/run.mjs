/** `npm run demo`, `test`, `test:deep`, `fuzz` and `bench`: set-up, build, then what was asked for. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseNode, run, runSuccessfully } from './lib/command.mjs';
import { runScript, SetupError, step } from './lib/step.mjs';
import { setup } from './setup.mjs';

await runScript(async () => {
  const [what, ...rest] = process.argv.slice(2);
  if (!['demo', 'test', 'deep', 'fuzz', 'bench'].includes(what ?? '')) {
    throw new SetupError('Usage: node scripts/run.mjs demo|test|deep|fuzz|bench [arguments]');
  }
  await setup();
  // Builds run on the workspace's Node.js, whichever one the tests run on.
  await step('Build', async () => {
    const build = what === 'demo' || what === 'test' ? 'build' : 'build:types';
    await runSuccessfully('npm', ['run', '--silent', build]);
    return 'done';
  });
  if (what === 'deep') return runProgram('test/property/deep.ts', rest);
  if (what === 'fuzz') return runProgram('test/fuzz/splitter.ts', rest);
  if (what === 'bench') return runProgram('bench/main.ts', rest);
  await step('Services', async () => {
    const { node, env } = chooseNode();
    return runSuccessfully(node, ['--no-warnings', 'test/services/prepare.ts'], { env });
  });
  return what === 'demo' ? demo() : test(rest);
});

async function demo() {
  const { node, env } = chooseNode();
  return (await run(node, ['test/demo/main.ts'], { env, show: true })).exitCode;
}

/**
 * @param {string} program
 * @param {readonly string[]} programArguments
 */
async function runProgram(program, programArguments) {
  const { node, env } = chooseNode();
  const command = ['--no-warnings', program, ...programArguments];
  return (await run(node, command, { env, show: true })).exitCode;
}

/** @param {readonly string[]} vitestArguments */
async function test(vitestArguments) {
  const { node, env } = chooseNode();
  const folder = mkdtempSync(join(tmpdir(), 'dumpstream-totals-'));
  const totalsFile = join(folder, 'totals.txt');
  try {
    const { exitCode } = await run(
      node,
      ['node_modules/vitest/vitest.mjs', 'run', ...vitestArguments],
      {
        env: { ...env, DUMPSTREAM_TOTALS_FILE: totalsFile },
        show: true,
      },
    );
    const totals = readTotals(totalsFile);
    const [passed = 0, failed = 0] = [...totals.matchAll(/\d+/g)].map(Number);
    if (passed + failed === 0) console.error('No test ran.');
    // Last, whatever else was printed: this is the line to look at.
    console.log(totals);
    return exitCode === 0 && (failed > 0 || passed === 0) ? 1 : exitCode;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The line that the reporter (test/reporter) wrote. Where the run never came to an end, that is the
 * one failure.
 *
 * @param {string} file
 */
function readTotals(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '0 passed, 1 failed, 0 skipped';
  }
}
