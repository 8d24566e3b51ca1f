/** Manifests of any content, as fast-check makes them, and how they stand in a text. */

import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { combineChecksums } from '../../src/manifest/combine-checksums.ts';
import {
  type Manifest,
  type ManifestLocator,
  type ManifestPart,
  type ManifestSection,
  manifestSectionKinds,
} from '../../src/manifest/manifest.ts';
import { endText, manifestText } from '../../src/manifest/write-manifest.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const anyChecksum = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const anySize = fc.integer({ min: 0, max: 2 ** 50 });

/** A section, before it has a place. */
const anySection = fc
  .record(
    {
      kind: fc.constantFrom(...manifestSectionKinds),
      database: anyText,
      name: anyText,
      table: anyText,
      bytes: fc.integer({ min: 100, max: 2 ** 40 }),
      checksum: anyChecksum,
      key: fc.array(anyText, { minLength: 1, maxLength: 3 }),
      partRows: fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 5 }),
    },
    { requiredKeys: ['kind', 'bytes', 'checksum', 'partRows'] },
  )
  .chain((section) =>
    fc.record({
      section: fc.constant(section),
      firstKey: fc.constant(section.key),
      keys: fc.array(anyText, {
        minLength: section.key?.length ?? 0,
        maxLength: section.key?.length ?? 0,
      }),
    }),
  );

type AnySection = (typeof anySection extends fc.Arbitrary<infer Value> ? Value : never) & object;

function placed({ section, keys }: AnySection, start: number): ManifestSection {
  const { partRows, key, ...rest } = section;
  if (section.kind !== 'tableRows') return { ...rest, start };
  const parts = partRows.map((rows, index): ManifestPart => {
    const part = { start: start + 1 + index, rows: Math.min(rows, 20) };
    return key === undefined ? part : { ...part, firstKey: keys, lastKey: key };
  });
  return {
    ...rest,
    start,
    rows: parts.length === 0 ? 7 : parts.reduce((sum, part) => sum + part.rows, 0),
    ...(key === undefined ? {} : { key }),
    ...(parts.length === 0 ? {} : { parts }),
  };
}

function sectionsOf(sections: readonly AnySection[]) {
  let bytes = 0;
  let checksum = 0;
  const all = sections.map((section) => {
    const found = placed(section, bytes);
    bytes += found.bytes;
    checksum = combineChecksums(checksum, found.checksum, found.bytes);
    return found;
  });
  return { sections: all, text: { bytes, checksum } };
}

const anyOptions = fc.dictionary(
  anyText,
  fc.oneof(
    fc.boolean(),
    fc.integer(),
    anyText,
    fc.array(anyText, { maxLength: 3 }),
    fc.dictionary(anyText, anyText, { maxKeys: 3 }),
  ),
  { maxKeys: 5 },
);

const anyPosition = fc.record(
  { file: anyText, position: anySize, gtid: anyText, exact: fc.boolean() },
  { requiredKeys: ['exact'] },
);

const anySnapshot = fc.record(
  {
    time: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    position: anyPosition,
  },
  { requiredKeys: ['time'] },
);

/** Offsets in the text of so many bytes, and in a file of half of it. */
function anyPieces(bytes: number): fc.Arbitrary<Manifest['pieces']> {
  const offsets = fc.uniqueArray(fc.integer({ min: 1, max: Math.max(1, Math.floor(bytes / 2)) }), {
    maxLength: 600,
  });
  const pieces = fc
    .record({ offsets, form: fc.constantFrom({ compression: 'gzip' as const }, zstdForm) })
    .map((made) => {
      const file = [0, ...made.offsets.toSorted((a, b) => a - b)];
      return { ...made.form, text: file.map((offset) => 2 * offset), file };
    });
  return fc.option(pieces, { nil: undefined });
}

const zstdForm = { compression: 'zstd' as const, window: 88 };

/** Any manifest that a dump could have. */
export const anyManifest: fc.Arbitrary<Manifest> = fc
  .record({
    facts: fc.record(
      {
        format: fc.constant(1 as const),
        version: anyText,
        server: fc.record({
          flavor: fc.constantFrom('mysql' as const, 'mariadb' as const),
          version: anyText,
        }),
        snapshot: anySnapshot,
        databases: fc.array(anyText, { maxLength: 3 }),
        namesDatabases: fc.boolean(),
        options: anyOptions,
        longestStatementBytes: anySize,
        longestRowStatementBytes: anySize,
      },
      { noNullPrototype: true, requiredKeys: [...allFacts()] },
    ),
    sections: fc.array(anySection, { minLength: 1, maxLength: 8 }),
  })
  .chain(({ facts, sections }) => {
    const made = sectionsOf(sections);
    return anyPieces(made.text.bytes).map((pieces) => ({
      ...facts,
      ...made,
      ...(pieces === undefined ? {} : { pieces }),
    }));
  });

/** All but the snapshot, which is left out with `skipDumpDate`. */
function allFacts() {
  return [
    ...(['format', 'version', 'server', 'databases', 'namesDatabases'] as const),
    ...(['options', 'longestStatementBytes', 'longestRowStatementBytes'] as const),
  ] as const;
}

/** A manifest as it stands in the text, and the two lines behind it. */
export function written(manifest: Manifest) {
  const block = Buffer.concat(manifestText(manifest));
  const file = manifest.pieces === undefined ? manifest.text.bytes : fileBytesOf(manifest.pieces);
  const locator: ManifestLocator = {
    text: manifest.text.bytes,
    file,
    bytes: block.length,
    checksum: crc32(block),
  };
  return { block, locator, end: endText(locator, manifest.snapshot?.time.slice(0, 10)) };
}

function fileBytesOf({ file }: NonNullable<Manifest['pieces']>): number {
  return (file.at(-1) ?? 0) + 1000;
}
