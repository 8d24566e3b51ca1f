/** Dumps with a manifest, and places where they can be read by ranges. */

import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { compress } from '../../src/compress/compress.ts';
import type { Manifest, ManifestPieces } from '../../src/manifest/manifest.ts';
import { endText, manifestText } from '../../src/manifest/write-manifest.ts';
import type { CompressionName } from '../../src/options.ts';
import type { DumpSource } from '../../src/source/dump-source.ts';

const mebibyte = 1024 * 1024;

/** SQL text that compresses to about half, the same in each run. */
export function sqlText(bytes: number): Buffer {
  const lines: string[] = [];
  let state = 7;
  for (let length = 0; length < bytes; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const line = `INSERT INTO t VALUES (${lines.length},'${state.toString(36)}',${Math.sin(state)});\n`;
    lines.push(line);
    length += line.length;
  }
  return Buffer.from(lines.join('')).subarray(0, bytes);
}

export const text = sqlText(5.5 * mebibyte);

function manifestOf(
  sql: Buffer,
  sections: number,
  pieces: ManifestPieces | undefined,
  also: Partial<Manifest>,
): Manifest {
  const size = Math.floor(sql.length / sections);
  return {
    format: 1,
    version: '0.1.0',
    server: { flavor: 'mysql', version: '8.0.36' },
    databases: ['shop'],
    namesDatabases: false,
    options: {},
    longestStatementBytes: 100,
    longestRowStatementBytes: 100,
    sections: Array.from({ length: sections }, (_, number) => {
      const end = number === sections - 1 ? sql.length : (number + 1) * size;
      const bytes = sql.subarray(number * size, end);
      return {
        kind: 'tableRows',
        database: 'shop',
        name: `orders of ${number}`,
        start: number * size,
        bytes: bytes.length,
        checksum: crc32(bytes),
        rows: 1,
      };
    }),
    text: { bytes: sql.length, checksum: crc32(sql) },
    ...also,
    ...(pieces === undefined ? {} : { pieces }),
  };
}

/** What is behind the text: the manifest, and the last two lines. */
function tailOf(
  sql: Buffer,
  sections: number,
  file: number,
  pieces: ManifestPieces | undefined,
  also: Partial<Manifest>,
) {
  const block = Buffer.concat(manifestText(manifestOf(sql, sections, pieces, also)));
  const end = endText(
    { text: sql.length, file, bytes: block.length, checksum: crc32(block) },
    '2026-11-30',
  );
  return { block: [block], end, checksum: crc32(Buffer.concat([sql, block, end])) };
}

/**
 * A dump as it is stored.
 *
 * @param also - members of the manifest that are others
 */
export async function dumpOf(
  sql: Buffer,
  format: CompressionName,
  sections = 1,
  concurrency = 1,
  also: Partial<Manifest> = {},
): Promise<Buffer> {
  if (format === 'none') {
    const { block, end } = tailOf(sql, sections, sql.length, undefined, also);
    return Buffer.concat([sql, ...block, end]);
  }
  async function* source(): AsyncGenerator<Buffer> {
    yield sql;
  }
  return buffer(
    compress(source(), {
      format,
      concurrency,
      giveBack: () => {},
      tail: ({ fileBytes, pieces }) => tailOf(sql, sections, fileBytes, pieces, also),
    }),
  );
}

/** Bytes in memory, with a record of what was read of them. */
export class BytesSource implements DumpSource {
  readonly label = 'bytes of a test';
  readonly reads: (readonly [start: number, end: number])[] = [];
  /** Reads that have ended, in whichever way. */
  ended = 0;
  readonly #stored: Buffer;

  constructor(stored: Buffer) {
    this.#stored = stored;
  }

  get bytes(): number {
    return this.#stored.length;
  }

  get bytesAsked(): number {
    return this.reads.reduce((sum, [start, end]) => sum + end - start, 0);
  }

  async *read(start: number, end: number): AsyncGenerator<Buffer, void, undefined> {
    this.reads.push([start, end]);
    try {
      for (let at = start; at < end; at += 50_000) {
        yield Buffer.from(this.#stored.subarray(at, Math.min(at + 50_000, end)));
      }
    } finally {
      this.ended += 1;
    }
  }
}
