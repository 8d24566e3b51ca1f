/** Tables that are altered, emptied or dropped while a dump runs, and what no snapshot holds. */

import { buffer } from 'node:stream/consumers';
import { type DumpOptions, dump } from '@dumpstream/core';
import { expect, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';

const schema = `SET SESSION sql_log_bin = 0;
CREATE TABLE a (id INT PRIMARY KEY, filler LONGTEXT);
INSERT INTO a VALUES (1, REPEAT('x', 1000000)), (2, REPEAT('x', 1000000)), (3, REPEAT('x', 1000000));
CREATE TABLE z (id INT PRIMARY KEY AUTO_INCREMENT, x INT, y INT) ENGINE=InnoDB;
INSERT INTO z VALUES (1, 10, 20);
CREATE TABLE zz (id INT PRIMARY KEY) ENGINE=InnoDB PARTITION BY HASH (id) PARTITIONS 2;
INSERT INTO zz VALUES (1), (2);
CREATE TABLE zd (id INT PRIMARY KEY, note VARCHAR(9) CHARACTER SET utf8mb4 DEFAULT '?');
CREATE PROCEDURE later() SELECT 1;`;

/** Changes something while the dump stands still in its first table. */
async function dumpDuring(
  server: DatabaseServer,
  change: string,
  options: Omit<DumpOptions, 'connection'> = {},
): Promise<Buffer> {
  const database = await server.createDatabase('changed');
  await server.restore(database, schema);
  const stream = dump({ connection: server.url(database), ...options });
  stream.read(0);
  await new Promise((resolve) => stream.once('readable', resolve));
  await server.query(`USE \`${database}\`; SET lock_wait_timeout = 20; ${change}`);
  return buffer(stream);
}

describeEachServer('a dump', (server) => {
  test('ends with SCHEMA_CHANGED when a table of the same definition was renamed to the one it reads', async (context) => {
    if (/^[89]\./.test(server.version) && server.flavor === 'mysql') {
      return context.skip('MySQL 8 does not tell such tables apart within a snapshot');
    }
    // Tables are told apart by when they were made, in seconds.
    const twin = 'CREATE TABLE m LIKE z; INSERT INTO m VALUES (2, 20, 30); SELECT SLEEP(1.1)';
    const database = await server.createDatabase('renamed');
    await server.restore(database, schema);
    await server.query(`USE \`${database}\`; SELECT SLEEP(1.1); ${twin}`);
    const stream = dump({ connection: server.url(database) });
    stream.read(0);
    await new Promise((resolve) => stream.once('readable', resolve));
    await server.query(`USE \`${database}\`; RENAME TABLE m TO old, z TO m, old TO z`);
    const ended = await buffer(stream).catch((error: unknown) => error);
    expect(ended).toMatchObject({ code: 'SCHEMA_CHANGED' });
  });

  // On MySQL 5.7 a truncated table is empty in every snapshot, on all MySQL a truncated partition is.
  test.each([
    'DROP TABLE z',
    'TRUNCATE z',
    'TRUNCATE z; INSERT INTO z VALUES (1, 10, 20)',
    'ALTER TABLE zz TRUNCATE PARTITION p1',
    'ALTER TABLE zz COALESCE PARTITION 1',
    'RENAME TABLE z TO y',
    'DROP TABLE z; CREATE TABLE z (id INT PRIMARY KEY)',
    'CREATE TABLE copy LIKE z; RENAME TABLE z TO old, copy TO z',
    // Where the server does this in place, it gives rows of before under names of after.
    'ALTER TABLE z CHANGE x y INT, CHANGE y x INT',
    'ALTER TABLE z MODIFY y INT FIRST',
    'ALTER TABLE z CHANGE x w INT',
    'ALTER TABLE z ADD COLUMN w INT',
    'ALTER TABLE z DROP COLUMN y',
    'ALTER TABLE z ALTER x SET DEFAULT 5',
    "ALTER TABLE z COMMENT 'changed'",
    'ALTER TABLE z ADD INDEX (x)',
    // Its default is one that the server has to be asked for, as SHOW CREATE may show it inexactly.
    'ALTER TABLE zd DROP COLUMN note',
    'DROP PROCEDURE later',
  ])('ends with SCHEMA_CHANGED after: %s', async (change) => {
    await expect(dumpDuring(server, change)).rejects.toMatchObject({
      name: 'DumpError',
      code: 'SCHEMA_CHANGED',
      message: expect.stringMatching(/`(z[dz]?|later)`/),
    });
  });

  test('without definitions ends with SCHEMA_CHANGED, too', async () => {
    const change = 'ALTER TABLE z CHANGE x y INT, CHANGE y x INT';
    await expect(dumpDuring(server, change, { noCreateInfo: true })).rejects.toMatchObject({
      code: 'SCHEMA_CHANGED',
    });
  });

  test('does not mind rows that come and go, nor the next AUTO_INCREMENT', async () => {
    const sql = await dumpDuring(server, 'INSERT INTO z (x) VALUES (7); DELETE FROM zz');
    expect(sql.toString('latin1')).toContain('\n(1,10,20);\n');
    expect(sql.toString('latin1')).toContain('\n(1),\n(2);\n');
  });

  test('keeps a table as it is between two chunks of its rows', async () => {
    const database = await server.createDatabase('chunks');
    await server.restore(database, schema);
    const stream = dump({ connection: server.url(database), tables: ['a'], chunkBytes: 1000 });
    stream.read(0);
    await new Promise((resolve) => stream.once('readable', resolve));
    for (const change of ['TRUNCATE a', 'DROP TABLE a', 'ALTER TABLE a ADD COLUMN b INT FIRST']) {
      const attempt = server.query(`USE \`${database}\`; SET lock_wait_timeout = 1; ${change}`);
      await expect(attempt).rejects.toThrow('Lock wait timeout');
    }
    await buffer(stream);
    expect((await stream.summary).rows).toBe(3);
  });

  test.for(['MyISAM', 'MEMORY', 'ARCHIVE', 'CSV', 'MERGE', 'Aria', 'InnoDB'])(
    'tells in its summary whether a snapshot holds a table of %s',
    async (engine, context) => {
      const engines = await server.query(
        `SELECT ENGINE FROM information_schema.ENGINES
         WHERE SUPPORT IN ('YES', 'DEFAULT') AND ENGINE IN ('${engine}', 'MRG_${engine.replace('MERGE', 'MyISAM')}')`,
      );
      if (engines.length === 0) return context.skip(`${server.name} has no ${engine} here`);
      const database = await server.createDatabase('engines');
      await server.restore(
        database,
        engine === 'MERGE'
          ? `CREATE TABLE part (id INT NOT NULL) ENGINE=MyISAM; INSERT INTO part VALUES (1);
CREATE TABLE t (id INT NOT NULL) ENGINE=MERGE UNION=(part);`
          : `CREATE TABLE t (id INT NOT NULL) ENGINE=${engine}; INSERT INTO t VALUES (1);`,
      );
      const stream = dump({ connection: server.url(database) });
      await buffer(stream);
      expect((await stream.summary).tables).toContainEqual(
        expect.objectContaining({
          table: 't',
          // The rows of a MERGE table are those of its members, and dumped with them.
          rows: engine === 'MERGE' ? 0 : 1,
          consistent: engine === 'InnoDB',
        }),
      );
    },
  );
});
