/** Reads the block of comments that a manifest is, and believes none of it unchecked. */

import { crc32 } from 'node:zlib';
import { CheckedFields } from './checked-fields.ts';
import { damagedManifest } from './damage.ts';
import { longestLine, manifestPrefix, partPrefix, piecesPrefix, sectionPrefix } from './format.ts';
import { isShallow } from './json-depth.ts';
import type { Manifest, ManifestLocator, ManifestPieces } from './manifest.ts';
import { SectionsParser } from './parse-sections.ts';

/** What the first line tells. */
type GeneralFacts = Omit<Manifest, 'sections' | 'pieces'>;

/**
 * The work and memory that it takes is in proportion to the bytes.
 *
 * @param text - the bytes that the locator tells of; what follows them is not looked at
 * @throws DumpError `DAMAGED_DUMP` for what was altered, is of a format that is not known, or has
 *   numbers that can't be
 */
export function parseManifest(text: Buffer, locator: ManifestLocator): Manifest {
  if (text.length < locator.bytes) throw damagedManifest('it ends too early');
  const block = text.subarray(0, locator.bytes);
  if (crc32(block) !== locator.checksum) throw damagedManifest('its checksum is another one');
  let facts: GeneralFacts | undefined;
  let sections: SectionsParser | undefined;
  const pieces = new PiecesParser(locator);
  for (const line of lines(block)) {
    if (line === '') continue;
    if (facts === undefined || sections === undefined) {
      facts = parseFacts(fieldsOf(line, manifestPrefix));
      if (facts.text.bytes !== locator.text) throw damagedManifest('it is at another place');
      sections = new SectionsParser(facts.text);
    } else if (line.startsWith(sectionPrefix)) {
      sections.section(fieldsOf(line, sectionPrefix));
    } else if (line.startsWith(partPrefix)) {
      sections.part(fieldsOf(line, partPrefix));
    } else {
      pieces.add(fieldsOf(line, piecesPrefix));
    }
  }
  if (facts === undefined || sections === undefined) throw damagedManifest('it is empty');
  const found = pieces.end();
  return {
    ...facts,
    sections: sections.end(),
    ...(found === undefined ? {} : { pieces: found }),
  };
}

function* lines(block: Buffer): Generator<string, void, undefined> {
  for (let start = 0; start < block.length; ) {
    const found = block.indexOf('\n', start);
    const end = found < 0 ? block.length : found;
    if (end - start > longestLine) throw damagedManifest('it has a line that is too long');
    // ASCII alone: what is beyond it would be told by JSON, or be in a name that nobody wrote.
    yield block.toString('latin1', start, end);
    start = end + 1;
  }
}

function fieldsOf(line: string, prefix: string): CheckedFields {
  const of = `the line "${prefix.trim()}"`;
  if (!line.startsWith(prefix)) throw damagedManifest(`a line is not what follows in it`);
  const json = line.slice(prefix.length);
  if (!isShallow(json)) throw damagedManifest(`${of} is nested too deeply`);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw damagedManifest(`${of} is no JSON`);
  }
  return new CheckedFields(value, of);
}

function parseFacts(fields: CheckedFields): GeneralFacts {
  const format = fields.integer('format');
  if (format !== 1) {
    throw damagedManifest(`its format is ${format}, and this version of dumpstream knows format 1`);
  }
  const server = fields.object('server');
  const text = fields.object('text');
  return {
    format,
    version: fields.string('version'),
    server: {
      flavor: server.oneOf('flavor', ['mysql', 'mariadb']),
      version: server.string('version'),
    },
    ...(fields.has('snapshot') ? { snapshot: parseSnapshot(fields.object('snapshot')) } : {}),
    databases: fields.strings('databases'),
    namesDatabases: fields.boolean('namesDatabases'),
    options: fields.object('options').options(),
    ...(fields.has('mask') ? { mask: parseDigest(fields.string('mask')) } : {}),
    longestStatementBytes: fields.integer('longestStatementBytes'),
    longestRowStatementBytes: fields.integer('longestRowStatementBytes'),
    text: { bytes: text.integer('bytes'), checksum: text.checksum('checksum') },
  };
}

function parseDigest(digest: string): string {
  if (/^[\da-f]{64}$/.test(digest)) return digest;
  throw damagedManifest('the digest of its masks is none');
}

function parseSnapshot(fields: CheckedFields): NonNullable<Manifest['snapshot']> {
  const time = fields.string('time');
  if (Number.isNaN(Date.parse(time))) throw damagedManifest('the time of its snapshot is none');
  if (!fields.has('position')) return { time };
  const position = fields.object('position');
  return {
    time,
    position: {
      ...(position.has('file') ? { file: position.string('file') } : {}),
      ...(position.has('position') ? { position: position.integer('position') } : {}),
      ...(position.has('gtid') ? { gtid: position.string('gtid') } : {}),
      exact: position.boolean('exact'),
    },
  };
}

/** Puts the lines about compressed pieces together. */
class PiecesParser {
  readonly #locator: ManifestLocator;
  readonly #text: number[] = [];
  readonly #file: number[] = [];
  #form: Pick<ManifestPieces, 'compression' | 'window'> | undefined;

  constructor(locator: ManifestLocator) {
    this.#locator = locator;
  }

  add(fields: CheckedFields): void {
    this.#form ??= {
      compression: fields.oneOf('compression', ['gzip', 'zstd']),
      ...(fields.has('window') ? { window: fields.integer('window', 0xff) } : {}),
    };
    const text = fields.ascending('text', this.#locator.text);
    const file = fields.ascending('file', this.#locator.file);
    if (text.length !== file.length) throw damagedManifest('a piece has no place');
    for (const [index, offset] of text.entries()) this.#addPiece(offset, file[index] ?? 0);
  }

  end(): ManifestPieces | undefined {
    if (this.#form === undefined) return undefined;
    const { compression, window } = this.#form;
    if (compression === 'zstd' && window === undefined) {
      throw damagedManifest('its pieces have no window');
    }
    return { ...this.#form, text: this.#text, file: this.#file };
  }

  #addPiece(text: number, file: number): void {
    const first = this.#text.length === 0;
    const follows = first
      ? text === 0 && file === 0
      : text > (this.#text.at(-1) ?? 0) && file > (this.#file.at(-1) ?? 0);
    if (!follows) throw damagedManifest('its pieces are in no order');
    this.#text.push(text);
    this.#file.push(file);
  }
}
