/** The options that make the same dump again, of the database that a dump is compared with. */

import type { Manifest } from '../../manifest/manifest.ts';
import type { DumpOptions } from '../../options.ts';

/** Options that decide what rows and definitions look like, or which there are. */
const kept = [
  ...(['addDropTable', 'completeInsert', 'events', 'hexBlob', 'ignoreTables'] as const),
  ...(['insertIgnore', 'netBufferLength', 'noCreateDb', 'noCreateInfo', 'noData'] as const),
  ...(['replace', 'routines', 'skipDefiner', 'tables', 'triggers', 'views', 'where'] as const),
] as const;

export type LiveOptions = Pick<DumpOptions, (typeof kept)[number]>;

/**
 * @param names - of the database that is compared with, by that of the dump
 * @returns the manifest's options, in which tables are those of the database that is compared with
 */
export function liveOptions(manifest: Manifest, names: ReadonlyMap<string, string>): LiveOptions {
  const told = new Map(Object.entries(manifest.options));
  const isSubset = told.has('subset');
  const entries = kept.flatMap((name): [string, unknown][] => {
    const value = told.get(name);
    // It is part of what a subset begins with, and says nothing of the rows that came to it.
    if (name === 'where' && isSubset) return [];
    if (value === undefined) return [];
    return [[name, Array.isArray(value) ? value.map((table) => renamed(table, names)) : value]];
  });
  return Object.fromEntries(entries);
}

/** A table that is named with its database. */
function renamed(table: string, names: ReadonlyMap<string, string>): string {
  for (const [from, to] of names) {
    if (table.startsWith(`${from}.`)) return `${to}.${table.slice(from.length + 1)}`;
  }
  return table;
}
