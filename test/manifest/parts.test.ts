/** The parts of large tables: they begin with statements, and their keys are those of the rows. */

import { listDump } from '@dumpstream/core';
import { expect, test } from 'vitest';
import type { ManifestSection } from '../../packages/core/src/manifest/manifest.ts';
import { describeEachServer } from '../services/vitest.ts';
import { expectTrue, MemorySource, type ReadDump, readDump } from './read-dump.ts';

/** 45 MB of rows of 100 KB each. */
const rows = 450;

const digits =
  '(SELECT 0 n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)';
const numbers = `(SELECT a.n + 10 * b.n + 100 * c.n AS n FROM ${digits} a, ${digits} b, ${digits} c) numbers`;

const schema = `SET SESSION max_error_count = 0;
CREATE TABLE keyed (body LONGTEXT, kind VARCHAR(30) NOT NULL, hash VARBINARY(16) NOT NULL, id INT NOT NULL,
  PRIMARY KEY (kind, hash, id)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO keyed SELECT REPEAT(SHA2(n, 256), 1600), CONCAT('it''s (a, "b") \\\\', n % 3), UNHEX(LEFT(SHA2(n, 256), 32)), n
  FROM ${numbers} WHERE n < ${rows};
CREATE TABLE unkeyed (body LONGTEXT, id INT);
INSERT INTO unkeyed SELECT REPEAT(SHA2(n, 256), 1600), n FROM ${numbers} WHERE n < ${rows};`;

function partsOf(read: ReadDump, name: string) {
  const section = read.manifest.sections.find(
    (candidate) => candidate.kind === 'tableRows' && candidate.name === name,
  );
  if (section?.parts === undefined) throw new Error(`${name} has no parts.`);
  return { section, parts: section.parts };
}

/** Rows begin with a line feed each, and hold none. */
function countRows(read: ReadDump, start: number, end: number): number {
  const text = read.text.toString('latin1', start, end);
  expect(text.startsWith('INSERT INTO `')).toBe(true);
  expect(text.endsWith(';\n')).toBe(true);
  return text.split('\n(').length - 1;
}

function endOf({ start, bytes }: ManifestSection): number {
  return start + bytes;
}

describeEachServer('the parts of a large table', (server) => {
  test('are whole statements whose rows and keys are told', async () => {
    const database = await server.createDatabase('parts');
    await server.restore(database, schema);
    const options = { connection: server.url(database), skipDumpDate: true };
    const read = await readDump(options);
    expectTrue(read);
    for (const name of ['keyed', 'unkeyed']) {
      const { section, parts } = partsOf(read, name);
      expect(parts.length).toBeGreaterThan(1);
      const counted = parts.map(({ start }, index) =>
        countRows(read, start, parts[index + 1]?.start ?? endOf(section)),
      );
      expect(parts.map((part) => part.rows)).toEqual(counted);
      expect(section.rows).toBe(rows);
    }
    for (const part of partsOf(read, 'unkeyed').parts) {
      expect(Object.keys(part).toSorted()).toEqual(['rows', 'start']);
    }
    let before = 0;
    const { section, parts } = partsOf(read, 'keyed');
    expect(section.key).toEqual(['kind', 'hash', 'id']);
    for (const { rows: count, firstKey = [], lastKey = [] } of parts) {
      for (const [key, row] of [
        [firstKey, before],
        [lastKey, before + count - 1],
      ] as const) {
        const [found] = await server.query(
          `SET NAMES utf8mb4; SELECT kind = BINARY ${key[0]} AND hash = ${key[1]} AND id = ${key[2]} AS same
           FROM \`${database}\`.keyed ORDER BY kind, hash, id LIMIT 1 OFFSET ${row}`,
        );
        expect(Number(found?.['same']), `row ${row}: ${key.join()}`).toBe(1);
      }
      before += count;
    }

    const others = { parallel: 2, chunkBytes: 1_000_000, threads: 1, maxRate: 1e9 };
    const again = await readDump({ ...options, ...others, compress: 'gzip', compressionLevel: 1 });
    expectTrue(again);
    expect(again.manifest.sections).toEqual(read.manifest.sections);
    const { bytes } = again.manifest.text;
    expect(again.text.subarray(0, bytes).equals(read.text.subarray(0, bytes))).toBe(true);
    expect(again.manifest.pieces?.text.length).toBe(Math.ceil(bytes / 2 ** 20));
    const listing = await listDump(new MemorySource(again.file));
    expect(listing.sections).toEqual(read.manifest.sections);
    expect(listing.inputBytes).toBeLessThan(again.file.length / 4);
    await server.query(`DROP DATABASE \`${database}\``);
  });
});
