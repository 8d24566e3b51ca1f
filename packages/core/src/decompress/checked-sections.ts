/** Looks at the checksums of the sections that a range of the text holds. */

import { crc32 } from 'node:zlib';
import type { ManifestSection } from '../manifest/manifest.ts';
import { damaged } from './reading-errors.ts';
import { countWhile } from './text-range.ts';

/**
 * A piece that is decompressed on its own has no checksum: neither gzip nor zstd has one of less than
 * the whole. A section that is only in part in the range can't be checked.
 *
 * @param text - the bytes from `start` on
 * @throws DumpError `DAMAGED_DUMP` behind the last byte of a section that is not what was written
 */
export async function* checkedSections(
  text: AsyncIterable<Buffer>,
  start: number,
  sections: readonly ManifestSection[],
  label: string,
): AsyncGenerator<Buffer, void, undefined> {
  let index = countWhile(sections, (section) => section.start < start);
  let checksum = 0;
  let at = start;
  for await (const bytes of text) {
    const end = at + bytes.length;
    for (let section = sections[index]; section !== undefined && section.start < end; ) {
      const sectionEnd = section.start + section.bytes;
      const part = bytes.subarray(Math.max(0, section.start - at), sectionEnd - at);
      checksum = crc32(part, checksum);
      if (sectionEnd > end) break;
      if (checksum !== section.checksum) throw damaged(label, `${nameOf(section)} has changed`);
      checksum = 0;
      index += 1;
      section = sections[index];
    }
    at = end;
    yield bytes;
  }
}

function nameOf({ kind, database, name }: ManifestSection): string {
  const path = [database, name].filter((part) => part !== undefined).join('.');
  return path === '' ? `its section "${kind}"` : `its section "${kind}" of ${path}`;
}
