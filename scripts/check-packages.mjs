/** Checks what would be published: publint for the package's form, attw for its types. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNPM, run } from './lib/command.mjs';
import { runScript } from './lib/step.mjs';

const PACKAGES = ['core', 's3', 'file', 'mask', 'lambda', 'cli'];

await runScript(async () => {
  let failures = 0;
  for (const name of PACKAGES) {
    const results = await checkPackage(join('packages', name));
    const failed = results.filter(({ exitCode }) => exitCode !== 0);
    console.log(`packages/${name}: ${failed.length === 0 ? 'fine' : 'not fit to be published'}`);
    for (const { output } of failed) console.error(output.trim());
    failures += failed.length;
  }
  return failures === 0 ? 0 : 1;
});

/** @param {string} folder */
async function checkPackage(folder) {
  const temporary = mkdtempSync(join(tmpdir(), 'dumpstream-pack-'));
  try {
    // By pnpm, as it is published: only pnpm puts versions in place of "workspace:".
    const pack = ['--dir', folder, 'pack', '--pack-destination', temporary];
    const packed = await run('npx', ['--yes', PNPM, ...pack]);
    if (packed.exitCode !== 0) return [packed];
    const tarballs = readdirSync(temporary).map((file) => join(temporary, file));
    return await Promise.all([
      run('publint', ['run', '--strict', ...tarballs]),
      run('attw', ['--profile', 'esm-only', '--no-color', ...tarballs]),
    ]);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
