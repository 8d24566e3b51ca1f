/** The manifest tells the sections of a dump as they are, and disturbs no client program. */

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dump, listDump } from '@dumpstream/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ManifestSection } from '../../packages/core/src/manifest/manifest.ts';
import { hostileNames, hostileSchema } from '../round-trip/hostile-names.ts';
import { createTemporaryFolder, type DatabaseServer } from '../services/index.ts';
import { runProgram } from '../services/process.ts';
import { describeEachFlavor, describeEachServer } from '../services/vitest.ts';
import { expectTrue, MemorySource, readDump, textOf } from './read-dump.ts';

/** A path of a file that would be made if a client program ran what is in a name. */
async function makeMarker(): Promise<string> {
  const folder = await createTemporaryFolder('m');
  onTestFinished(() => folder.remove());
  return join(folder.path, 'm');
}

/** How the title of each kind of section begins. */
const titles: Partial<Record<ManifestSection['kind'], string>> = {
  header: '-- MySQL dump by dumpstream',
  createDatabase: '\n--\n-- ',
  tableStructure: '\n--\n-- Table structure for table `',
  tableRows: '\n--\n-- Dumping data for table `',
  view: '\n--\n-- ',
  trigger: '\n--\n-- ',
  procedure: '\n--\n-- ',
  event: '\n--\n-- ',
};

/** Each way in which people call the client. */
const clientOptions = [[], ['--comments'], ['--skip-comments'], ['--binary-mode'], ['--force']];

async function runClient(server: DatabaseServer, own: readonly string[], sql: Buffer) {
  const { command, arguments: given } = server.address.stockTools.client;
  return runProgram(command, [...given, ...own], {
    input: sql,
    env: { ...process.env, MYSQL_PWD: server.password },
  });
}

describeEachServer('the manifest', (server) => {
  test('tells all sections of a dump with hostile names, and runs nothing in the client', async () => {
    const marker = await makeMarker();
    const source = await server.createDatabase('hostile');
    await server.query(
      `USE \`${source}\`; SET NAMES utf8mb4; ${hostileSchema(marker).join(';\n')}`,
    );
    const options = { connection: server.url(source), databases: [source] };
    const read = await readDump(options);
    expectTrue(read);
    const { sections } = read.manifest;
    for (const section of sections.slice(0, -1)) {
      expect(textOf(read, section).startsWith(titles[section.kind] ?? '?'), section.kind).toBe(
        true,
      );
    }
    const [footer] = sections.slice(-1);
    expect(footer?.kind).toBe('footer');
    expect(footer && textOf(read, footer)).toMatch(/@OLD_COLLATION_CONNECTION \*\/;\n$/);
    const names = hostileNames(marker);
    const namesOf = (kind: ManifestSection['kind']) =>
      sections.filter((section) => section.kind === kind).map(({ name }) => name);
    const tables = [...names, 'all_columns', 'all_partitions', 'texts'].toSorted();
    expect(namesOf('tableStructure').toSorted()).toEqual(tables);
    expect(namesOf('tableRows').toSorted()).toEqual(tables);
    for (const kind of ['trigger', 'procedure', 'event'] as const) {
      expect(namesOf(kind).toSorted()).toEqual([...names].toSorted());
    }
    expect(namesOf('view')).toHaveLength(names.length);
    const triggers = sections.filter(({ kind }) => kind === 'trigger');
    for (const { name, table, database } of triggers) {
      expect({ table, database }).toEqual({ table: name, database: source });
    }
    for (const own of clientOptions) {
      const { stderr, exitCode } = await runClient(server, own, read.text);
      expect({ own, stderr: stderr.includes('ERROR'), exitCode }).toEqual({
        own,
        stderr: false,
        exitCode: 0,
      });
      await expect(access(marker)).rejects.toMatchObject({ code: 'ENOENT' });
    }
  });

  test('tells the same whether the dump is compressed, and however', async () => {
    const source = await server.createDatabase('kinds');
    await server.restore(
      source,
      `CREATE TABLE a (id INT PRIMARY KEY, b BLOB); INSERT INTO a VALUES (1, 'x'), (2, NULL);
       CREATE TABLE b (x INT); INSERT INTO b VALUES (3); CREATE TABLE nothing (id INT);
       CREATE VIEW v AS SELECT * FROM a; CREATE PROCEDURE p() SELECT 1;`,
    );
    const options = { connection: server.url(source), skipDumpDate: true };
    const plain = await readDump(options);
    expectTrue(plain);
    expect(plain.manifest.pieces).toBeUndefined();
    const rows = plain.manifest.sections.filter(({ kind }) => kind === 'tableRows');
    expect(rows.map(({ name, rows, key }) => ({ name, rows, key }))).toEqual([
      { name: 'a', rows: 2, key: ['id'] },
      { name: 'b', rows: 1, key: undefined },
      { name: 'nothing', rows: 0, key: undefined },
    ]);
    for (const compress of ['gzip', 'zstd'] as const) {
      const read = await readDump({ ...options, compress });
      expectTrue(read);
      const { pieces, ...others } = read.manifest;
      expect(others).toEqual(plain.manifest);
      expect(pieces).toMatchObject({ compression: compress, text: [0], file: [0] });
      const listing = await listDump(new MemorySource(read.file));
      expect(listing).toEqual({
        compression: compress,
        version: read.manifest.version,
        server: read.manifest.server,
        databases: [source],
        sections: read.manifest.sections,
        bytes: read.manifest.text.bytes,
        fileBytes: read.file.length,
        // Of a small file, head, tail and manifest are parts of each other.
        inputBytes: expect.any(Number),
      });
    }
  });
});

describeEachFlavor('the manifest', (server) => {
  test('tells which options made the dump, and never how it connected', async () => {
    const source = await server.createDatabase('options');
    await server.restore(source, 'CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INT)');
    const read = await readDump({
      connection: server.url(source),
      databases: [source],
      hexBlob: true,
      replace: true,
      ignoreTables: [`${source}.b`],
      where: { a: "id <> 7 AND 'x' = 'x'" },
      events: false,
      parallel: 2,
      chunkBytes: 1000,
      maxRate: 1e9,
      waitForServer: 1,
      compress: 'gzip',
      compressionLevel: 1,
    });
    expectTrue(read);
    const { options, snapshot, ...facts } = read.manifest;
    expect(options).toEqual({
      ignoreTables: [`${source}.b`],
      where: { a: "id <> 7 AND 'x' = 'x'" },
      replace: true,
      hexBlob: true,
      events: false,
    });
    expect(facts).toMatchObject({
      format: 1,
      server: { flavor: server.flavor },
      databases: [source],
      namesDatabases: true,
    });
    const { time, position } = read.summary.snapshot;
    expect(snapshot?.time).toBe(time.toISOString());
    expect(snapshot?.position?.file).toBe(position?.file);
    expect(snapshot?.position?.position).toBe(position?.position);
    expect(read.text.includes(server.password)).toBe(false);
    expect(read.text.includes(String(server.port))).toBe(false);
  });

  test('without dates is the same in each dump of the same data', async () => {
    const source = await server.createDatabase('same');
    await server.restore(source, 'CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1)');
    for (const compress of ['none', 'gzip', 'zstd'] as const) {
      const options = { connection: server.url(source), skipDumpDate: true, compress };
      const first = await readDump(options);
      await sleep(1100);
      const second = await readDump({ ...options, parallel: 2, chunkBytes: 100, maxRate: 1e9 });
      expect(first.manifest.snapshot).toBeUndefined();
      expect(second.file.equals(first.file)).toBe(true);
    }
  });

  test('of hundreds of tables is read by the client, and all of them come back', async () => {
    const source = await server.createDatabase('hundreds');
    const tables = Array.from(
      { length: 300 },
      (_, index) => `CREATE TABLE t${index} (id INT); INSERT INTO t${index} VALUES (${index});`,
    );
    await server.restore(source, tables.join('\n'));
    const read = await readDump({ connection: server.url(source), compress: 'zstd' });
    expectTrue(read);
    expect(read.manifest.sections.filter(({ kind }) => kind === 'tableRows')).toHaveLength(300);
    const target = await server.createDatabase('hundreds_copy');
    await server.restore(target, read.text);
    const [counted] = await server.query(
      `SELECT COUNT(*) AS tables, (SELECT id FROM \`${target}\`.t299) AS last
       FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${target}'`,
    );
    expect(counted).toMatchObject({ tables: 300, last: 299 });
    for (const database of [source, target]) await server.query(`DROP DATABASE \`${database}\``);
  });
});

describe('a dump that does not come to its end', () => {
  describeEachFlavor('has no manifest', (server) => {
    for (const compress of ['none', 'gzip', 'zstd'] as const) {
      test(`after an error in its middle, ${compress}`, async () => {
        const source = await server.createDatabase('unfinished');
        await server.restore(
          source,
          `CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1);
           CREATE TABLE b (id INT PRIMARY KEY); INSERT INTO b VALUES (1);`,
        );
        const stream = dump({ connection: server.url(source), compress });
        // Before the rows of b are read, and after the catalog was.
        void stream.estimate.then(() => stream.destroy(new Error('stopped in the middle')));
        const chunks: Buffer[] = [];
        const read = (async () => {
          for await (const chunk of stream) chunks.push(chunk);
        })();
        await expect(read).rejects.toThrow('stopped in the middle');
        expect(Buffer.concat(chunks).includes('-- dumpstream')).toBe(false);
        await expect(stream.summary).rejects.toThrow('stopped in the middle');
      });
    }
  });
});
