/** What the bundle holds in place of parts of packages that a Lambda function never uses. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

/** Package names, and the module that stands for each. */
const modules: Readonly<Record<string, string>> = {
  'iconv-lite': 'iconv-lite.ts',
  '@aws-sdk/credential-provider-node': 'credentials.ts',
  '@aws-sdk/credential-providers': 'credentials.ts',
};

/** Files that are left as they are but for what a function has no use for. */
const changes: readonly (readonly [path: RegExp, change: (path: string) => string])[] = [
  // Of mysql2's index only this is used; the rest loads pools, clusters and a server.
  [
    /[\\/]mysql2[\\/]index\.js$/,
    () => "exports.createConnection = require('./lib/create_connection.js');",
  ],
  [
    /[\\/]mysql2[\\/]lib[\\/]constants[\\/]errors\.js$/,
    (path) => compactErrorCodes(createRequire(path)(path) as ErrorCodes),
  ],
  [
    /[\\/]client-ssm[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/,
    (path) => withoutErrorClasses(withPlainKeys(readFileSync(path, 'utf8'))),
  ],
  [
    /[\\/]@aws-sdk[\\/].*[\\/]schemas[\\/]schemas_0\.js$/,
    (path) => withPlainKeys(readFileSync(path, 'utf8')),
  ],
];

/** Puts the modules of `substitutes/` in place, and makes the changes. */
export const substitutes: Plugin = {
  name: 'substitutes',
  setup(build) {
    const names = Object.keys(modules).join('|');
    build.onResolve({ filter: new RegExp(`^(?:${names})$`) }, ({ path }) => ({
      path: fileURLToPath(new URL(`substitutes/${modules[path]}`, import.meta.url)),
    }));
    for (const [filter, change] of changes) {
      build.onLoad({ filter }, ({ path }) => ({ contents: change(path), loader: 'js' }));
    }
  },
};

/**
 * Writes `{ "error": … }` for `{ [_e]: … }`: esbuild can't tell that a computed key has no effect,
 * and so keeps the schemas of all operations for the few that are used.
 */
export function withPlainKeys(source: string): string {
  const constants = new Map(
    Array.from(source.matchAll(/^const (_\w+) = ("[^"\n]*");$/gm), ([, name, text]) => [
      name,
      text,
    ]),
  );
  return source.replace(/\[(_\w+)\]:/g, (key, name) => {
    const text = constants.get(name);
    return text === undefined ? key : `${text}:`;
  });
}

/**
 * An error without a class of its own is one of the service's base class, with the same name and
 * message, which is all that is read of it.
 */
function withoutErrorClasses(source: string): string {
  return source.replace(/^n0_registry\.registerError\(.*\);$/gm, '');
}

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
