/** Each option by what it does to the dump. */

import { buffer } from 'node:stream/consumers';
import { type DumpOptions, dump } from '@dumpstream/core';
import { beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '../sample/compare.ts';
import { describeEachServer } from '../services/vitest.ts';

const schema = `SET NAMES utf8mb4;
CREATE TABLE items (id INT PRIMARY KEY, name VARCHAR(20), picture BLOB);
INSERT INTO items VALUES (1, 'one', 0xFF00), (2, 'two', NULL), (3, 'three', '');
CREATE TABLE orders (id INT PRIMARY KEY, item INT, doubled INT AS (item * 2) STORED);
INSERT INTO orders (id, item) VALUES (10, 1), (11, 2);
CREATE VIEW names AS SELECT name FROM items;
CREATE TRIGGER keep BEFORE INSERT ON items FOR EACH ROW SET NEW.id = NEW.id;
CREATE PROCEDURE nothing() SELECT 1;
CREATE EVENT never ON SCHEDULE EVERY 1 YEAR DISABLE DO SELECT 1;`;

describeEachServer('the option', (server) => {
  let database = '';
  beforeAll(async () => {
    database = await server.createDatabase('options');
    await server.restore(database, schema);
  });

  async function sqlOf(options: Omit<DumpOptions, 'connection'> = {}): Promise<string> {
    return (await buffer(dump({ connection: server.url(database), ...options }))).toString(
      'latin1',
    );
  }

  test('tables dumps those tables with their triggers, and nothing of the database', async () => {
    const sql = await sqlOf({ tables: ['items', `${database}.names`] });
    expect(sql).toContain('CREATE TABLE `items`');
    expect(sql).toContain('VIEW `names`');
    expect(sql).toMatch(/TRIGGER `?keep/);
    expect(sql).not.toContain('orders');
    expect(sql).not.toContain('PROCEDURE');
    expect(sql).not.toContain('EVENT');
    const withRoutines = await sqlOf({ tables: ['items'], routines: true, events: true });
    expect(withRoutines).toContain('PROCEDURE `nothing`');
    expect(withRoutines).toContain('EVENT `never`');
  });

  test('ignoreTables leaves those out', async () => {
    const sql = await sqlOf({ ignoreTables: [`${database}.items`, 'names'] });
    expect(sql).not.toContain('items`');
    expect(sql).not.toContain('TRIGGER');
    expect(sql).toContain('CREATE TABLE `orders`');
  });

  test('where finds the tables of a subquery in the database of its table', async () => {
    const other = await server.createDatabase('subquery');
    await server.restore(
      other,
      'CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1), (2); CREATE TABLE k (id INT); INSERT INTO k VALUES (2); CREATE VIEW v AS SELECT 1 AS one;',
    );
    const sql = await sqlOf({
      databases: [other, database],
      tables: [`${other}.t`, 'items'],
      where: { [`${other}.t`]: 'id IN (SELECT id FROM k)' },
    });
    expect(sql).toContain('\n(2);\n');
  });

  test.each(['1=1) OR (1=1', "name = 'x", '(id = 1'])(
    'where with %j is refused: it would not stay within its parentheses',
    (where) => {
      expect(() => dump({ connection: server.url(database), where })).toThrow(
        expect.objectContaining({ code: 'INVALID_OPTION' }),
      );
    },
  );

  test('noCreateInfo leaves out views as well, and does not count them', async () => {
    const stream = dump({ connection: server.url(database), noCreateInfo: true });
    const sql = (await buffer(stream)).toString();
    expect(sql).not.toContain('VIEW');
    expect((await stream.summary).views).toBe(0);
  });

  test('where chooses rows, of all tables or of one', async () => {
    expect(await sqlOf({ where: 'id IN (1, 10) -- not 2' })).toMatch(
      /\n\(1,'one',[^\n]*\);\n[\s\S]*\n\(10,1\);\n/,
    );
    const sql = await sqlOf({ where: { items: "name = 'two'" } });
    expect(sql).toContain("\n(2,'two',NULL);\n");
    expect(sql).toContain('\n(10,1),\n(11,2);\n');
  });

  test('noData leaves out the rows, noCreateInfo the definitions of tables and views', async () => {
    expect(await sqlOf({ noData: true })).not.toContain('INSERT INTO');
    const stream = dump({ connection: server.url(database), noData: true });
    await buffer(stream);
    expect((await stream.summary).tables).toMatchObject([
      { table: 'items', rows: 0, bytes: 0 },
      { table: 'orders', rows: 0, bytes: 0 },
    ]);
    const rowsOnly = await sqlOf({ noCreateInfo: true });
    expect(rowsOnly).toContain('INSERT INTO');
    expect(rowsOnly).not.toMatch(/CREATE TABLE|DROP TABLE|VIEW/);
  });

  test('addDropTable false leaves what is there', async () => {
    expect(await sqlOf()).toContain('DROP TABLE IF EXISTS `items`');
    expect(await sqlOf({ addDropTable: false })).not.toContain('DROP TABLE');
  });

  test('completeInsert names the columns, which a generated column does by itself', async () => {
    expect(await sqlOf()).toContain('INSERT INTO `items` VALUES\n');
    expect(await sqlOf()).toContain('INSERT INTO `orders` (`id`,`item`) VALUES\n');
    expect(await sqlOf({ completeInsert: true })).toContain(
      'INSERT INTO `items` (`id`,`name`,`picture`) VALUES\n',
    );
  });

  test('insertIgnore and replace choose the statement', async () => {
    expect(await sqlOf({ insertIgnore: true })).toContain('INSERT IGNORE INTO `items`');
    expect(await sqlOf({ replace: true })).toContain('REPLACE INTO `items`');
  });

  test('hexBlob writes binary values in hexadecimal', async () => {
    expect(await sqlOf()).toContain("(1,'one',_binary '\xff\\0')");
    expect(await sqlOf({ hexBlob: true })).toContain("(1,'one',0xFF00)");
  });

  test('triggers, views, routines and events false leave their kind out', async () => {
    expect(await sqlOf({ triggers: false })).not.toContain('TRIGGER');
    expect(await sqlOf({ views: false })).not.toContain('VIEW');
    expect(await sqlOf({ routines: false })).not.toContain('PROCEDURE');
    expect(await sqlOf({ events: false })).not.toContain('EVENT');
  });

  test('skipDumpDate makes two dumps of the same data the same bytes', async () => {
    const first = await sqlOf({ skipDumpDate: true });
    await server.query('FLUSH BINARY LOGS');
    expect(await sqlOf({ skipDumpDate: true })).toBe(first);
    expect(first.endsWith('-- Dump completed\n')).toBe(true);
    expect(await sqlOf()).toMatch(/\n-- Dump completed on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n$/);
  });

  test('skipDumpDate does so whatever the tables, programs and accounts are', async () => {
    const own = await server.createDatabase('repeated');
    const repeated = (options: Omit<DumpOptions, 'connection'> = {}) =>
      buffer(dump({ connection: server.url(own), skipDumpDate: true, ...options }));
    await server.restore(
      own,
      `CREATE TABLE counted (id INT PRIMARY KEY AUTO_INCREMENT, at TIMESTAMP DEFAULT CURRENT_TIMESTAMP) COMMENT 'x';
INSERT INTO counted () VALUES (), (), ();
CREATE TABLE heap (id INT) ENGINE=MEMORY; INSERT INTO heap VALUES (3), (1), (2);
CREATE TABLE parts (id INT PRIMARY KEY, x INT) PARTITION BY HASH (id) PARTITIONS 3;
INSERT INTO parts VALUES (5, 1), (3, 2), (8, 3), (1, 4);
CREATE VIEW v AS SELECT id FROM counted;
CREATE TRIGGER b BEFORE INSERT ON counted FOR EACH ROW SET @x = 1;
CREATE TRIGGER a BEFORE INSERT ON counted FOR EACH ROW SET @x = 2;
CREATE EVENT started ON SCHEDULE EVERY 1 DAY STARTS '2031-05-05 05:05:05' ENDS '2032-01-01 00:00:00' DO SELECT 1;
CREATE EVENT now_on ON SCHEDULE EVERY 1 YEAR DO SELECT 1;
CREATE EVENT once ON SCHEDULE AT '2033-03-03 03:03:03' ON COMPLETION PRESERVE DO SELECT 1;
CREATE PROCEDURE p() SELECT NOW(); CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;`,
    );
    const first = await repeated();
    // What is counted on is no data of the database.
    await server.query(
      `INSERT INTO \`${own}\`.parts VALUES (100, 1); DELETE FROM \`${own}\`.parts WHERE id = 100;
       ANALYZE TABLE \`${own}\`.parts, \`${own}\`.counted`,
    );
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await repeated()).equals(first)).toBe(true);
    expect((await repeated({ chunkBytes: 10 })).equals(first)).toBe(true);
    // And of the copy, in which all was made anew: all but the database's name is the same.
    const copy = await server.createDatabase('repeated');
    await server.restore(copy, first);
    const ofCopy = await repeated({ connection: server.url(copy) } as Omit<
      DumpOptions,
      'connection'
    >);
    // The manifest has checksums of what holds the name.
    const anonymous = (sql: Buffer, name: string) =>
      sql
        .toString('latin1')
        .replaceAll(name, '<name>')
        .replace(/^-- (?:dumpstream |section \{"kind":"header").*$/gm, (line) =>
          line.replace(/"checksum":"[0-9a-f]{8}"/g, '"checksum":"…"'),
        );
    expect(anonymous(ofCopy, copy)).toBe(anonymous(first, own));
  });

  test('netBufferLength ends statements', async () => {
    const sql = await sqlOf({ netBufferLength: 1 });
    expect(sql.match(/INSERT INTO `items`/g)).toHaveLength(3);
  });

  test('databases makes and uses each, with views that read across them', async () => {
    const own = await server.createDatabase('several');
    const other = await server.createDatabase('other');
    await server.restore(own, `CREATE TABLE t (id INT); CREATE TABLE mine (id INT);`);
    await server.restore(other, 'CREATE TABLE t (id INT); INSERT INTO t VALUES (5);');
    await server.restore(
      own,
      `CREATE VIEW a AS SELECT id FROM \`${other}\`.z; `.replace('z;', 't;') +
        'CREATE PROCEDURE p() SELECT 1;',
    );
    await server.restore(other, `CREATE VIEW z AS SELECT id FROM \`${own}\`.a;`);
    const sql = await buffer(
      dump({ connection: server.url(), databases: [other, own], skipDumpDate: true }),
    );
    await server.query(`DROP DATABASE \`${own}\`; DROP DATABASE \`${other}\``);
    await server.restore(undefined, sql);
    expect(await server.query(`SELECT id FROM \`${other}\`.z`)).toEqual([{ id: 5 }]);
    const again = dump({ connection: server.url(), databases: [other, own], skipDumpDate: true });
    expect((await buffer(again)).equals(sql)).toBe(true);
    expect((await again.summary).databases).toEqual([other, own]);
  });

  test('connection takes mysql2 options and a function as well as a URL', async () => {
    const mysql2 = await import('mysql2');
    const { host, port, user, password } = server;
    const options = { host, port, user, password, database };
    const expected = await sqlOf({ skipDumpDate: true });
    for (const connection of [options, () => mysql2.createConnection(options)]) {
      const sql = await buffer(dump({ connection, skipDumpDate: true }));
      expect(sql.toString('latin1')).toBe(expected);
    }
  });
});

describeEachServer('a dump', (server) => {
  test('is of one moment, whatever is written while it runs', async () => {
    const database = await server.createDatabase('moment');
    await server.restore(
      database,
      `CREATE TABLE a (id INT PRIMARY KEY, filler TEXT); CREATE TABLE z (id INT PRIMARY KEY);
INSERT INTO a SELECT n.a + 10 * m.a, REPEAT('x', 60000) FROM
 (SELECT 0 a UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) n,
 (SELECT 0 a UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) m;
INSERT INTO z VALUES (1);`,
    );
    const stream = dump({ connection: server.url(database), skipDumpDate: true });
    await stream.read(0);
    await stream.estimate;
    await server.query(
      `DELETE FROM \`${database}\`.a WHERE id > 50; INSERT INTO \`${database}\`.z VALUES (2)`,
    );
    await buffer(stream);
    const summary = await stream.summary;
    expect(summary.tables.map(({ table, rows }) => [table, rows])).toEqual([
      ['a', 100],
      ['z', 1],
    ]);
    expect(summary.snapshot.position).toMatchObject({
      file: expect.stringMatching(/bin/),
      exact: server.flavor === 'mariadb',
    });
  });

  test('leaves no metadata lock on a table that it has read', async () => {
    const database = await server.createDatabase('locks');
    await server.restore(
      database,
      `CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1);
CREATE TABLE z (id INT PRIMARY KEY, filler LONGTEXT);
INSERT INTO z VALUES (1, REPEAT('x', 3000000)), (2, REPEAT('x', 3000000)), (3, REPEAT('x', 3000000)), (4, REPEAT('x', 3000000));`,
    );
    const stream = dump({ connection: server.url(database) });
    // Reading has come to the large table, and stands still.
    stream.read(0);
    await new Promise((resolve) => stream.once('readable', resolve));
    await server.query(`SET lock_wait_timeout = 5; ALTER TABLE \`${database}\`.a ADD COLUMN b INT`);
    await buffer(stream);
    expect((await stream.summary).rows).toBe(5);
  });

  test('of the same server restores equal with its stock client', async () => {
    const source = await server.createDatabase('source');
    const target = await server.createDatabase('target');
    await server.restore(source, schema);
    await server.restore(target, dump({ connection: server.url(source) }));
    expect(await compareDatabases(server, source, target)).toEqual([]);
    // A second time, over what is there.
    await server.restore(target, dump({ connection: server.url(source) }));
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });
});
