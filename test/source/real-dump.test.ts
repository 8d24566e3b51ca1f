/** Dumps of real databases as sources: each section of the manifest is where it says, and what it says. */

import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { dump } from '@dumpstream/core';
import { beforeAll, expect, test } from 'vitest';
import { openDump } from '../../packages/core/src/decompress/open-dump.ts';
import { BytesSource } from '../../packages/core/test/decompress/dumps.ts';
import { loadSampleShop } from '../sample/index.ts';
import { describeEachFlavor } from '../services/vitest.ts';

const never = new AbortController().signal;

describeEachFlavor('a dump of the sample', (server) => {
  const { host, port, user, password } = server;
  const connection = { host, port, user, password };
  let databases: string[];
  beforeAll(async () => {
    const database = await server.createDatabase('source');
    databases = [database];
    await loadSampleShop(server, database);
  });

  test.for([
    ['none', 1],
    ['gzip', 1],
    ['gzip', 2],
    ['zstd', 1],
    ['zstd', 2],
  ] as const)('with compression %s and %i connections', async ([compress, parallel]) => {
    const stored = await buffer(dump({ connection, databases, compress, parallel }));
    const source = new BytesSource(stored);
    const opened = await openDump(source, never);
    const text = await buffer(opened.text());
    const { manifest } = opened;
    expect(manifest?.sections.length).toBeGreaterThan(10);
    for (const { start, bytes, checksum, name } of manifest?.sections ?? []) {
      const section = await buffer(opened.range(start, start + bytes));
      expect(section.equals(text.subarray(start, start + bytes)), name).toBe(true);
      expect(crc32(section), name).toBe(checksum);
    }
    // The manifest, the beginning and the text were read by one read each, and the sections.
    expect(source.reads.length).toBeLessThanOrEqual(4 + (manifest?.sections.length ?? 0));
    expect(source.ended).toBe(source.reads.length);
  });

  test('holds a small table in a small part of its bytes', async () => {
    const stored = await buffer(dump({ connection, databases, compress: 'gzip' }));
    const source = new BytesSource(stored);
    const opened = await openDump(source, never);
    const asked = source.bytesAsked;
    const smallest = opened.manifest?.sections
      .filter(({ kind, bytes }) => kind === 'tableRows' && bytes > 0)
      .reduce((least, section) => (section.bytes < least.bytes ? section : least));
    if (smallest === undefined) expect.fail('there is no table');
    await buffer(opened.range(smallest.start, smallest.start + smallest.bytes));
    const [start = 0, end = 0] = source.reads.at(-1) ?? [];
    const pieces = opened.manifest?.pieces?.file ?? [];
    // One piece, or two where the table lies on a border.
    expect(pieces.filter((place) => place >= start && place < end).length).toBeLessThanOrEqual(2);
    expect(source.bytesAsked - asked).toBe(end - start);
  });
});
