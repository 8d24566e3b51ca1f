/** What the restore changes in statements of dumps, and how it shows them. */

import { describe, expect, test } from 'vitest';
import type { ReadingModes } from '../../src/split/statement.ts';
import { namesDatabase } from '../../src/understand/database-references.ts';
import { inDatabase } from '../../src/understand/in-database.ts';
import { preparedTexts } from '../../src/understand/prepared-text.ts';
import { shownStatement } from '../../src/understand/shown-statement.ts';
import { targetsOf } from '../../src/understand/targets.ts';
import { understand } from '../../src/understand/understand.ts';
import { withoutDefiner } from '../../src/understand/without-definer.ts';

const modes: ReadingModes = {
  ansiQuotes: false,
  noBackslashEscapes: false,
  characterSet: 'utf8mb4',
};

function whole(sql: string): { bytes: Buffer; headBytes: number; rows: number } {
  return { bytes: Buffer.from(sql), headBytes: 0, rows: 0 };
}

function hex(sql: string): string {
  return `0x${Buffer.from(sql).toString('hex')}`;
}

describe('the databases that a statement writes to', () => {
  test.each<[string, readonly (string | undefined)[]]>([
    ['USE a', ['a']],
    ['CREATE DATABASE a', ['a']],
    ['DROP DATABASE IF EXISTS a', ['a']],
    ['ALTER DATABASE a COLLATE x', ['a']],
    ['ALTER DATABASE COLLATE x', [undefined]],
    ['INSERT INTO t VALUES (1)', [undefined]],
    ['INSERT INTO a.t VALUES (1)', ['a']],
    ['CREATE TABLE a.t LIKE b.t', ['a', 'b']],
    ['DROP TABLE a.t, b.t, t, a.u', ['a', 'b', undefined]],
    ['RENAME TABLE t TO a.t', [undefined, 'a']],
    ['CREATE TRIGGER t AFTER INSERT ON a.t FOR EACH ROW DO 1', ['a']],
    ['CREATE TRIGGER a.t AFTER INSERT ON t FOR EACH ROW DO 1', ['a', undefined]],
    ['CREATE TRIGGER a.t AFTER INSERT ON b.t FOR EACH ROW DO 1', ['a', 'b']],
    ['CREATE VIEW a.v AS SELECT * FROM b.t', ['a']],
    ['ALTER TABLE t RENAME a.t', [undefined, 'a']],
    ['CREATE INDEX i ON a.t (x)', ['a']],
    ['DELETE FROM a.t', ['a']],
    ['TRUNCATE a.t', ['a']],
    ['SET NAMES utf8', []],
    ['SELECT * FROM a.t', []],
    ['LOCK TABLES a.t WRITE', []],
    ['EXECUTE s', []],
    ['CALL a.p()', []],
  ])('%s', (sql, expected) => {
    expect(targetsOf(understand(whole(sql), modes))).toEqual(expected);
  });
});

describe('a statement of the database `shop` for `b`', () => {
  test.each<[string, string]>([
    ['USE `shop`', 'USE `b`'],
    ['USE other', 'USE other'],
    [
      'CREATE DATABASE /*!32312 IF NOT EXISTS*/ shop /*!40100 x */',
      'CREATE DATABASE /*!32312 IF NOT EXISTS*/ `b` /*!40100 x */',
    ],
    ['DROP DATABASE IF EXISTS `shop`', 'DROP DATABASE IF EXISTS `b`'],
    ['ALTER DATABASE `shop` COLLATE x', 'ALTER DATABASE `b` COLLATE x'],
    ['INSERT INTO `shop`.`t` VALUES (1)', 'INSERT INTO `t` VALUES (1)'],
    ['INSERT INTO shop . t VALUES (1)', 'INSERT INTO   t VALUES (1)'],
    ['INSERT INTO shop/*!40000 . */t VALUES (1)', 'INSERT INTO /*!40000  */t VALUES (1)'],
    ['INSERT INTO `shop` VALUES (1)', 'INSERT INTO `shop` VALUES (1)'],
    ['DROP TABLE shop.t, shop.u, c.v', 'DROP TABLE t, u, c.v'],
    [
      "CREATE TRIGGER `shop`.t AFTER INSERT ON shop.i FOR EACH ROW SET @a='shop.x'",
      "CREATE TRIGGER t AFTER INSERT ON i FOR EACH ROW SET @a='shop.x'",
    ],
    [
      'CREATE TABLE a (b INT, FOREIGN KEY (b) REFERENCES `shop`.`c` (d), e INT DEFAULT (nextval(`shop`.`s`)))',
      'CREATE TABLE a (b INT, FOREIGN KEY (b) REFERENCES `c` (d), e INT DEFAULT (nextval(`s`)))',
    ],
    [
      "CREATE TABLE shop.a (shop INT COMMENT 'shop.x') ENGINE=MERGE UNION=(`shop`.`x`,y)",
      "CREATE TABLE a (shop INT COMMENT 'shop.x') ENGINE=MERGE UNION=(`x`,y)",
    ],
    ['CREATE TABLE a.b LIKE shop.c', 'CREATE TABLE a.b LIKE c'],
    [
      'ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES shop.c (d)',
      'ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c (d)',
    ],
    [
      'CREATE VIEW v AS select `shop`.`t`.`a` AS `a`,`shop`.`f`(1) AS `b` from (`shop`.`t` join `other`.`u` on((1 = 1)))',
      'CREATE VIEW v AS select `t`.`a` AS `a`,`f`(1) AS `b` from (`t` join `other`.`u` on((1 = 1)))',
    ],
    [
      'CREATE VIEW v AS select extract(year from `shop`.`d`) AS `y` from `t` `shop`',
      'CREATE VIEW v AS select extract(year from `shop`.`d`) AS `y` from `t` `shop`',
    ],
    [
      `SET @s=_utf8mb4 ${hex('CREATE TABLE shop.t (a INT)')}`,
      `SET @s=_utf8mb4 ${hex('CREATE TABLE t (a INT)')}`,
    ],
  ])('%s', (sql, expected) => {
    expect(inDatabase(whole(sql), 'shop', 'b', modes).bytes.toString()).toBe(expected);
  });

  test.each([
    ['CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW DELETE FROM shop.t', 'trigger `g`'],
    ['CREATE PROCEDURE shop.p() CALL shop.q()', 'procedure `p`'],
    ['CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM `shop`.`t`', 'event `e`'],
    ['CREATE VIEW v AS SELECT * FROM a, shop.b', 'view `v`'],
    [`SET @s=${hex('CREATE FUNCTION f() RETURNS INT RETURN shop.g()')}`, 'function `f`'],
  ])('is refused as its body names the one: %s', (sql, what) => {
    const statement = { ...whole(sql), number: 7, offset: 99 };
    const rename = () => inDatabase(statement, 'shop', 'b', modes);
    expect(rename).toThrow(`the body of ${what} names that database`);
    expect(rename).toThrow(
      expect.objectContaining({
        code: 'REFUSED_STATEMENT',
        statement: expect.objectContaining({ number: 7, offset: 99, object: what }),
      }),
    );
  });

  test('keeps the length of the head of an INSERT', () => {
    const head = 'INSERT INTO `shop`.`t` VALUES ';
    const given = { bytes: Buffer.from(`${head}('shop.t')`), headBytes: head.length, rows: 1 };
    const { bytes, headBytes, rows } = inDatabase(given, 'shop', 'b', modes);
    expect(bytes.toString('latin1', 0, headBytes)).toBe('INSERT INTO `t` VALUES ');
    expect([bytes.toString(), rows]).toEqual(["INSERT INTO `t` VALUES ('shop.t')", 1]);
  });

  test('is the same object where nothing changes', () => {
    const given = whole('INSERT INTO t VALUES (1)');
    expect(inDatabase(given, 'shop', 'b', modes)).toBe(given);
  });
});

describe('whether a body names the database `shop`', () => {
  test.each<[string, boolean]>([
    ['CREATE PROCEDURE p() SELECT * FROM shop.t', true],
    ['CREATE PROCEDURE p() SELECT * FROM t, `shop`.`u`', true],
    ['CREATE PROCEDURE p() INSERT INTO shop.t VALUES (1)', true],
    ['CREATE PROCEDURE p() UPDATE shop.t SET a=1', true],
    ['CREATE PROCEDURE p() CALL shop.q', true],
    ['CREATE PROCEDURE p() SELECT shop.f(1) FROM shop', true],
    ['CREATE PROCEDURE p() SELECT shop.shop.a FROM shop', true],
    ['CREATE PROCEDURE p() SELECT shop.a FROM shop', false],
    ['CREATE PROCEDURE p() SELECT shop.a FROM t AS shop', false],
    ['CREATE PROCEDURE p() SELECT a.shop.b', false],
    ["CREATE PROCEDURE p() SELECT 'shop.t' -- shop.t", false],
    ['CREATE DEFINER=`shop`@`%` PROCEDURE p() SELECT shop FROM t', false],
    ['CREATE PROCEDURE p() SELECT 1 FROM Shop.t', false],
    [`SET @s=${hex('CREATE VIEW v AS SELECT 1 FROM shop.t')}`, true],
    [`SET @s=${hex('CREATE VIEW v AS SELECT 1 FROM t')}`, false],
  ])('%s', (sql, expected) => {
    expect(namesDatabase(Buffer.from(sql), 'shop', modes)).toBe(expected);
  });
});

describe('without its definer', () => {
  test.each<[string, string]>([
    [
      'CREATE DEFINER=`a`@`b` PROCEDURE p() SELECT "DEFINER=`a`@`b`"',
      'CREATE  PROCEDURE p() SELECT "DEFINER=`a`@`b`"',
    ],
    [
      '/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER t x */',
      '/*!50003 CREATE*/ /*!50017 */ /*!50003 TRIGGER t x */',
    ],
    [
      '/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013 DEFINER=`root`@`%` SQL SECURITY DEFINER */\n/*!50001 VIEW `v` AS select 1 */',
      '/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013  SQL SECURITY DEFINER */\n/*!50001 VIEW `v` AS select 1 */',
    ],
    [
      'CREATE OR REPLACE DEFINER=CURRENT_USER() VIEW v AS SELECT 1',
      'CREATE OR REPLACE  VIEW v AS SELECT 1',
    ],
    ['CREATE DEFINER = current_user EVENT e DO 1', 'CREATE    EVENT e DO 1'],
    ["create definer='a@b'@'%' FUNCTION f() x", 'create  FUNCTION f() x'],
    ['CREATE DEFINER=admin PACKAGE p x', 'CREATE  PACKAGE p x'],
    ['CREATE DEFINER=root@192.168.0.1 VIEW v x', 'CREATE  VIEW v x'],
    [
      'CREATE SQL SECURITY INVOKER DEFINER=`x``y`@`z` VIEW v x',
      'CREATE SQL SECURITY INVOKER  VIEW v x',
    ],
    ['ALTER DEFINER=a@b EVENT e DISABLE', 'ALTER  EVENT e DISABLE'],
    ['CREATE PROCEDURE DEFINER() x', 'CREATE PROCEDURE DEFINER() x'],
    ['CREATE TABLE definer (a INT)', 'CREATE TABLE definer (a INT)'],
    ['INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (1)'],
    [
      `SET @s=_latin1 ${hex('CREATE DEFINER=`a`@`b` VIEW v AS SELECT 1')}`,
      `SET @s=_latin1 ${hex('CREATE  VIEW v AS SELECT 1')}`,
    ],
  ])('%j', (sql, expected) => {
    expect(withoutDefiner(Buffer.from(sql), modes).toString()).toBe(expected);
  });

  test('under ANSI_QUOTES a name in double quotes is one', () => {
    const bytes = Buffer.from('CREATE DEFINER="a"@"b" VIEW "v" AS SELECT 1');
    expect(withoutDefiner(bytes, { ...modes, ansiQuotes: true }).toString()).toBe(
      'CREATE  VIEW "v" AS SELECT 1',
    );
  });
});

describe('texts that a statement may hand over to be prepared', () => {
  test.each<[string, readonly string[]]>([
    [`SET @s=_utf8mb4 ${hex('DROP TABLE t')}`, ['DROP TABLE t']],
    ["SET @s = IF(@x, 'DROP TABLE ''a''', \"DO \\\\ 0\\n\")", ["DROP TABLE 'a'", 'DO \\ 0\n']],
    ["PREPARE s FROM 'DROP TABLE t'", ['DROP TABLE t']],
    ["EXECUTE IMMEDIATE 'DROP TABLE t'", ['DROP TABLE t']],
    ['PREPARE s FROM @s', []],
    ["SET NAMES 'utf8'", []],
    ["INSERT INTO t VALUES ('DROP TABLE t')", []],
  ])('%s', (sql, expected) => {
    const texts = preparedTexts(Buffer.from(sql), modes);
    expect(texts.map(({ bytes }) => bytes.toString())).toEqual(expected);
  });

  test('is read in the character set of its introducer', () => {
    const [text] = preparedTexts(Buffer.from(`SET @s=_sjis ${hex('x')}`), modes);
    expect(text?.modes).toEqual({ ...modes, characterSet: 'sjis' });
  });
});

describe('a statement as it is shown', () => {
  const hidden = '… (not shown further: a secret may follow)';

  test.each<[string, string]>([
    ['SELECT 1', 'SELECT 1'],
    ['a\nb\tc\u001b[31m\u202e', 'a\\nb\\tc\\u{1b}[31m\\u{202e}'],
    ['x'.repeat(200), 'x'.repeat(200)],
    ['x'.repeat(201), `${'x'.repeat(200)}…`],
    ['日'.repeat(300), `${'日'.repeat(200)}…`],
    ['😀'.repeat(300), `${'😀'.repeat(200)}…`],
    [
      "CREATE USER `a`@`%` IDENTIFIED BY 'geheim'",
      `CREATE USER \`a\`@\`%\` IDENTIFIED BY ${hidden}`,
    ],
    [
      "CREATE USER 'a'@'%' IDENTIFIED WITH 'x' AS 0x1234",
      `CREATE USER 'a'@'%' IDENTIFIED WITH ${hidden}`,
    ],
    [
      'CREATE USER a IDENTIFIED WITH caching_sha2_password AS 0x1234',
      `CREATE USER a IDENTIFIED WITH caching_sha2_password AS ${hidden}`,
    ],
    [
      "/*!50706 ALTER USER a IDENTIFIED /* 'x' */ BY 'geheim' */",
      `/*!50706 ALTER USER a IDENTIFIED /* ${hidden}`,
    ],
    ["SET PASSWORD FOR a = PASSWORD('geheim')", `SET PASSWORD FOR a = PASSWORD(${hidden}`],
    ["SET PASSWORD = 'geheim'", `SET PASSWORD = ${hidden}`],
    [
      "CHANGE MASTER TO MASTER_HOST='h', MASTER_PASSWORD='geheim', MASTER_PORT=1",
      `CHANGE MASTER TO MASTER_HOST='h', MASTER_PASSWORD=${hidden}`,
    ],
    [
      "CREATE TABLE t (a INT) ENGINE=FEDERATED CONNECTION='mysql://u:geheim@h/d/t'",
      `CREATE TABLE t (a INT) ENGINE=FEDERATED CONNECTION=${hidden}`,
    ],
    [
      "CREATE TABLE t (a INT) COMMENT='mysql://u:geheim@h'",
      `CREATE TABLE t (a INT) COMMENT='mysql://${hidden}`,
    ],
    [
      "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'u', PASSWORD 'geheim')",
      `CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'u', PASSWORD ${hidden}`,
    ],
    [
      "SET @s='CREATE USER a IDENTIFIED BY \\'geheim\\''",
      `SET @s='CREATE USER a IDENTIFIED BY \\${hidden}`,
    ],
    [`SET @s=${hex("CREATE USER a IDENTIFIED BY 'geheim'")}`, `SET @s=${hidden}`],
    ['CREATE TABLE `passwords` (`a` int(11))', 'CREATE TABLE `passwords` (`a` int(11))'],
    ["SET collation_connection='utf8mb4_bin'", "SET collation_connection='utf8mb4_bin'"],
  ])('%j', (sql, expected) => {
    expect(shownStatement(Buffer.from(sql))).toBe(expected);
  });

  test('shows bytes that are no UTF-8 as escapes', () => {
    expect(shownStatement(Buffer.from([0x61, 0xff, 0xe6, 0x97, 0x62, 0xc3, 0xa9]))).toBe(
      'a\\xff\\xe6\\x97bé',
    );
  });
});
