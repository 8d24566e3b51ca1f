/** What the bundle holds in place of parts of packages that a Lambda function never uses. */

import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

/** Package names, and the module that stands for each. */
const modules: Readonly<Record<string, string>> = {
  'iconv-lite': 'iconv-lite.ts',
  '@aws-sdk/credential-provider-node': 'credentials.ts',
  '@aws-sdk/credential-providers': 'credentials.ts',
};

const errorCodesPath = /[\\/]mysql2[\\/]lib[\\/]constants[\\/]errors\.js$/;

/** Puts the modules of `substitutes/` in place, and stores mysql2's table of errors once. */
export const substitutes: Plugin = {
  name: 'substitutes',
  setup(build) {
    const names = Object.keys(modules).join('|');
    build.onResolve({ filter: new RegExp(`^(?:${names})$`) }, ({ path }) => ({
      path: fileURLToPath(new URL(`substitutes/${modules[path]}`, import.meta.url)),
    }));
    build.onLoad({ filter: errorCodesPath }, ({ path }) => ({
      contents: compactErrorCodes(createRequire(path)(path) as ErrorCodes),
      loader: 'js',
    }));
  },
};

/** Numbers by name, and names by number. */
export type ErrorCodes = Readonly<Record<string, string | number>>;

/** @returns a CommonJS module that exports the same, and is half as long */
export function compactErrorCodes(codes: ErrorCodes): string {
  const entries = Object.entries(codes);
  const names = entries.filter(([key]) => /^\d+$/.test(key));
  // A few names stand for two numbers; by name only one of them is found.
  const others = entries.filter(([key, value]) => !/^\d+$/.test(key) && codes[value] !== key);
  const ambiguous = names.filter(([number, name]) => codes[name] !== Number(number));
  const later = [...ambiguous.map(([, name]) => [name, codes[name]]), ...others];
  return `
    for (const entry of ${JSON.stringify(names.map((pair) => pair.join(' ')).join())}.split(',')) {
      const [number, name] = entry.split(' ');
      exports[number] = name;
      exports[name] = Number(number);
    }
    Object.assign(exports, ${JSON.stringify(Object.fromEntries(later))});`;
}
