/** Keeps what has been written, section by section, for the manifest. */

import { combineChecksums } from '../manifest/combine-checksums.ts';
import type { Manifest, ManifestSection } from '../manifest/manifest.ts';
import type { Section } from '../plan/sections.ts';
import type { SectionBytes } from '../render/output-buffer.ts';
import type { TableParts } from '../render/rows/table-parts.ts';
import type { WrittenRows } from './table-rows.ts';

/** What a manifest tells of the text. */
export type TextFacts = Pick<
  Manifest,
  'longestRowStatementBytes' | 'longestStatementBytes' | 'sections' | 'text'
>;

/** A section whose parts may still become fewer. */
interface WrittenSection {
  readonly section: ManifestSection;
  readonly parts: TableParts | undefined;
}

export class TextSections {
  readonly #sections: WrittenSection[] = [];
  #bytes = 0;
  #checksum = 0;
  #longestRowStatement = 0;
  longestStatement = 0;

  /** What is empty is no section. */
  add(section: Section, bytes: SectionBytes, rows: WrittenRows | undefined): void {
    if (bytes.bytes === 0) return;
    this.#bytes += bytes.bytes;
    this.#checksum = combineChecksums(this.#checksum, bytes.checksum, bytes.bytes);
    const named = { ...nameOf(section), ...bytes };
    if (rows === undefined) {
      this.#sections.push({ section: named, parts: undefined });
      return;
    }
    const { key, parts } = rows;
    this.longestStatement = Math.max(this.longestStatement, rows.longestStatement);
    this.#longestRowStatement = Math.max(this.#longestRowStatement, rows.longestRowStatement);
    this.#sections.push({
      section: { ...named, rows: rows.rows, ...(key === undefined ? {} : { key }) },
      parts: parts.count > 1 ? parts : undefined,
    });
  }

  facts(): TextFacts {
    return {
      longestStatementBytes: this.longestStatement,
      longestRowStatementBytes: this.#longestRowStatement,
      sections: this.#sections.map(({ section, parts: all }) => {
        const parts = all?.parts() ?? [];
        return parts.length === 0 ? section : { ...section, parts };
      }),
      text: { bytes: this.#bytes, checksum: this.#checksum },
    };
  }
}

function nameOf(section: Section): Pick<ManifestSection, 'database' | 'kind' | 'name' | 'table'> {
  switch (section.kind) {
    case 'tableStructure':
    case 'tableRows':
      return { kind: section.kind, ...ofObject(section.table) };
    case 'sequence':
      return { kind: section.kind, ...ofObject(section.sequence) };
    case 'viewPlaceholder':
    case 'view':
    case 'brokenView':
      return { kind: section.kind, ...ofObject(section.view) };
    case 'program': {
      const { kind, table } = section.program;
      return { kind, ...ofObject(section.program), ...(table === undefined ? {} : { table }) };
    }
    case 'createDatabase':
    case 'useDatabase':
    case 'readOnly':
      return { kind: section.kind, database: section.database.name };
    case 'header':
    case 'accounts':
    case 'footer':
      return { kind: section.kind };
  }
}

function ofObject({ database, name }: Pick<Required<ManifestSection>, 'database' | 'name'>) {
  return { database, name };
}
