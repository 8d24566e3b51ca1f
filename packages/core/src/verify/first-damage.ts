/** Where a text begins to differ from the dump that was written: by the checksums of its sections. */

import { combineChecksums } from '../manifest/combine-checksums.ts';
import type { Manifest, ManifestSection } from '../manifest/manifest.ts';
import { sectionName } from './section-name.ts';
import type { TextReading } from './text-reading.ts';

/** Sections, one or several together, between places that are known. */
interface Group {
  readonly first: ManifestSection;
  readonly last: ManifestSection;
  readonly checksum: number;
  readonly end: number;
}

function* groupsOf(reading: TextReading, manifest: Manifest): Generator<Group, void, undefined> {
  let first: ManifestSection | undefined;
  let checksum = 0;
  for (const section of manifest.sections) {
    const end = section.start + section.bytes;
    checksum = first === undefined ? section.checksum : combined(checksum, section);
    first ??= section;
    if (reading.prefixes.at(end) === undefined) continue;
    yield { first, last: section, checksum, end };
    first = undefined;
  }
  const last = manifest.sections.at(-1);
  if (first !== undefined && last !== undefined) {
    yield { first, last: first, checksum, end: manifest.text.bytes };
  }
}

function combined(checksum: number, { checksum: next, bytes }: ManifestSection): number {
  return combineChecksums(checksum, next, bytes);
}

/**
 * Names the first section that is not what was written, or was not read to its end.
 *
 * @returns `undefined` where all are whole
 */
export function firstDamage(reading: TextReading, manifest: Manifest): string | undefined {
  for (const { first, last, checksum, end } of groupsOf(reading, manifest)) {
    const before = reading.prefixes.at(first.start);
    const after = reading.prefixes.at(end);
    const isWhole =
      before !== undefined &&
      after !== undefined &&
      combineChecksums(before.checksum, checksum, end - first.start) === after.checksum;
    if (isWhole) continue;
    const name =
      first === last ? sectionName(first) : `${sectionName(first)}, or up to ${sectionName(last)}`;
    return `${name}, bytes ${first.start} to ${last.start + last.bytes} of the SQL`;
  }
  return undefined;
}
