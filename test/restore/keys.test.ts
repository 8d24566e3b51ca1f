/** Large tables get their secondary keys behind their rows, and come out with exactly the keys they had. */

import { expect, test } from 'vitest';
import type { DatabaseServer } from '../services/database-server.ts';
import { describeEachFlavor, describeEachServer } from '../services/vitest.ts';
import { dumpOf, expectEqual, failureOf, restoreInto, streamOf } from './restored.ts';

/** More than what makes a table a large one. */
async function fill(server: DatabaseServer, database: string, table: string): Promise<void> {
  const rows = Array.from(
    { length: 3000 },
    (_, id) => `(${id},${id % 7},'${id}-${'x'.repeat(900)}')`,
  );
  await server.query(`USE ${database}; INSERT INTO ${table} (id, n, x) VALUES ${rows.join(',')}`);
}

async function keyedTables(server: DatabaseServer): Promise<string> {
  const shop = await server.createDatabase('keyed');
  const columns = 'id INT NOT NULL, n INT, x VARCHAR(1000)';
  const [, major = 0] = /^(\d+)\./.exec(server.version) ?? [];
  const mysql8 = server.flavor === 'mysql' && Number(major) >= 8;
  const hidden = server.flavor === 'mariadb' ? 'IGNORED' : mysql8 ? 'INVISIBLE' : '';
  const hostile = '`a``,\n  KEY ``z`` (`';
  const tables = {
    plain: `${columns}, PRIMARY KEY (id), KEY (n), KEY x_n (x(20), n), UNIQUE KEY (id, n)`,
    options: `${columns}, KEY a (n) USING BTREE COMMENT 'it''s, ) KEY \`b\` (n)\\n\\\\', KEY b (x(7))
      KEY_BLOCK_SIZE=4, KEY c (id) ${hidden}, KEY d (n DESC, id ASC)`,
    hostile: `${columns}, ${hostile} INT, KEY ${hostile.toUpperCase()} (${hostile}), KEY \`schlüssel\` (n),
      PRIMARY KEY (id)`,
    compressed: `${columns}, KEY a (n), KEY b (x(9)) KEY_BLOCK_SIZE=8) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8 COMMENT=('`,
    computed: `${columns}, v INT AS (n + 1) VIRTUAL, s INT AS (n + 2) STORED, KEY (v), KEY (s, v), PRIMARY KEY (id)`,
    numbered: `${columns}, a INT NOT NULL AUTO_INCREMENT, KEY b (n), KEY a (a), KEY c (x(5)), PRIMARY KEY (id)`,
    searched: `${columns}, KEY a (n), FULLTEXT KEY f (x), KEY b (id)`,
    parted: `${columns}, PRIMARY KEY (id), KEY a (n)) PARTITION BY HASH (id) PARTITIONS (2`,
    ...(mysql8
      ? { functional: `${columns}, KEY a (n), KEY f ((n + 1), id), KEY b (id), KEY c ((n * 2))` }
      : {}),
  };
  for (const [name, definition] of Object.entries(tables)) {
    // Some go on behind the columns.
    const text = `(${definition})`
      .replace("COMMENT=(')", "COMMENT='KEY'")
      .replace('PARTITIONS (2)', 'PARTITIONS 2');
    await server.query(`USE ${shop}; CREATE TABLE ${name} ${text}`);
    await fill(server, shop, name);
  }
  await server.query(
    `USE ${shop}; CREATE TABLE parent (${columns}, PRIMARY KEY (id), KEY a (x(8)), KEY b (n));
     CREATE TABLE child (${columns}, PRIMARY KEY (id), KEY a (x(8)), KEY b (n), KEY c (id, n),
       FOREIGN KEY (n) REFERENCES parent (id));
     CREATE TABLE above (${columns}, PRIMARY KEY (id), KEY a (x(8)), KEY b (n),
       FOREIGN KEY (n) REFERENCES plain (id))`,
  );
  for (const name of ['parent', 'child', 'above']) await fill(server, shop, name);
  await server.query(
    `USE ${shop}; CREATE VIEW by_key AS SELECT p.id FROM plain p FORCE INDEX (x_n) WHERE x > 'a'`,
  );
  await server.query(
    `USE ${shop}; CREATE TRIGGER t BEFORE INSERT ON plain FOR EACH ROW SET NEW.n = 1`,
  );
  return shop;
}

describeEachServer('keys of large tables', (server) => {
  test('are those that they were, in the same order', async () => {
    const shop = await keyedTables(server);
    const bytes = await dumpOf(server, shop, { netBufferLength: 200_000 });
    for (const parallel of [1, 2]) {
      const target = await server.createDatabase('target');
      await restoreInto(server, bytes, target, { parallel });
      await expectEqual(server, shop, target);
    }
  });
});

describeEachFlavor('keys of large tables', (server) => {
  const keysOf = async (database: string, table: string): Promise<string[]> => {
    const rows = await server.query(`SHOW KEYS FROM ${database}.${table}`);
    return [...new Set(rows.map((row) => String(row['Key_name'])))];
  };

  async function shopDump(): Promise<{ shop: string; bytes: Buffer }> {
    const shop = await server.createDatabase('keyed');
    await server.query(
      `USE ${shop}; CREATE TABLE t (id INT PRIMARY KEY, n INT, x TEXT, KEY n (n), KEY x (x(9)));
       CREATE TABLE u (id INT PRIMARY KEY, n INT, x TEXT, KEY n (n))`,
    );
    await fill(server, shop, 't');
    await fill(server, shop, 'u');
    return { shop, bytes: await dumpOf(server, shop, { netBufferLength: 200_000 }) };
  }

  async function* broken(bytes: Buffer, length: number, before?: () => Promise<void>) {
    yield* streamOf(bytes.subarray(0, length));
    await before?.();
    throw new Error('the network is gone');
  }

  test('are added by the restore that goes on, and the error says that they are missing', async () => {
    const { shop, bytes } = await shopDump();
    const target = await server.createDatabase('target');
    // In the middle of the second table; the first one has its keys by then, or is about to.
    for (const part of [0.45, 0.95]) {
      const error = restoreInto(server, broken(bytes, Math.floor(bytes.length * part)), target, {
        resume: part > 0.5,
      });
      await expect(error).rejects.toThrow('the network is gone');
      expect(await keysOf(target, part > 0.5 ? 'u' : 't')).toEqual(['PRIMARY']);
    }
    await restoreInto(server, bytes, target, { resume: true, parallel: 2 });
    await expectEqual(server, shop, target);
  });

  test('are not added twice, where that was not written down any more', async () => {
    const { shop, bytes } = await shopDump();
    const target = await server.createDatabase('target');
    const restoring = restoreInto(server, broken(bytes, Math.floor(bytes.length * 0.45)), target);
    await expect(restoring).rejects.toThrow('the network is gone');
    await server.query(`ALTER TABLE ${target}.t ADD KEY n (n), ADD KEY x (x(9))`);
    await restoreInto(server, bytes, target, { resume: true });
    await expectEqual(server, shop, target);
  });

  test('that are missing are told by the error, also of dumps that none can go on with', async () => {
    const { bytes } = await shopDump();
    const cut = bytes.indexOf('INSERT INTO `t`', Math.floor(bytes.length * 0.4));
    const text = Buffer.concat([
      Buffer.from('-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n'),
      bytes.subarray(bytes.indexOf('DROP TABLE'), cut),
      Buffer.from('INSERT INTO `t` VALUES (0,0,0);\n-- Dump completed\n'),
    ]);
    const target = await server.createDatabase('target');
    const error = await failureOf(restoreInto(server, text, target));
    expect(error.message).toContain(
      `ALTER TABLE \`${target}\`.\`t\` ADD KEY \`n\` (\`n\`), ADD KEY \`x\` (\`x\`(9))`,
    );
  });
});
