/** Which sections of a dump a restore that goes on need not read: their rows are all in the target. */

import type { Manifest, ManifestSection } from '../../manifest/manifest.ts';
import type { StoredProgress } from './stored-progress.ts';

/** Bytes of text from which on it is faster to read around a section than through it. */
const worthSkipping = 4 * 1024 * 1024;

export interface FinishedSection {
  readonly section: ManifestSection;
  /** In the target. */
  readonly database: string;
}

/**
 * @param stored - by database of the target
 * @param databaseOf - the target's name of a database of the dump
 */
export function finishedSections(
  manifest: Manifest,
  stored: ReadonlyMap<string, StoredProgress>,
  databaseOf: (database: string) => string,
): readonly FinishedSection[] {
  return manifest.sections.flatMap((section) => {
    const { kind, bytes, rows = 0 } = section;
    if (kind !== 'tableRows' || bytes < worthSkipping || rows === 0) return [];
    const database = databaseOf(section.database ?? manifest.databases[0] ?? '');
    const written = (stored.get(database)?.ranges ?? []).filter(({ first }) =>
      isIn(section, first),
    );
    // Of tables without transactions it is not known yet whether they still hold them.
    if (written.some(({ table }) => table !== undefined)) return [];
    if (written.reduce((sum, range) => sum + range.rows, 0) !== rows) return [];
    return [{ section, database }];
  });
}

/** What is left to be compared with the text: what is not read can't be. */
export function withoutRangesOf(
  stored: ReadonlyMap<string, StoredProgress>,
  finished: readonly FinishedSection[],
): ReadonlyMap<string, StoredProgress> {
  const left = new Map<string, StoredProgress>();
  for (const [name, progress] of stored) {
    const sections = finished.filter(({ database }) => database === name);
    const ranges = progress.ranges.filter(
      ({ first }) => !sections.some(({ section }) => isIn(section, first)),
    );
    left.set(name, { ...progress, ranges });
  }
  return left;
}

function isIn({ start, bytes }: ManifestSection, offset: number): boolean {
  return offset >= start && offset < start + bytes;
}
