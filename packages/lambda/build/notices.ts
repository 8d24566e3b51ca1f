/** Collects the licences of all packages in a bundle, as those licences ask. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface BundledPackage {
  /** Name, version and licence, for example `long 5.3.2 (Apache-2.0)`. */
  readonly title: string;
  /** Licence and notice files, `undefined` where the package has none. */
  readonly text: string | undefined;
}

/** What is used of a `package.json`. */
interface Manifest {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly license?: unknown;
}

/**
 * @param inputs - paths of the files in the bundle
 * @returns the text of a `THIRD-PARTY-NOTICES` file: equal texts once, sorted, without dates
 */
export async function thirdPartyNotices(inputs: readonly string[]): Promise<string> {
  const folders = new Set(inputs.flatMap((path) => packageFolderOf(path) ?? []));
  const packages = await Promise.all([...folders].map(readPackage));
  const byText = Map.groupBy(packages, ({ text }) => text ?? '');
  const sections = [...byText].map(([text, group]) => {
    const titles = [...new Set(group.map(({ title }) => title))].sort();
    return `${titles.join('\n')}\n\n${text || 'Under the licence named above; no text comes with it.'}`;
  });
  const head = 'The function contains code of the following packages, under their licences.';
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `${[head, ...sections.sort()].join(line)}\n`;
}

/** The folder after the last `node_modules`; our own sources have none. */
function packageFolderOf(path: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  const files = (await readdir(folder))
    .filter((name) => /^(?:licen[cs]e|notice|copying)(?:[.-]|$)/i.test(name))
    .sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const text = texts.map((entry) => entry.replace(/\r\n/g, '\n').trim()).join('\n\n');
  return {
    title: `${manifest.name} ${manifest.version} (${manifest.license ?? 'licence not stated'})`,
    text: text === '' ? undefined : text,
  };
}
