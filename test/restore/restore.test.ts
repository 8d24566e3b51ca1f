/** What is restored equals what was dumped, however it is dumped, stored and restored. */

import { type CompressionName, dump } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { compareDatabases } from '../sample/compare.ts';
import { loadSampleShop } from '../sample/index.ts';
import { listProcesses } from '../services/processes.ts';
import { describeEachFlavor, describeEachServer } from '../services/vitest.ts';
import { dumpOf, expectEqual, restoreInto, sourceOf, streamOf, tablesIn } from './restored.ts';

describeEachServer('a restore', (server) => {
  test('brings back all that was dumped, over one connection and over several', async () => {
    const shop = await server.createDatabase('shop');
    await loadSampleShop(server, shop);
    const bytes = await dumpOf(server, shop);
    for (const parallel of [1, 3]) {
      const target = await server.createDatabase('target');
      const summary = await restoreInto(server, bytes, target, { parallel });
      await expectEqual(server, shop, target);
      expect(await compareDatabases(server, shop, target)).toEqual([]);
      expect(summary.rows).toBeGreaterThan(100_000);
      expect(summary.databases).toEqual([target]);
      expect(summary.warnings).toEqual([]);
      expect(summary.inputBytes).toBe(bytes.length);
    }
  });
});

describeEachFlavor('a restore', (server) => {
  async function smallShop(): Promise<string> {
    const shop = await server.createDatabase('small');
    await server.query(
      `USE ${shop};
       CREATE TABLE a (id INT PRIMARY KEY, t TEXT, b BLOB);
       INSERT INTO a VALUES (1, 'ä', 0x00FFFE), (2, '😀', 0x27225C), (3, NULL, NULL);
       CREATE TABLE b (n INT);
       INSERT INTO b VALUES (3), (1), (2);
       CREATE TABLE empty_one (id INT PRIMARY KEY);
       CREATE VIEW v AS SELECT t FROM a`,
    );
    for (const program of [
      'TRIGGER before_a BEFORE INSERT ON a FOR EACH ROW SET NEW.t = UPPER(NEW.t)',
      'PROCEDURE p() BEGIN SELECT 1; SELECT 2; END',
      'EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM b',
    ]) {
      await server.query(`USE ${shop}; CREATE ${program}`);
    }
    return shop;
  }

  test.for(['none', 'gzip', 'zstd'] satisfies CompressionName[])(
    'takes a stream and byte ranges, compression %s',
    async (compress) => {
      const shop = await smallShop();
      const bytes = await dumpOf(server, shop, { compress });
      for (const input of [streamOf(bytes), streamOf(bytes, 1), sourceOf(bytes)]) {
        const target = await server.createDatabase('target');
        await restoreInto(server, input, target, { parallel: 2 });
        await expectEqual(server, shop, target);
      }
    },
  );

  test('goes from a dump to a restore without a file between them', async () => {
    const shop = await smallShop();
    const target = await server.createDatabase('target');
    await restoreInto(server, dump({ connection: server.url(shop) }), target);
    await expectEqual(server, shop, target);
  });

  test('tells what it restored, and how far it is', async () => {
    const shop = await smallShop();
    const bytes = await dumpOf(server, shop);
    const target = await server.createDatabase('target');
    const reports: unknown[] = [];
    const summary = await restoreInto(server, sourceOf(bytes), target, {
      onProgress: (progress) => reports.push(progress),
    });
    expect(summary.tables).toEqual([
      { database: target, table: 'a', rows: 3 },
      { database: target, table: 'b', rows: 3 },
      { database: target, table: 'empty_one', rows: 0 },
    ]);
    expect(summary).toMatchObject({ rows: 6, resumed: false, databases: [target] });
    expect(summary.server.flavor).toBe(server.flavor);
    expect(reports.at(-1)).toMatchObject({ rows: 6, inputBytesTotal: bytes.length });
  });

  test('leaves nothing of its own behind', async () => {
    const shop = await smallShop();
    const target = await server.createDatabase('target');
    await restoreInto(server, await dumpOf(server, shop), target, { parallel: 4 });
    expect(await tablesIn(server, target)).toEqual(await tablesIn(server, shop));
    // The server lists a connection for a moment more after it has closed it.
    const open = async () =>
      (await listProcesses(server)).filter(({ database }) => database === target);
    await expect.poll(open).toEqual([]);
  });

  test('keeps rows of a table without a key in the order of the dump', async () => {
    const shop = await server.createDatabase('unkeyed');
    const target = await server.createDatabase('target');
    const rows = Array.from({ length: 400 }, (_, n) => `(${(n * 7919) % 400}, REPEAT('x', 9000))`);
    await server.query(
      `USE ${shop}; CREATE TABLE t (n INT, x TEXT); INSERT INTO t VALUES ${rows.join(',')}`,
    );
    const bytes = await dumpOf(server, shop, { netBufferLength: 20_000 });
    await restoreInto(server, bytes, target, { parallel: 4 });
    await expectEqual(server, shop, target);
  });

  test('sends each byte as it is, and statements of more than 16 MiB', async () => {
    const shop = await server.createDatabase('bytes');
    const target = await server.createDatabase('target');
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('hex');
    await server.query(
      `USE ${shop}; SET SESSION sql_mode = '';
       CREATE TABLE t (id INT PRIMARY KEY, b LONGBLOB, l TEXT CHARACTER SET latin1);
       INSERT INTO t VALUES (1, 0x${all}, 0x${all.slice(2)}), (2, REPEAT(0x${all}, 70000), '');
       CREATE TABLE \`na\u00efve \u{1f600}x\` (id INT)`.replace('\u{1f600}', '\u732b'),
    );
    for (const hexBlob of [false, true]) {
      await server.query(`DROP DATABASE ${target}; CREATE DATABASE ${target}`);
      await restoreInto(server, await dumpOf(server, shop, { hexBlob }), target);
      await expectEqual(server, shop, target);
    }
  });

  test('runs each statement under the session of its place in the dump', async () => {
    const target = await server.createDatabase('target');
    const text = `-- MySQL dump 10.13  Distrib 8.0.0
/*!50503 SET NAMES utf8mb4 */;
CREATE TABLE t (id INT PRIMARY KEY, at TIMESTAMP NULL, x VARCHAR(20) CHARACTER SET utf8mb4);
SET TIME_ZONE='+00:00';
INSERT INTO t VALUES (1, '2020-01-01 00:00:00', 'a\\\\b');
SET TIME_ZONE='+05:00', sql_mode='NO_BACKSLASH_ESCAPES';
INSERT INTO t VALUES (2, '2020-01-01 00:00:00', 'a\\b');
SET NAMES latin1;
INSERT INTO t VALUES (3, NULL, 'LATIN');
SET sql_mode='ANSI_QUOTES', NAMES utf8mb4;
SET @x = "t";
-- Dump completed
`;
    const bytes = Buffer.from(text.replace(', NAMES utf8mb4', '').replace('SET @x = "t";\n', ''));
    const at = bytes.indexOf('LATIN');
    const latin = Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from([0xe4]),
      bytes.subarray(at + 5),
    ]);
    await restoreInto(server, latin, target, { parallel: 3 });
    const rows = await server.query(
      `SET time_zone = '+00:00'; SELECT id, CAST(at AS CHAR) AS at, x FROM ${target}.t ORDER BY id`,
    );
    expect(rows).toEqual([
      { id: 1, at: '2020-01-01 00:00:00', x: 'a\\b' },
      { id: 2, at: '2019-12-31 19:00:00', x: 'a\\b' },
      { id: 3, at: null, x: '\u00e4' },
    ]);
  });
});
