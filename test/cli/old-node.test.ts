/** On a Node.js that can't load it, the command says so. */

import { expect, test } from 'vitest';
import { dumpstream } from './command.ts';

/** Makes this Node.js say that it is another one: a fake, as the old ones are not here. */
function pretending(version: string): string {
  const versions = `{ value: { ...process.versions, node: '${version}' } }`;
  const code = `Object.defineProperty(process, 'versions', ${versions});`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
}

test.each(['20.20.2', '22.14.0', '23.9.0'])('Node.js %s is told to be too old', async (version) => {
  const run = await dumpstream(['--version'], { NODE_OPTIONS: pretending(version) });
  expect(run).toMatchObject({ exitCode: 1, stdout: '' });
  expect(run.stderr).toBe(
    `dumpstream needs Node.js 22.15 or newer, and this is ${version}: install a newer one (https://nodejs.org).\n`,
  );
});

test.each(['22.15.0', '23.10.0', '24.0.0', '26.0.0'])(
  'Node.js %s is new enough',
  async (version) => {
    const run = await dumpstream(['--version'], { NODE_OPTIONS: pretending(version) });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  },
);
