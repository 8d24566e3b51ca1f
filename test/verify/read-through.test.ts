/** Dumps of real servers that are read through: whole ones pass, altered ones are told apart. */

import { Readable } from 'node:stream';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { DumpError, type DumpOptions, verify } from '@dumpstream/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadSampleShop } from '../sample/index.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpOf, sourceOf } from './compared.ts';

async function errorOf(bytes: Buffer, asSource: boolean): Promise<DumpError> {
  try {
    await verify(asSource ? sourceOf(bytes) : Readable.from([bytes]));
  } catch (error) {
    if (error instanceof DumpError) return error;
    throw error;
  }
  throw new Error('It passed.');
}

const forms: readonly Pick<DumpOptions, 'compress' | 'compressionLevel'>[] = [
  {},
  { compress: 'gzip', compressionLevel: 1 },
  { compress: 'zstd', compressionLevel: 1 },
];

/** Decompressed; `undefined` where that fails. */
function textOf(bytes: Buffer, compress: DumpOptions['compress']): Buffer | undefined {
  try {
    return compress === 'gzip' ? gunzipSync(bytes) : zstdDecompressSync(bytes);
  } catch {
    return undefined;
  }
}

/** Where the frame of zstd begins that only repeats the locator: whole or not, the dump before it is. */
function contentEnd(bytes: Buffer): number {
  const frame = bytes.lastIndexOf(Buffer.from([0x50, 0x2a, 0x4d, 0x18]));
  return frame < 0 ? bytes.length : frame;
}

describeEachFlavor('a dump that is read through', (server) => {
  test('is whole as it was written, in any form, and decompressed', async () => {
    const shop = await server.createDatabase('shop');
    const { rows } = await loadSampleShop(server, shop);
    for (const form of forms) {
      const bytes = await dumpOf(server, shop, form);
      const compression = form.compress ?? 'none';
      for (const input of [sourceOf(bytes), Readable.from([bytes])]) {
        const report = await verify(input);
        expect(report).toMatchObject({ manifest: true, producer: 'dumpstream', rows, compression });
        expect(report.tables.reduce((sum, table) => sum + table.rows, 0)).toBe(rows);
      }
      if (compression === 'none') continue;
      const text = compression === 'gzip' ? gunzipSync(bytes) : zstdDecompressSync(bytes);
      for (const input of [sourceOf(text), Readable.from([text])]) {
        expect(await verify(input)).toMatchObject({ manifest: true, rows, compression: 'none' });
      }
    }
  });

  test('is not whole where it was cut, or a bit is another one', async () => {
    const database = await server.createDatabase('bits');
    const rows = Array.from({ length: 500 }, (_, id) => `(${id}, REPEAT('row ${id} ', 20))`);
    await server.query(
      `USE \`${database}\`; CREATE TABLE t (id INT PRIMARY KEY, v TEXT);
      INSERT INTO t VALUES ${rows.join()}; CREATE VIEW w AS SELECT 1 AS a`,
    );
    for (const form of forms) {
      const bytes = await dumpOf(server, database, { ...form, netBufferLength: 5000 });
      const text = textOf(bytes, form.compress) ?? bytes;
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 40, max: contentEnd(bytes) - 1 }),
          fc.integer({ min: 0, max: 7 }),
          fc.boolean(),
          async (position, bit, asSource) => {
            const cut = await errorOf(bytes.subarray(0, position), asSource);
            expect(cut.code).toBe('TRUNCATED_DUMP');
            const flipped = Buffer.from(bytes);
            flipped[position] = (flipped[position] ?? 0) ^ (1 << bit);
            // A bit of the compression may make no difference to what is compressed.
            if (form.compress !== undefined && textOf(flipped, form.compress)?.equals(text)) return;
            const { code } = await errorOf(flipped, asSource);
            // Compressed, what ends early and what is changed look alike to a decompressor now and then.
            const codes = form.compress === undefined ? [] : ['TRUNCATED_DUMP'];
            // The first bytes of a text tell whether it is one.
            if (form.compress === undefined && position < 4096) codes.push('NOT_A_DUMP');
            expect(['DAMAGED_DUMP', ...codes]).toContain(code);
          },
        ),
        { numRuns: 60 },
      );
    }
  });

  test('names the table that was changed, also behind compression', async () => {
    const database = await server.createDatabase('changed');
    await server.query(
      `USE \`${database}\`; CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INT PRIMARY KEY);
      INSERT INTO a VALUES (1), (2), (3); INSERT INTO b VALUES (1), (2), (3)`,
    );
    const text = (await dumpOf(server, database)).toString('latin1');
    const start = text.indexOf('INSERT INTO `b`');
    const changed = text.slice(0, start) + text.slice(start).replace('(2)', '(4)');
    const { code, message } = await errorOf(Buffer.from(changed, 'latin1'), true);
    expect(code).toBe('DAMAGED_DUMP');
    const section = `the rows of table \`${database}\`.\`b\``;
    expect(message).toContain(section);
    // What hardly compresses: four fifths of the file are its rows.
    const values = Array.from({ length: 3000 }, (_, id) => `(${id + 10}, UNHEX(SHA2(${id}, 256)))`);
    await server.query(
      `USE \`${database}\`; ALTER TABLE b ADD v BINARY(32); INSERT INTO b VALUES ${values.join()}`,
    );
    for (const compress of ['gzip', 'zstd'] as const) {
      const compressed = await dumpOf(server, database, { compress });
      const position = Math.floor(compressed.length * 0.8);
      compressed[position] = (compressed[position] ?? 0) ^ 0x10;
      const error = await errorOf(compressed, true);
      expect(error.code).toMatch(/^(?:DAMAGED|TRUNCATED)_DUMP$/);
      // zstd gives nothing out of a block that is damaged, which may hold all of this dump.
      expect(error.message).toContain(
        `The first part that is not whole: ${compress === 'gzip' ? section : ''}`,
      );
    }
  });
});
