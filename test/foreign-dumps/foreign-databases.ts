/** Databases that the stock dump programs are given: none holds what makes them hang. */

import { hostileSchema } from '../round-trip/hostile-names.ts';
import { loadSampleShop } from '../sample/index.ts';
import type { DatabaseServer } from '../services/index.ts';
import { isMariadbProgram } from '../stock-tool/stock-dump.ts';

/**
 * Most of the programs never end where the text of an event holds two semicolons. Such an event is
 * dumped with one in their place.
 */
function withoutHang(statement: string): string {
  return /^CREATE EVENT/.test(statement) ? statement.replaceAll(';;', ';') : statement;
}

/** The sample shop, but for its event. */
export async function makeShop(server: DatabaseServer): Promise<string> {
  const database = await server.createDatabase('shop');
  await loadSampleShop(server, database);
  await server.query(`USE \`${database}\`; DROP EVENT forget_tokens;
CREATE EVENT forget_tokens ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:15:00' ON COMPLETION PRESERVE
  DISABLE COMMENT '毎晩 🌙' DO BEGIN UPDATE customers SET login_token = NULL WHERE note = ';'; END`);
  return database;
}

/** Names and texts that try to break out of statements and comments. */
export async function makeHostile(server: DatabaseServer, marker: string): Promise<string> {
  const database = await server.createDatabase('hostile');
  const statements = hostileSchema(marker).map(withoutHang);
  await server.query(`USE \`${database}\`; SET NAMES utf8mb4; ${statements.join(';\n')}`);
  return database;
}

/**
 * Columns and texts whose second bytes are backslashes and backticks in sjis. The programs can't dump a
 * table with such a name.
 */
export async function makeJapanese(server: DatabaseServer): Promise<string> {
  const database = await server.createDatabase('japanese');
  await server.query(`USE \`${database}\`; SET NAMES utf8mb4;
CREATE TABLE words (id INT PRIMARY KEY, \`構ソ\` VARCHAR(20) DEFAULT '予ソ' COMMENT '十') COMMENT='貼';
INSERT INTO words VALUES (1, 'ソ'), (2, '表''\\\\'), (3, '能;');
CREATE TABLE 日本 (id INT);
CREATE VIEW seen AS SELECT \`構ソ\` FROM words;
CREATE TRIGGER before_word BEFORE INSERT ON words FOR EACH ROW SET @a = '表';
CREATE PROCEDURE show_it() SELECT 'ソ'`);
  return database;
}

/** MariaDB's program writes the values of those of MySQL, which no server takes. */
export async function dumpsGeneratedColumns(server: DatabaseServer): Promise<boolean> {
  const { dump } = server.stockTools;
  return server.flavor === 'mariadb' || dump === undefined || !(await isMariadbProgram(dump));
}

/**
 * Few rows, and each kind of object and of reference from one to the other. Each statement is sent by
 * itself: MySQL would else keep the semicolon behind a body of one statement, and its program writes
 * such a trigger so that no client can restore it.
 */
export async function makeKinds(server: DatabaseServer): Promise<string> {
  const generated = (await dumpsGeneratedColumns(server)) ? 'AS (id * 2) STORED' : 'DEFAULT 2';
  // Of MySQL's MERGE tables MariaDB's program dumps the rows once more, and with GTIDs a server takes
  // no MyISAM rows where InnoDB's are written.
  const isMariadb = server.flavor === 'mariadb';
  const engine = isMariadb ? 'ENGINE=MyISAM' : '';
  const merge = isMariadb ? 'ENGINE=MERGE UNION=(log_a, log_b) INSERT_METHOD=LAST' : '';
  const database = await server.createDatabase('kinds');
  const statements = [
    'SET NAMES utf8mb4',
    `CREATE TABLE parents (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(20) DEFAULT 'it''s; \\\\')
      COMMENT='a;b'`,
    `CREATE TABLE children (id INT PRIMARY KEY, parent INT, b BLOB,
      FOREIGN KEY (parent) REFERENCES parents (id) ON DELETE CASCADE)`,
    `CREATE TABLE double_names (id INT PRIMARY KEY, twice INT ${generated}, KEY (twice))`,
    `CREATE TABLE partitioned (id INT, PRIMARY KEY (id)) PARTITION BY RANGE (id)
      (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)`,
    `CREATE TABLE log_a (id INT, KEY (id)) ${engine}`,
    `CREATE TABLE log_b (id INT, KEY (id)) ${engine}`,
    `CREATE TABLE logs (id INT, KEY (id)) ${merge}`,
    `INSERT INTO parents VALUES (1, 'a'), (2, 'b;'), (3, '-- c'), (4, 'd''\\\\')`,
    'INSERT INTO children VALUES (1, 1, 0x00), (2, NULL, NULL), (3, 3, 0x27)',
    'INSERT INTO double_names (id) VALUES (1), (2)',
    'INSERT INTO partitioned VALUES (1), (20)',
    'INSERT INTO log_a VALUES (1)',
    'INSERT INTO log_b VALUES (2)',
    'CREATE VIEW a_view AS SELECT c.id, p.name FROM children c JOIN parents p ON p.id = c.parent',
    `CREATE SQL SECURITY INVOKER VIEW b_view AS SELECT * FROM a_view WHERE name <> 'DEFINER=\`a\`'`,
    `CREATE TRIGGER before_child BEFORE INSERT ON children FOR EACH ROW SET NEW.b = IFNULL(NEW.b, '')`,
    `CREATE TRIGGER after_child AFTER DELETE ON children FOR EACH ROW
      BEGIN DELETE FROM log_a; DELETE FROM log_b; END`,
    `CREATE PROCEDURE do_it(INOUT a INT) BEGIN SET a = a + 1; SELECT "x;"; END`,
    'CREATE FUNCTION get_it(a INT) RETURNS INT DETERMINISTIC NO SQL RETURN a * 2',
    `CREATE EVENT each_day ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DISABLE
      DO DELETE FROM log_a`,
    ...(server.flavor === 'mariadb' ? mariadbKinds : []),
  ];
  await server.restore(database, `DELIMITER @@\n${statements.join('\n@@\n')}\n@@\n`);
  return database;
}

const mariadbKinds: readonly string[] = [
  'CREATE SEQUENCE numbers START WITH 5',
  'DO NEXTVAL(numbers)',
  'CREATE TABLE versioned (id INT PRIMARY KEY) WITH SYSTEM VERSIONING',
  'INSERT INTO versioned VALUES (1), (2)',
  'DELETE FROM versioned WHERE id = 1',
  `CREATE AGGREGATE FUNCTION add_up(x INT) RETURNS INT NO SQL BEGIN
    DECLARE s INT DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s;
    LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP; END`,
  "SET sql_mode = 'ORACLE'",
  'CREATE PACKAGE tools AS FUNCTION one RETURN INT NO SQL; END',
  'CREATE PACKAGE BODY tools AS FUNCTION one RETURN INT NO SQL AS BEGIN RETURN 1; END; END',
];
