/** Reads dumps whole, and what their manifests tell, with nothing but zlib and the format's reader. */

import { buffer } from 'node:stream/consumers';
import { crc32, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type CompressionName, type DumpOptions, type DumpSource, dump } from '@dumpstream/core';
import { expect } from 'vitest';
import { findLocator } from '../../packages/core/src/manifest/find-locator.ts';
import type { Manifest, ManifestSection } from '../../packages/core/src/manifest/manifest.ts';
import { parseManifest } from '../../packages/core/src/manifest/parse-manifest.ts';

/** Everything about one dump. */
export interface ReadDump {
  /** As it left the stream. */
  readonly file: Buffer;
  /** All of the SQL. */
  readonly text: Buffer;
  readonly manifest: Manifest;
  readonly summary: Awaited<ReturnType<typeof dump>['summary']>;
}

export async function readDump(options: DumpOptions): Promise<ReadDump> {
  const stream = dump(options);
  const file = await buffer(stream);
  const text = decompressed(file, options.compress ?? 'none');
  return { file, text, manifest: manifestOf(text), summary: await stream.summary };
}

export function decompressed(file: Buffer, compression: CompressionName): Buffer {
  if (compression === 'none') return file;
  return compression === 'gzip' ? gunzipSync(file) : zstdDecompressSync(file);
}

export function manifestOf(text: Buffer): Manifest {
  const locator = findLocator(text);
  if (locator === undefined) throw new Error('The text does not end with a manifest.');
  return parseManifest(text.subarray(locator.text), locator);
}

/** The sections stand one behind the other, and their bytes are those whose checksums are told. */
export function expectTrue({ text, manifest, summary }: ReadDump): void {
  let end = 0;
  for (const section of manifest.sections) {
    expect(section.start).toBe(end);
    end += section.bytes;
    const bytes = text.subarray(section.start, end);
    expect(crc32(bytes), JSON.stringify(section)).toBe(section.checksum);
  }
  expect(manifest.text).toEqual({ bytes: end, checksum: crc32(text.subarray(0, end)) });
  expect(text.toString('latin1', end, end + 100)).toMatch(/^\n-- dumpstream manifest \{"/);
  expect(summary.bytes).toBe(text.length);
  expect(summary.checksum).toBe(crc32(text).toString(16).padStart(8, '0'));
  expect(manifest.longestStatementBytes).toBe(summary.longestStatementBytes);
  const rows = manifest.sections.filter(({ kind }) => kind === 'tableRows');
  const told = summary.tables.map(({ database, table, bytes, rows }) => ({
    database,
    table,
    bytes,
    rows,
  }));
  for (const { database, name, bytes, rows: count } of rows) {
    expect(told).toContainEqual({ database, table: name, bytes, rows: count });
  }
  expect(rows.reduce((sum, section) => sum + (section.rows ?? 0), 0)).toBe(summary.rows);
}

/** The text of a section, a character for each byte. */
export function textOf({ text }: ReadDump, { start, bytes }: ManifestSection): string {
  return text.toString('latin1', start, start + bytes);
}

/** A dump in memory, which notes what is read of it. */
export class MemorySource implements DumpSource {
  readonly label = 'a dump in memory';
  readonly #file: Buffer;

  constructor(file: Buffer) {
    this.#file = file;
  }

  get bytes(): number {
    return this.#file.length;
  }

  async *read(start: number, end: number): AsyncGenerator<Buffer, void, undefined> {
    yield this.#file.subarray(start, end);
  }
}
