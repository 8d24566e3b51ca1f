/** Reads the lines of sections and their parts, and checks that they are all of the text. */

import type { CheckedFields } from './checked-fields.ts';
import { combineChecksums } from './combine-checksums.ts';
import { damagedManifest } from './damage.ts';
import {
  type Manifest,
  type ManifestPart,
  type ManifestSection,
  manifestSectionKinds,
} from './manifest.ts';

export class SectionsParser {
  readonly #text: Manifest['text'];
  readonly #sections: ManifestSection[] = [];
  /** The one that parts may follow. */
  #section: ManifestSection | undefined;
  #parts: ManifestPart[] = [];
  #end = 0;
  #checksum = 0;

  constructor(text: Manifest['text']) {
    this.#text = text;
  }

  section(fields: CheckedFields): void {
    this.#endSection();
    const kind = fields.oneOf('kind', manifestSectionKinds);
    const start = fields.integer('start');
    const bytes = fields.integer('bytes', this.#text.bytes - Math.min(start, this.#text.bytes));
    if (start !== this.#end) throw damagedManifest('its sections are not all of the text');
    const checksum = fields.checksum('checksum');
    this.#end += bytes;
    this.#checksum = combineChecksums(this.#checksum, checksum, bytes);
    this.#section = {
      kind,
      ...(fields.has('database') ? { database: fields.string('database') } : {}),
      ...(fields.has('name') ? { name: fields.string('name') } : {}),
      ...(fields.has('table') ? { table: fields.string('table') } : {}),
      start,
      bytes,
      checksum,
      // Each row is two bytes at least.
      ...(kind === 'tableRows' ? { rows: fields.integer('rows', bytes) } : {}),
      ...(fields.has('key') ? { key: fields.strings('key') } : {}),
    };
  }

  part(fields: CheckedFields): void {
    const section = this.#section;
    if (section?.kind !== 'tableRows') throw damagedManifest('a part belongs to no rows');
    const before = this.#parts.at(-1)?.start ?? section.start;
    const start = fields.integer('start', this.#end);
    if (start <= before) throw damagedManifest('the parts of a table are in no order');
    this.#parts.push({
      start,
      rows: fields.integer('rows', section.rows),
      ...(fields.has('firstKey') ? { firstKey: keyOf(fields, 'firstKey', section) } : {}),
      ...(fields.has('lastKey') ? { lastKey: keyOf(fields, 'lastKey', section) } : {}),
    });
  }

  end(): readonly ManifestSection[] {
    this.#endSection();
    if (this.#end !== this.#text.bytes)
      throw damagedManifest('its sections are not all of the text');
    if (this.#checksum !== this.#text.checksum) {
      throw damagedManifest('the checksums of its sections are not that of the text');
    }
    return this.#sections;
  }

  #endSection(): void {
    const section = this.#section;
    const parts = this.#parts;
    if (section === undefined) return;
    this.#section = undefined;
    this.#parts = [];
    if (parts.length === 0) {
      this.#sections.push(section);
      return;
    }
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    if (rows !== section.rows)
      throw damagedManifest('the parts of a table are not all of its rows');
    this.#sections.push({ ...section, parts });
  }
}

function keyOf(fields: CheckedFields, name: string, section: ManifestSection): readonly string[] {
  const key = fields.strings(name);
  if (key.length !== section.key?.length)
    throw damagedManifest('a key has too few or too many values');
  return key;
}
