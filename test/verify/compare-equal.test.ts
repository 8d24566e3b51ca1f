/** A dump and a database with the same content: no differences, whatever the content is. */

import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hostileSchema } from '../round-trip/hostile-names.ts';
import { loadSampleShop } from '../sample/index.ts';
import { createTemporaryFolder } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { compare, copyOf, dumpOf } from './compared.ts';

/** Types, and two values of each that differ by as little as can be. */
const values: readonly (readonly [type: string, values: readonly [string, string]])[] = [
  ['BIGINT UNSIGNED', ['18446744073709551615', '18446744073709551614']],
  ['DECIMAL(65,30)', ['0.000000000000000000000000000001', '0']],
  ['FLOAT', ['16777216', '16777215']],
  ['DOUBLE', ['0.1e0', '0.1e0 + 1.4e-17']],
  ['BIT(64)', ['0xFFFFFFFFFFFFFFFF', '0xFFFFFFFFFFFFFFFE']],
  ['DATETIME(6)', ["'2024-01-01 00:00:00.000001'", "'2024-01-01 00:00:00.000002'"]],
  ['DATE', ["'0000-00-00'", "'2020-02-31'"]],
  ['TIME', ["'-838:59:59'", "'-838:59:58'"]],
  ['YEAR', ['1901', '1902']],
  ['VARCHAR(20)', ["'a'", "'A'"]],
  ['VARCHAR(20)', ["'a'", "'a '"]],
  ['VARCHAR(20)', ["''", 'NULL']],
  ['VARCHAR(20) CHARACTER SET cp932', ['0xFA54', '0x81CA']],
  ['VARBINARY(20)', ["'\\0'", "'\\0\\0'"]],
  ['LONGBLOB', ["REPEAT('\\'', 300000)", "CONCAT(REPEAT('\\'', 299999), 'x')"]],
  ['LONGTEXT', ["REPEAT('日本', 50000)", "CONCAT(REPEAT('日本', 49999), '日木')"]],
  ["ENUM('a','A ') CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", ["'a'", "'A'"]],
  ["SET('a','b')", ["'a'", "'a,b'"]],
  ['JSON', ['\'{"a": 1}\'', '\'{"a": 2}\'']],
  ['GEOMETRY', ["ST_GeomFromText('POINT(1 2)', 4326)", "ST_GeomFromText('POINT(1 2)', 0)"]],
];

describeEachServer('a dump compared with an equal database', (server) => {
  test('of the sample shop has no differences', async () => {
    const shop = await server.createDatabase('shop');
    await loadSampleShop(server, shop);
    const bytes = await dumpOf(server, shop, { compress: 'gzip', compressionLevel: 1 });
    const copy = await copyOf(server, bytes);
    for (const database of [shop, copy]) {
      const report = await compare(server, bytes, database);
      expect(report.differences).toEqual([]);
      expect(report.comparison).toMatchObject({
        databases: [database],
        definitions: 'text',
        rows: report.rows,
        differences: 0,
      });
      expect(report.rows).toBeGreaterThan(100_000);
    }
  });

  test('of hostile names has no differences', async () => {
    const folder = await createTemporaryFolder('m');
    onTestFinished(() => folder.remove());
    const source = await server.createDatabase('hostile');
    const schema = hostileSchema(join(folder.path, 'm'));
    await server.query(`USE \`${source}\`; SET NAMES utf8mb4; ${schema.join(';\n')}`);
    const bytes = await dumpOf(server, source, { compress: 'zstd' });
    const copy = await copyOf(server, bytes);
    for (const database of [source, copy]) {
      expect((await compare(server, bytes, database)).differences).toEqual([]);
    }
  });

  test('of every kind of value has no differences, and one changed value is found', async () => {
    const database = await server.createDatabase('values');
    const definitions = values.map(([type], index) => `c${index} ${type}`);
    const row = (id: number, choice: 0 | 1): string =>
      `(${id}, ${values.map((value) => value[1][choice]).join(', ')})`;
    await server.query(
      `USE \`${database}\`; SET NAMES utf8mb4, time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES';
      CREATE TABLE t (id INT PRIMARY KEY, ${definitions.join(', ')});
      INSERT INTO t VALUES ${row(1, 0)}, ${row(2, 1)}, (3, ${values.map(() => 'NULL').join(', ')})`,
    );
    for (const hexBlob of [false, true]) {
      const bytes = await dumpOf(server, database, { hexBlob });
      const copy = await copyOf(server, bytes);
      expect((await compare(server, bytes, copy)).differences).toEqual([]);
      if (hexBlob) continue;
      for (const [index, [type, [, changed]]] of values.entries()) {
        await server.query(
          `USE \`${copy}\`; SET NAMES utf8mb4, time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES';
          UPDATE t SET c${index} = ${changed} WHERE id = 1`,
        );
        const found = (await compare(server, bytes, copy)).differences;
        expect(found, type).toMatchObject([{ kind: 'rows', name: 't', key: 'id = 1' }]);
        await server.query(
          `SET sql_mode = 'ALLOW_INVALID_DATES';
          UPDATE \`${copy}\`.t AS a, \`${database}\`.t AS b SET a.c${index} = b.c${index}
            WHERE a.id = 1 AND b.id = 1`,
        );
      }
      expect((await compare(server, bytes, copy)).differences).toEqual([]);
    }
  });
});
