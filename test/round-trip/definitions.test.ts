/** Tables, views, triggers, routines and events come back as they were. */

import { expect, test } from 'vitest';
import { compareDatabases } from '../sample/compare.ts';
import { describeEachServer } from '../services/vitest.ts';
import { roundTrip } from './round-trip.ts';

describeEachServer('definitions', (server) => {
  test('of views on views come back, whatever the order of their names', async () => {
    const { source, target, summary } = await roundTrip(
      server,
      `CREATE TABLE items (id INT PRIMARY KEY, name VARCHAR(20));
INSERT INTO items VALUES (1, 'one');
CREATE VIEW z AS SELECT id, name AS label FROM items;
CREATE VIEW a AS SELECT label, id FROM z WHERE id > 0 WITH CHECK OPTION;
CREATE SQL SECURITY INVOKER VIEW m AS SELECT a.label FROM a JOIN z ON z.id = a.id;`,
    );
    expect(summary.views).toBe(3);
    expect(await compareDatabases(server, source, target)).toEqual([]);
    expect(await server.query(`SELECT * FROM \`${target}\`.m`)).toEqual([{ label: 'one' }]);
  });

  test('of a view that calls a function come back', async () => {
    const { source, target } = await roundTrip(
      server,
      `CREATE TABLE items (id INT PRIMARY KEY);
CREATE FUNCTION twice(x INT) RETURNS INT DETERMINISTIC RETURN 2 * x;
CREATE VIEW doubled AS SELECT twice(id) AS two FROM items;`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('of triggers come back in their firing order, and do not fire while rows are loaded', async () => {
    const { source, target, summary } = await roundTrip(
      server,
      `CREATE TABLE log (line VARCHAR(20));
CREATE TABLE items (id INT PRIMARY KEY);
INSERT INTO items VALUES (1), (2);
CREATE TRIGGER second AFTER INSERT ON items FOR EACH ROW INSERT INTO log VALUES ('second');
CREATE TRIGGER first AFTER INSERT ON items FOR EACH ROW PRECEDES second INSERT INTO log VALUES ('first');`,
    );
    expect(summary.triggers).toBe(2);
    expect(await server.query(`SELECT COUNT(*) AS n FROM \`${target}\`.log`)).toEqual([{ n: 0 }]);
    await server.query(`INSERT INTO \`${target}\`.items VALUES (3)`);
    expect(await server.query(`SELECT line FROM \`${target}\`.log`)).toEqual([
      { line: 'first' },
      { line: 'second' },
    ]);
    await server.query(`INSERT INTO \`${source}\`.items VALUES (3)`);
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('of programs come back with bodies that hold delimiters, quotes and comments', async () => {
    const { source, target, summary } = await roundTrip(
      server,
      `SET NAMES utf8mb4;
DELIMITER @@
CREATE PROCEDURE quoted(IN x VARCHAR(20), OUT y INT)
BEGIN
  -- a comment; with ;; and 'a quote
  SELECT ';;', "//", '$$', ';;1;;' INTO @a, @b, @c, @d;
  SET y = CHAR_LENGTH(x);
END@@
CREATE FUNCTION \`odd \`\`name\`(x INT) RETURNS VARCHAR(50) CHARSET utf8mb4 DETERMINISTIC
BEGIN
  RETURN CONCAT('日本😀', x, 'it''s', '\\\\');
END@@
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:15:00' ON COMPLETION PRESERVE
  DISABLE COMMENT 'it''s; ;;' DO BEGIN SELECT 1; SELECT ';;'; END@@`,
    );
    expect(summary).toMatchObject({ routines: 2, events: 1 });
    expect(await compareDatabases(server, source, target)).toEqual([]);
    expect(await server.query(`SELECT \`${target}\`.\`odd \`\`name\`(7) AS v`)).toEqual([
      { v: "日本😀7it's\\" },
    ]);
  });

  test('come back with their own sql_mode', async () => {
    const { source, target } = await roundTrip(
      server,
      `SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES';
CREATE PROCEDURE ansi() SELECT 'a' || 'b\\' AS "x";
SET sql_mode = '';
CREATE PROCEDURE plain() SELECT 1 || 0;`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('of tables with generated columns, foreign key cycles, partitions and odd names come back', async () => {
    const { source, target } = await roundTrip(
      server,
      `SET NAMES utf8mb4;
CREATE TABLE a (id INT PRIMARY KEY AUTO_INCREMENT, b_id INT, v INT AS (b_id + 1) VIRTUAL, s INT AS (b_id * 2) STORED, KEY (b_id))
  AUTO_INCREMENT=100 COMMENT='it''s; -- ';
CREATE TABLE b (id INT PRIMARY KEY, a_id INT, FOREIGN KEY (a_id) REFERENCES a (id));
INSERT INTO b VALUES (1, NULL); INSERT INTO a (id, b_id) VALUES (1, 1); UPDATE b SET a_id = 1;
ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b (id);
CREATE TABLE parts (id INT, d DATE, PRIMARY KEY (id, d)) PARTITION BY RANGE (YEAR(d))
  (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE);
INSERT INTO parts VALUES (3, '2019-01-01'), (1, '2024-01-01'), (2, '2018-01-01');
CREATE TABLE \`x\`\`y "z" '; -- 日本\` (\`a\`\`b\` INT, \`select\` INT);
INSERT INTO \`x\`\`y "z" '; -- 日本\` VALUES (1, 2);
CREATE TABLE zero (id INT PRIMARY KEY AUTO_INCREMENT);
SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
INSERT INTO zero VALUES (0), (-5), (7);
CREATE TABLE plain (id INT PRIMARY KEY, t TEXT, FULLTEXT KEY (t)) ENGINE=MyISAM;
INSERT INTO plain VALUES (2, 'two'), (1, 'one');`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });
});
