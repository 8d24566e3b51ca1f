/** What the restore takes the statements of dumps for. */

import { describe, expect, test } from 'vitest';
import type { ReadingModes } from '../../src/split/statement.ts';
import { understand } from '../../src/understand/understand.ts';
import type { Understood } from '../../src/understand/understood.ts';
import type { TargetServer } from '../../src/understand/version-comment.ts';

const modes: ReadingModes = {
  ansiQuotes: false,
  noBackslashEscapes: false,
  characterSet: 'utf8mb4',
};

function understood(
  sql: string | Buffer,
  changed: Partial<ReadingModes> = {},
  server?: TargetServer,
): Understood {
  const bytes = typeof sql === 'string' ? Buffer.from(sql) : sql;
  return understand({ bytes, headBytes: 0, rows: 0 }, { ...modes, ...changed }, server);
}

describe('statements without an object', () => {
  test.each<[string, Understood['kind']]>([
    ['', 'nothing'],
    ['  \n\t', 'nothing'],
    ['-- nothing here', 'nothing'],
    ['--', 'nothing'],
    ['# nothing', 'nothing'],
    ['/* nothing */ -- at all\n', 'nothing'],
    ['/*!40101 */', 'nothing'],
    ['/*!999999\\- enable the sandbox mode */', 'nothing'],
    ['/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump\n', 'nothing'],
    ['/*M!999999\\- enable the sandbox mode */ \n/*!40101 SET @OLD_X=@@X */', 'setSession'],
    ['/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */', 'setSession'],
    ['/*!50503 SET NAMES utf8mb4 */', 'setSession'],
    ["/*!40103 SET TIME_ZONE='+00:00' */", 'setSession'],
    ['SET @OLD_CHECKS=1 /*M!100201 , @OLD_CHECKS=@@CHECK_CONSTRAINT_CHECKS */', 'setSession'],
    ['/*M!100616 SET @OLD_NOTE_VERBOSITY=@@NOTE_VERBOSITY, NOTE_VERBOSITY=0 */', 'setSession'],
    ['set autocommit = 0', 'setSession'],
    ['SET SESSION system_versioning_insert_history=1', 'setSession'],
    ['SET LOCAL sql_mode=DEFAULT', 'setSession'],
    ['SET @x=@@GLOBAL.sql_mode', 'setSession'],
    ['SET @x=(SELECT 1, @@GLOBAL.x), @y=2', 'setSession'],
    ['SET ROLE admin', 'setSession'],
    ['SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ', 'setSession'],
    ['SET global = 1', 'setSession'],
    ["SET GLOBAL gtid_slave_pos = '0-1-2'", 'setGlobal'],
    ["SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'a:1-2'", 'setGlobal'],
    ['SET @x=1, GLOBAL max_connections=2', 'setGlobal'],
    ['SET @x=CONCAT(1,2), @@`a`, @@ global . y = 3', 'setGlobal'],
    ['SET PERSIST x=1', 'setGlobal'],
    ['SET @@PERSIST_ONLY.x=1', 'setGlobal'],
    ["SET PASSWORD FOR 'a'@'b' = 'x'", 'accounts'],
    ['SET DEFAULT ROLE `r` TO `a`@`%`', 'accounts'],
    ['SET STATEMENT max_statement_time=1 FOR DROP TABLE t', 'other'],
    ['LOCK TABLES `t` WRITE', 'lock'],
    ['lock table t read', 'lock'],
    ['UNLOCK TABLES', 'lock'],
    ['LOCK INSTANCE FOR BACKUP', 'other'],
    ['BEGIN', 'transaction'],
    ['BEGIN WORK', 'transaction'],
    ['BEGIN NOT ATOMIC DROP TABLE t; END', 'other'],
    ['START TRANSACTION', 'transaction'],
    ['COMMIT', 'transaction'],
    ['ROLLBACK', 'transaction'],
    ['PREPARE s FROM @s', 'prepared'],
    ['EXECUTE s', 'prepared'],
    ['EXECUTE IMMEDIATE @s', 'prepared'],
    ['DEALLOCATE PREPARE s', 'prepared'],
    ['DROP PREPARE s', 'prepared'],
    ["CREATE USER IF NOT EXISTS `a`@`%` IDENTIFIED BY 'x'", 'accounts'],
    ['CREATE OR REPLACE ROLE r', 'accounts'],
    ['ALTER USER a ACCOUNT LOCK', 'accounts'],
    ['DROP USER a', 'accounts'],
    ['DROP ROLE IF EXISTS r', 'accounts'],
    ['RENAME USER a TO b', 'accounts'],
    ['GRANT SELECT ON *.* TO `a`@`%`', 'accounts'],
    ['REVOKE ALL ON *.* FROM a', 'accounts'],
    ["CHANGE MASTER TO MASTER_LOG_FILE='x'", 'replication'],
    ["CHANGE REPLICATION SOURCE TO SOURCE_LOG_FILE='x'", 'replication'],
    ['STOP SLAVE', 'replication'],
    ['START REPLICA', 'replication'],
    ['STOP ALL SLAVES', 'replication'],
    ['RESET MASTER', 'replication'],
    ['ANALYZE DELETE FROM t', 'other'],
    ['/*! FLUSH PRIVILEGES */', 'accounts'],
    ['FLUSH PRIVILEGES, STATUS', 'other'],
    ['FLUSH TABLES WITH READ LOCK', 'other'],
    ['FLUSH TABLES t WITH READ LOCK', 'other'],
    ['FLUSH TABLES t FOR EXPORT', 'other'],
    ...[
      'TABLES',
      'LOGS',
      'BINARY LOGS',
      'HOSTS',
      'STATUS',
      'USER_RESOURCES',
      'SSL',
      'RELAY LOGS',
    ].map((what): [string, 'other'] => [`FLUSH ${what}`, 'other']),
    ['SET SESSION AUTHORIZATION root@localhost', 'other'],
    ['SET @x = f(1)', 'other'],
    ['SET @x = SETVAL(s, 1)', 'other'],
    ['DO f()', 'other'],
    ['DO SLEEP(1000)', 'maintenance'],
    ["SELECT GET_LOCK('x', 1)", 'other'],
    ['SELECT a.f(1)', 'other'],
    ['SELECT a.concat(1)', 'other'],
    ['SELECT `concat`(1)', 'other'],
    ['SELECT a.s.NEXTVAL', 'other'],
    ['SELECT COUNT (*), MAX(x) FROM t WHERE (a IN (1, 2)) AND EXISTS (SELECT 1)', 'maintenance'],
    ['SHOW TABLES WHERE a.f()', 'other'],
    ['CREATE TABLE t AS SELECT f()', 'other'],
    ['CREATE TABLE t VALUES ROW (a.f())', 'other'],
    ['CREATE TABLE t (a INT DEFAULT (NEXTVAL(a.b.c)))', 'other'],
    ['DELETE FROM t WHERE a.f() = 1', 'other'],
    ['UPDATE t SET x = f()', 'other'],
    ['DO 0', 'maintenance'],
    ['SELECT 1 FROM `t` LIMIT 0', 'maintenance'],
    ["/*!50112 SELECT COUNT(*) INTO @x FROM information_schema.t WHERE a = 'b' */", 'maintenance'],
    ["SELECT 'OUTFILE' FROM t", 'maintenance'],
    ["SELECT * FROM t INTO OUTFILE '/tmp/x'", 'other'],
    ["SELECT '' /* */ INTO /**/ dumpfile '/tmp/x'", 'other'],
    ['SHOW WARNINGS', 'maintenance'],
    ["LOAD DATA LOCAL INFILE 'x' INTO TABLE t", 'other'],
    ['CALL p()', 'other'],
    ['HANDLER t OPEN', 'other'],
    ['KILL 1', 'other'],
    ["INSTALL PLUGIN p SONAME 'x'", 'other'],
    ["CREATE FUNCTION f RETURNS STRING SONAME 'x.so'", 'other'],
    ['CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS ()', 'other'],
    ['(SELECT 1)', 'other'],
    ['nonsense', 'other'],
    ["'text'", 'other'],
    ['CREATE', 'other'],
    ['DROP TABLE', 'other'],
    ['DROP TABLE a,', 'other'],
    ['DROP TABLE `a', 'other'],
    ['DROP TABLE a b', 'other'],
    ['DROP TABLE a.b.c', 'other'],
    ['CREATE TABLE a.', 'other'],
    ['CREATE TRIGGER t AFTER INSERT', 'other'],
    ['RENAME TABLE a TO', 'other'],
    ['USE', 'other'],
    ['USE a b', 'other'],
  ])('%s', (sql, kind) => {
    expect(understood(sql)).toEqual({ kind });
  });

  test.each([
    ...['\\! touch x', '\\. file', '? help', 'source /x', 'SYSTEM ls', 'tee x', 'notee', 'pager x'],
    ...['nopager', 'edit', 'connect x', 'charset utf8', 'rehash', 'prompt x', 'print', 'warnings'],
    ...['nowarning', 'resetconnection', 'ssl_session_data_print', 'quit', 'exit', 'status', 'help'],
    ...['ego', 'go', 'clear', 'delimiter x', '-- comment\n  source x', '/*!40101 source x */'],
  ])('a command of the client: %s', (sql) => {
    expect(understood(sql)).toEqual({ kind: 'clientCommand' });
  });
});

test.each([
  'SET SQL_LOG_BIN = 0',
  'SET @@SESSION.SQL_LOG_BIN= 0',
  'SET @@SESSION.SQL_LOG_BIN = @MYSQLDUMP_TEMP_LOG_BIN',
  'SET LOCAL `sql_log_bin` = OFF',
  `/*${'x'.repeat(300)}*/ SET @@sql_log_bin := 0`,
])('%s concerns the binary log', (sql) => {
  expect(understood(sql)).toEqual({ kind: 'setSession', binaryLog: true });
});

test.each(['SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN', 'SET @sql_log_bin = 1'])(
  '%s does not',
  (sql) => {
    expect(understood(sql)).toEqual({ kind: 'setSession' });
  },
);

test('with other assignments the binary log is nothing that dumps set', () => {
  expect(understood('SET @x = 1, SESSION SQL_LOG_BIN = 0')).toEqual({ kind: 'other' });
});

describe('statements with an object', () => {
  test.each<[string, Understood]>([
    ['USE `shop`', { kind: 'use', name: 'shop' }],
    ['use shop -- now', { kind: 'use', name: 'shop' }],
    ['/*!40000 USE `a\nb``c` */', { kind: 'use', name: 'a\nb`c' }],
    ['INSERT INTO `t` VALUES (1)', { kind: 'insert', object: 'table', name: 't' }],
    ['insert t value (1)', { kind: 'insert', object: 'table', name: 't' }],
    [
      'INSERT INTO `a`.`t` (`x`, `y)`) VALUES (1,2)',
      { kind: 'insert', object: 'table', database: 'a', name: 't' },
    ],
    ['INSERT INTO t PARTITION (p) () VALUES ()', { kind: 'insert', object: 'table', name: 't' }],
    [
      'INSERT  IGNORE INTO t VALUES (1)',
      { kind: 'insert', object: 'table', name: 't', ordered: true },
    ],
    ['REPLACE INTO t VALUES (1)', { kind: 'insert', object: 'table', name: 't', ordered: true }],
    [
      'INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a=1',
      { kind: 'insert', object: 'table', name: 't', ordered: true },
    ],
    ["INSERT INTO t VALUES ('ON DUPLICATE KEY')", { kind: 'insert', object: 'table', name: 't' }],
    [
      'INSERT INTO a.t SELECT * FROM b.t',
      { kind: 'other', object: 'table', database: 'a', name: 't' },
    ],
    ['INSERT INTO t SET a=1', { kind: 'other', object: 'table', name: 't' }],
    ['DELETE FROM `t`', { kind: 'change', object: 'table', name: 't' }],
    ['DELETE FROM a.t WHERE 1', { kind: 'change', object: 'table', database: 'a', name: 't' }],
    ['DELETE FROM t, b.u USING t', { kind: 'other' }],
    ['DELETE FROM t USING t JOIN b.u', { kind: 'other' }],
    ['DELETE t FROM t', { kind: 'other' }],
    ['UPDATE t SET a=1', { kind: 'change', object: 'table', name: 't' }],
    ['UPDATE t, b.u SET a=1', { kind: 'other' }],
    ['ANALYZE TABLE t', { kind: 'maintenance', object: 'table', name: 't' }],
    [
      'OPTIMIZE NO_WRITE_TO_BINLOG TABLE t, a.b WAIT 5',
      {
        kind: 'maintenance',
        object: 'table',
        name: 't',
        others: [{ database: 'a', name: 'b' }],
      },
    ],
    [
      'ANALYZE TABLE t PERSISTENT FOR COLUMNS (x, y) INDEXES (), a.b PERSISTENT FOR ALL',
      {
        kind: 'maintenance',
        object: 'table',
        name: 't',
        others: [{ database: 'a', name: 'b' }],
      },
    ],
    ['REPAIR TABLES a.b QUICK', { kind: 'maintenance', object: 'table', database: 'a', name: 'b' }],
    ['CHECK TABLE a.b', { kind: 'maintenance', object: 'table', database: 'a', name: 'b' }],
    ['FLUSH LOCAL TABLES a.b', { kind: 'maintenance', object: 'table', database: 'a', name: 'b' }],
    ['DO SETVAL(a.s, 5)', { kind: 'maintenance', sequences: [{ database: 'a', name: 's' }] }],
    [
      'SELECT NEXTVAL(s), NEXT VALUE FOR a.s',
      { kind: 'maintenance', sequences: [{ name: 's' }, { database: 'a', name: 's' }] },
    ],
    [
      'DELETE FROM t WHERE SETVAL(a.s, 5)',
      { kind: 'change', object: 'table', name: 't', sequences: [{ database: 'a', name: 's' }] },
    ],
    [
      'CREATE TABLE t (a INT DEFAULT nextval(`a`.`s`), b INT DEFAULT (NEXT VALUE FOR s)) UNION=(c)',
      {
        kind: 'create',
        object: 'table',
        name: 't',
        others: [{ name: 'c' }],
        sequences: [{ database: 'a', name: 's' }, { name: 's' }],
      },
    ],
    [
      'ALTER TABLE t ADD a INT DEFAULT (SETVAL(a.s, 1)), RENAME b.u',
      {
        kind: 'alter',
        object: 'table',
        name: 't',
        others: [{ database: 'b', name: 'u' }],
        sequences: [{ database: 'a', name: 's' }],
      },
    ],
    ['UPDATE t JOIN u SET a=1', { kind: 'other' }],
    ['TRUNCATE TABLE t', { kind: 'alter', object: 'table', name: 't' }],
    ['truncate `a`.`t`', { kind: 'alter', object: 'table', database: 'a', name: 't' }],
    [
      '/*!40000 ALTER TABLE `t` DISABLE KEYS */',
      { kind: 'disableKeys', object: 'table', name: 't' },
    ],
    ['/*!40000 ALTER TABLE `t` ENABLE KEYS */', { kind: 'enableKeys', object: 'table', name: 't' }],
    ['ALTER TABLE t DISABLE KEYS, ADD a INT', { kind: 'alter', object: 'table', name: 't' }],
    [
      'ALTER IGNORE TABLE a.t ADD b INT',
      { kind: 'alter', object: 'table', database: 'a', name: 't' },
    ],
    [
      'ALTER TABLE t RENAME TO b.u',
      { kind: 'alter', object: 'table', name: 't', others: [{ database: 'b', name: 'u' }] },
    ],
    [
      'ALTER TABLE t RENAME = u',
      { kind: 'alter', object: 'table', name: 't', others: [{ name: 'u' }] },
    ],
    ['ALTER TABLE t RENAME COLUMN a TO b', { kind: 'alter', object: 'table', name: 't' }],
    [
      'ALTER TABLE t EXCHANGE PARTITION p WITH TABLE b.u',
      { kind: 'alter', object: 'table', name: 't', others: [{ database: 'b', name: 'u' }] },
    ],
    [
      'CREATE UNIQUE INDEX `i` ON `a`.`t` (x)',
      { kind: 'alter', object: 'table', database: 'a', name: 't' },
    ],
    ['DROP INDEX i ON t', { kind: 'alter', object: 'table', name: 't' }],
    [
      'RENAME TABLE a TO b.c, d.e TO f',
      {
        kind: 'alter',
        object: 'table',
        name: 'a',
        others: [{ database: 'b', name: 'c' }, { database: 'd', name: 'e' }, { name: 'f' }],
      },
    ],
    ['CREATE DATABASE `shop`', { kind: 'create', object: 'database', name: 'shop' }],
    [
      'CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop` /*!40100 DEFAULT CHARACTER SET utf8mb4 */',
      { kind: 'create', object: 'database', name: 'shop' },
    ],
    [
      '/*!40000 DROP DATABASE IF EXISTS `shop`*/',
      { kind: 'drop', object: 'database', name: 'shop' },
    ],
    ['DROP SCHEMA shop', { kind: 'drop', object: 'database', name: 'shop' }],
    [
      'ALTER DATABASE `shop` CHARACTER SET utf8',
      { kind: 'alter', object: 'database', name: 'shop' },
    ],
    ['ALTER DATABASE COLLATE utf8mb4_bin', { kind: 'alter', object: 'database' }],
    ['/*!80022 ALTER DATABASE READ ONLY = 1 */', { kind: 'alter', object: 'database' }],
    ['CREATE TABLE IF NOT EXISTS `t` (a INT)', { kind: 'create', object: 'table', name: 't' }],
    [
      'create table a . t like c.d',
      {
        kind: 'create',
        object: 'table',
        database: 'a',
        name: 't',
        others: [{ database: 'c', name: 'd' }],
      },
    ],
    [
      'CREATE TABLE `a``b`.`c.d` (x INT)',
      { kind: 'create', object: 'table', database: 'a`b', name: 'c.d' },
    ],
    ['CREATE TABLE .t (a INT)', { kind: 'create', object: 'table', name: 't' }],
    [
      'CREATE TEMPORARY TABLE t (a INT)',
      { kind: 'create', object: 'table', name: 't', temporary: true },
    ],
    [
      'CREATE TABLE m (a INT, KEY (a)) ENGINE=MRG_MyISAM UNION=(`a`,`b`.`c`)',
      {
        kind: 'create',
        object: 'table',
        name: 'm',
        others: [{ name: 'a' }, { database: 'b', name: 'c' }],
      },
    ],
    [
      'CREATE TABLE t SELECT 1 UNION (SELECT 2 FROM a.b)',
      { kind: 'create', object: 'table', name: 't' },
    ],
    [
      'CREATE OR REPLACE ALGORITHM=UNDEFINED DEFINER=`a`@`b` SQL SECURITY DEFINER VIEW `v` AS SELECT 1',
      { kind: 'create', object: 'view', name: 'v' },
    ],
    [
      '/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */\n/*!50001 VIEW `v` AS select 1 AS `1` */',
      { kind: 'create', object: 'view', name: 'v' },
    ],
    ['/*!50001 DROP VIEW IF EXISTS `v`*/', { kind: 'drop', object: 'view', name: 'v' }],
    ['DROP TABLE IF EXISTS `t`', { kind: 'drop', object: 'table', name: 't' }],
    [
      'DROP TABLES a, b.c CASCADE',
      { kind: 'drop', object: 'table', name: 'a', others: [{ database: 'b', name: 'c' }] },
    ],
    ['DROP TEMPORARY TABLE t', { kind: 'drop', object: 'table', name: 't', temporary: true }],
    [
      '/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER `t` BEFORE INSERT ON `items` FOR EACH ROW SET @a = 1 */',
      { kind: 'create', object: 'trigger', name: 't', table: 'items' },
    ],
    [
      'CREATE DEFINER=CURRENT_USER() TRIGGER IF NOT EXISTS a.t AFTER DELETE ON b.items FOR EACH ROW BEGIN END',
      {
        kind: 'create',
        object: 'trigger',
        database: 'a',
        name: 't',
        table: 'items',
        tableDatabase: 'b',
      },
    ],
    ['DROP TRIGGER IF EXISTS a.t', { kind: 'drop', object: 'trigger', database: 'a', name: 't' }],
    [
      'CREATE DEFINER=admin PROCEDURE p() SELECT 1',
      { kind: 'create', object: 'procedure', name: 'p' },
    ],
    [
      "CREATE DEFINER='a'@'%' FUNCTION f() RETURNS INT RETURN 1",
      { kind: 'create', object: 'function', name: 'f' },
    ],
    [
      'CREATE AGGREGATE FUNCTION f() RETURNS INT BEGIN END',
      { kind: 'create', object: 'function', name: 'f' },
    ],
    [
      '/*!50106 CREATE*/ /*!50117 DEFINER=`root`@`localhost`*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 DAY DO SELECT 1 */',
      { kind: 'create', object: 'event', name: 'e' },
    ],
    [
      'ALTER DEFINER=a@b EVENT e RENAME TO x.f',
      { kind: 'alter', object: 'event', name: 'e', others: [{ database: 'x', name: 'f' }] },
    ],
    ['CREATE SEQUENCE `s` start with 1', { kind: 'create', object: 'sequence', name: 's' }],
    ['DROP SEQUENCE IF EXISTS `s`', { kind: 'drop', object: 'sequence', name: 's' }],
    ['CREATE DEFINER=`a`@`b` PACKAGE `p` AS END', { kind: 'create', object: 'package', name: 'p' }],
    [
      'CREATE OR REPLACE PACKAGE BODY x.p AS END',
      { kind: 'create', object: 'package', database: 'x', name: 'p' },
    ],
    ['DROP PACKAGE BODY IF EXISTS `p`', { kind: 'drop', object: 'package', name: 'p' }],
    [
      'CREATE LIBRARY `l` LANGUAGE JAVASCRIPT AS $$ x $$',
      { kind: 'create', object: 'library', name: 'l' },
    ],
  ])('%s', (sql, expected) => {
    expect(understood(sql)).toEqual(expected);
  });
});

describe('an INSERT whose rows the splitter has counted', () => {
  const head = 'INSERT INTO `shop`.`t` (`a`) VALUES\n';

  function ofRows(rows: string, start = head): Understood {
    return understand(
      { bytes: Buffer.from(start + rows), headBytes: Buffer.byteLength(start), rows: 1 },
      modes,
    );
  }

  test('is read up to its rows', () => {
    expect(ofRows("('`;--DROP TABLE x, (((")).toEqual({
      kind: 'insert',
      object: 'table',
      database: 'shop',
      name: 't',
    });
  });

  test('is ordered if something may stand behind the rows that makes it so', () => {
    const ordered = { kind: 'insert', object: 'table', database: 'shop', name: 't', ordered: true };
    expect(ofRows('(1) ON DUPLICATE KEY UPDATE a = VALUES(a)')).toEqual(ordered);
    expect(ofRows('(1) on duplicate key update a = values(a)')).toEqual(ordered);
    expect(ofRows('(1) On /**/ Duplicate Key Update a = 1')).toEqual(ordered);
  });

  test('is ordered if it replaces or ignores', () => {
    for (const verb of [
      'REPLACE',
      'INSERT IGNORE',
      'INSERT  IGNORE',
      'INSERT LOW_PRIORITY IGNORE',
    ]) {
      expect(ofRows('(1)', `${verb} INTO t VALUES `)).toMatchObject({ ordered: true });
    }
  });
});

describe('names', () => {
  test('are read in the character set of the text', () => {
    // The second byte of each of these characters is a backslash or a backtick.
    const sjis = Buffer.from([0x83, 0x5c, 0x94, 0x5c, 0x81, 0x60]);
    const sql = Buffer.concat([Buffer.from('DROP TABLE `'), sjis, Buffer.from('`, `b`')]);
    expect(understood(sql, { characterSet: 'sjis' })).toMatchObject({
      name: 'ソ能～',
      others: [{ name: 'b' }],
    });
    const latin1 = Buffer.from('USE `é`', 'latin1');
    expect(understood(latin1, { characterSet: 'latin1' })).toEqual({ kind: 'use', name: 'é' });
    const gbk = Buffer.from([0x55, 0x53, 0x45, 0x20, 0x60, 0xd5, 0x5c, 0x60]);
    expect(understood(gbk, { characterSet: 'gbk' })).toEqual({ kind: 'use', name: '誠' });
  });

  test('stand in double quotes under ANSI_QUOTES alone', () => {
    const sql = 'DROP TABLE "a""b\\", "c"';
    expect(understood(sql, { ansiQuotes: true })).toMatchObject({
      kind: 'drop',
      name: 'a"b\\',
      others: [{ name: 'c' }],
    });
    expect(understood(sql)).toEqual({ kind: 'other' });
  });

  test('may hold anything', () => {
    for (const name of ['', ' ', "'", '"', ';', '*/', '/*!', '-- ', '\\', '\0', 'a.b', '日本']) {
      const sql = `DROP TABLE \`${name}\`.\`t\``;
      expect(understood(sql)).toEqual({ kind: 'drop', object: 'table', database: name, name: 't' });
    }
  });

  test('a backslash in a string is an escape unless the mode says otherwise', () => {
    const sql = "SET @a='\\\\', GLOBAL b='x'";
    expect(understood(sql).kind).toBe('setGlobal');
    const other = "SET @a='\\', GLOBAL b='x'";
    expect(understood(other).kind).toBe('setSession');
    expect(understood(other, { noBackslashEscapes: true }).kind).toBe('setGlobal');
  });
});

describe('comments that are executed from a version on', () => {
  const mysql57 = { flavor: 'mysql', version: '5.7.29' } as const;
  const mysql84 = { flavor: 'mysql', version: '8.4.8' } as const;
  const mariadb = { flavor: 'mariadb', version: '10.11.6-MariaDB' } as const;

  test.each<[string, readonly string[]]>([
    ['DROP TABLE /*!50000 a. */ t', ['a', 'a', 'a']],
    ['DROP TABLE /*! a. */ t', ['a', 'a', 'a']],
    ['DROP TABLE /*!80000 a. */ t', ['-', 'a', '-']],
    ['DROP TABLE /*!50700 a. */ t', ['a', 'a', '-']],
    ['DROP TABLE /*!080000 a. */ t', ['other', 'a', '-']],
    ['DROP TABLE /*!100100 a. */ t', ['other', '-', 'a']],
    ['DROP TABLE /*M!100100 a. */ t', ['-', '-', 'a']],
    ['DROP TABLE /*M! a. */ t', ['-', '-', 'a']],
    ['DROP TABLE /*M!101200 a. */ t', ['-', '-', '-']],
    ['DROP TABLE /*!99999 a. /* b. */ c. */ t', ['-', '-', '-']],
    ['DROP TABLE /*!50000 a. /* b. */ */ t', ['a', 'a', 'a']],
    ['DROP TABLE /* /*!50000 a. */ t', ['-', '-', '-']],
    ["DROP TABLE /*!99999 ' */ t /* ' */", ['-', '-', '-']],
    ['DROP TABLE /*!99999 a ( */ prod.t', ['prod', 'prod', 'prod']],
  ])('%s', (sql, expected) => {
    const found = [mysql57, mysql84, mariadb].map((server) => {
      const { kind, database } = understood(sql, {}, server);
      return kind === 'other' ? kind : (database ?? '-');
    });
    expect(found).toEqual(expected);
  });
});
