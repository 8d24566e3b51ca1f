/** What the examples configure is what the function knows. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { defaultKeyPrefix, knownVariables, variablesIn } from './settings.ts';

const examples = fileURLToPath(new URL('..', import.meta.url));

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !['node_modules', 'testing', '.terraform', 'cdk.out'].includes(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
    });
}

test('every variable of ours in an example is one that the function knows', () => {
  const used = filesBelow(examples).flatMap((path) => variablesIn(readFileSync(path, 'utf8')));
  expect(used).toContain('DUMPSTREAM_BUCKET');
  expect([...new Set(used)].filter((name) => !knownVariables.includes(name))).toEqual([]);
});

test('the function writes below the prefix that the policies are made for', () => {
  expect(defaultKeyPrefix).toBe('dump/');
});
