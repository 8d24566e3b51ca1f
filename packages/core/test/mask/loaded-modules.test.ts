/** What a worker thread loads: each has its modules for itself. */

import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const source = new URL('../../src/', import.meta.url);

/** Files of this package that are loaded with one of them, by their paths in it. */
async function loadedWith(start: string): Promise<ReadonlySet<string>> {
  const loaded = new Set<string>();
  const load = async (file: URL): Promise<void> => {
    const path = file.pathname.slice(source.pathname.length);
    if (loaded.has(path)) return;
    loaded.add(path);
    const text = await readFile(file, 'utf8');
    const imports = text.matchAll(/^(?:import|export) (?!type )(?:[^;']*? from )?'(\.[^']+)'/gm);
    for (const [, name = ''] of imports) await load(new URL(name, file));
  };
  await load(new URL(start, source));
  return loaded;
}

const rulesOfMasks = (paths: ReadonlySet<string>): string[] =>
  [...paths].filter((path) => path.startsWith('mask/'));

it('is nothing of the rules of masks in a thread that masks nothing', async () => {
  const loaded = await loadedWith('read/chunk-worker.ts');
  expect([...loaded]).toContain('render/rows/masked-literals.ts');
  expect(rulesOfMasks(loaded)).toEqual([]);
});

it('is all of them in one that masks', async () => {
  const loaded = await loadedWith('read/masked-chunk-worker.ts');
  expect(rulesOfMasks(loaded)).toContain('mask/rules/redact.ts');
  expect([...loaded]).toContain('read/chunk-worker.ts');
});
