/** The parts of the text that a restore reads: all of it, or those about some tables. */

import { crc32 } from 'node:zlib';
import type { OpenedDump } from '../../decompress/opened-dump.ts';
import { DumpError } from '../../errors.ts';
import type { Manifest, ManifestSection } from '../../manifest/manifest.ts';
import type { Selection } from '../target/selection.ts';

/** Sections that stand one behind the other. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
  readonly sections: readonly ManifestSection[];
}

/**
 * What has to be read for the tables of the option `tables`, or for all.
 *
 * @param finished - sections whose rows are in the target already
 */
export function selectedRanges(
  manifest: Manifest,
  selection: Selection,
  finished: readonly ManifestSection[] = [],
): readonly TextRange[] {
  const needed = manifest.sections.filter(
    (section) => isNeeded(section, manifest, selection) && !finished.includes(section),
  );
  const ranges: { start: number; end: number; sections: ManifestSection[] }[] = [];
  for (const section of needed) {
    const end = section.start + section.bytes;
    const last = ranges.at(-1);
    if (last?.end === section.start) {
      last.end = end;
      last.sections.push(section);
    } else {
      ranges.push({ start: section.start, end, sections: [section] });
    }
  }
  return ranges;
}

function isNeeded(section: ManifestSection, manifest: Manifest, selection: Selection): boolean {
  if (!selection.isLimited) return true;
  const { kind, name, table } = section;
  const database = section.database ?? manifest.databases[0];
  switch (kind) {
    case 'header':
    case 'footer':
    case 'createDatabase':
    case 'useDatabase':
    // Tables may take their default values from them.
    case 'sequence':
      return true;
    case 'trigger':
      return table !== undefined && selection.isNamed([database], table);
    case 'tableStructure':
    case 'tableRows':
    case 'viewPlaceholder':
    case 'view':
      return name !== undefined && selection.isNamed([database], name);
    default:
      return false;
  }
}

/** The text of ranges, one behind the other, and where each byte of it stands in the dump. */
export class RangesText {
  readonly #dump: OpenedDump;
  readonly #ranges: readonly TextRange[];

  constructor(dump: OpenedDump, ranges: readonly TextRange[]) {
    this.#dump = dump;
    this.#ranges = ranges;
  }

  /** @throws DumpError `DAMAGED_DUMP` where a section is not what was written */
  async *text(): AsyncGenerator<Buffer, void, undefined> {
    for (const range of this.#ranges) yield* this.#read(range);
  }

  /** @param offset - in the text that is read */
  placeOf(offset: number): number {
    let before = 0;
    for (const { start, end } of this.#ranges) {
      if (offset < before + (end - start)) return start + (offset - before);
      before += end - start;
    }
    return offset;
  }

  async *#read({ start, end, sections }: TextRange): AsyncGenerator<Buffer, void, undefined> {
    let index = 0;
    let checksum = 0;
    let at = start;
    for await (const chunk of this.#dump.range(start, end, { passing: true })) {
      for (let from = 0; from < chunk.length; ) {
        const section = sections[index];
        if (section === undefined) break;
        const sectionEnd = section.start + section.bytes;
        const length = Math.min(chunk.length - from, sectionEnd - at);
        checksum = crc32(chunk.subarray(from, from + length), checksum);
        from += length;
        at += length;
        if (at < sectionEnd) continue;
        if (checksum !== section.checksum) throw damagedSection(this.#dump.label, section);
        index += 1;
        checksum = 0;
      }
      yield chunk;
    }
  }
}

function damagedSection(label: string, { kind, name, start, bytes }: ManifestSection): DumpError {
  const of = name === undefined ? '' : ` of ${JSON.stringify(name)}`;
  return new DumpError(
    'DAMAGED_DUMP',
    `${label} is damaged: its section ${kind}${of}, bytes ${start} to ${start + bytes} of the text, is ` +
      'not what was written. Copy it again, or make a new dump.',
  );
}
