/** A dump that was made to do harm: nothing beside the target changes, whatever it says. */

import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DumpError, restore } from '@dumpstream/core';
import { expect, test } from 'vitest';
import type { DatabaseServer } from '../services/database-server.ts';
import { describeEachServer } from '../services/vitest.ts';
import { streamOf } from './restored.ts';

const header = '-- MySQL dump 10.13  Distrib 8.0.0\nSET NAMES utf8mb4;\n';
const end = '\n-- Dump completed\n';
const madeTable = 'CREATE TABLE t (id INT PRIMARY KEY, x INT);\nINSERT INTO t VALUES (1, 1);\n';

interface Attack {
  readonly title: string;
  /** `V` stands for the other database. */
  readonly sql: string | Buffer;
  /** By default it is refused. It may also run, and change nothing elsewhere. */
  readonly outcome?: 'runs' | 'STATEMENT_FAILED' | 'INVALID_OPTION' | 'TRUNCATED_DUMP';
  readonly flavor?: DatabaseServer['flavor'];
}

const hex = (text: string): string => Buffer.from(text).toString('hex');

const refused = (...statements: readonly string[]): Attack[] =>
  statements.map((sql) => ({ title: sql, sql: `${sql};` }));

/** Sets a global variable where a backslash means something to the server, and not to its reader. */
const withoutEscapes = "SET @x = 'a\\', @y = ', GLOBAL max_connections = 77 -- ';";
/** The same the other way round. */
const withEscapes = "SET @x = 'a\\', GLOBAL max_connections = 77 -- ';";

const file = join(tmpdir(), `hostile-dump-${process.pid}`);

const attacks: readonly Attack[] = [
  // Tables of the other database, by every statement that may write or lock them.
  ...refused(
    ...['CREATE TABLE V.b (id INT)', 'CREATE TABLE IF NOT EXISTS V.a (id INT)', 'DROP TABLE V.a'],
    ...['DROP TABLE t, V.a', 'DROP TEMPORARY TABLE IF EXISTS V.a', 'TRUNCATE V.a', 'DROP VIEW V.v'],
    ...['TRUNCATE TABLE V.a', 'RENAME TABLE t TO V.b', 'RENAME TABLE V.a TO t2', 'DELETE FROM V.a'],
    ...['RENAME TABLE t TO t2, V.a TO V.b', 'ALTER TABLE V.a ADD y INT', 'UPDATE V.a SET x = 9'],
    ...['ALTER TABLE t RENAME V.b', 'ALTER TABLE t RENAME TO V.b', 'INSERT INTO V.a VALUES (9, 9)'],
    ...['REPLACE INTO V.a VALUES (1, 9)', 'INSERT INTO V.a SET id = 9', 'DELETE a FROM V.a'],
    ...[
      'INSERT INTO V.a SELECT 9, 9',
      'INSERT IGNORE V.a VALUES (9, 9)',
      'DELETE FROM V.a WHERE 1',
    ],
    ...['DELETE V.a FROM t, V.a', 'DELETE FROM V.a USING t, V.a', 'UPDATE t, V.a SET V.a.x = 9'],
    ...[
      'UPDATE t JOIN V.a SET a.x = 9',
      'CREATE INDEX i ON V.a (x)',
      'DROP INDEX `PRIMARY` ON V.a',
    ],
    ...['OPTIMIZE TABLE V.a', 'OPTIMIZE TABLE t, V.a', 'REPAIR TABLE V.a', 'ANALYZE TABLE V.a'],
    ...['ANALYZE NO_WRITE_TO_BINLOG TABLE t, V.a', 'CHECK TABLE V.a', 'CHECKSUM TABLE V.a'],
    ...['FLUSH TABLES V.a', 'FLUSH TABLES', 'FLUSH TABLES WITH READ LOCK', 'HANDLER V.a OPEN'],
    ...['FLUSH TABLES t, V.a FOR EXPORT', 'CREATE VIEW V.w AS SELECT 1', 'CALL V.p()', 'CALL p()'],
    ...['CREATE TRIGGER V.r BEFORE INSERT ON V.a FOR EACH ROW SET @x = 1', 'DROP PROCEDURE V.p'],
    ...['CREATE TRIGGER r BEFORE INSERT ON V.a FOR EACH ROW SET @x = 1', 'DROP TRIGGER V.r'],
    ...['CREATE PROCEDURE V.q() SELECT 1', 'CREATE FUNCTION V.g() RETURNS INT RETURN 1'],
    ...['CREATE EVENT V.e ON SCHEDULE EVERY 1 DAY DO SELECT 1', 'DROP FUNCTION V.f'],
    ...['CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1;\nALTER EVENT e RENAME TO V.e'],
    ...['CREATE TABLE m (id INT, x INT) ENGINE=MERGE UNION=(V.a) INSERT_METHOD=LAST'],
    ...['ALTER TABLE t UNION=(V.a)', 'ALTER TABLE t EXCHANGE PARTITION p WITH TABLE V.a'],
    ...['ALTER TABLE t CONVERT PARTITION p TO TABLE V.b', 'ALTER PROCEDURE V.p COMMENT "x"'],
    ...["LOAD DATA INFILE '/etc/passwd' INTO TABLE V.a", 'IMPORT TABLE FROM "/tmp/x.sdi"'],
    ...["LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t", 'ANALYZE DELETE FROM V.a'],
    ...['EXPLAIN ANALYZE DELETE FROM V.a', 'WITH c AS (SELECT 1) DELETE FROM V.a'],
    ...['SET STATEMENT max_statement_time=1 FOR DELETE FROM V.a', '(SELECT 1)', 'TABLE V.a'],
    ...[
      'BEGIN NOT ATOMIC DELETE FROM V.a; END',
      'DELETE HISTORY FROM V.a',
      'LOCK INSTANCE FOR BACKUP',
    ],
  ),
  // What a SELECT, DO, SET or WHERE calls.
  ...refused(
    ...['SELECT V.f()', 'DO V.f()', 'DO `V`.`f`()', 'SET @x = V.f()', 'SHOW TABLES WHERE V.f()'],
    ...['SET @x = 1, @y = (SELECT V.f())', 'DELETE FROM t WHERE V.f()', 'UPDATE t SET x = V.f()'],
    ...['CREATE TABLE u AS SELECT V.f()', 'CREATE TABLE u SELECT `V`.`f` () AS x', 'SELECT `f`()'],
    ...["SELECT GET_LOCK('x', 1)", "DO RELEASE_LOCK('x')", 'SELECT f()'],
    ...[`SELECT 1 INTO OUTFILE '${file}'`, `SELECT 1 INTO DUMPFILE '${file}'`],
    ...[`CREATE TABLE u AS SELECT 1 INTO OUTFILE '${file}'`, "DO LOAD_FILE('/etc/passwd')"],
  ),
  // The server as a whole.
  ...refused(
    ...[
      'SHUTDOWN',
      'KILL 1',
      'KILL QUERY 1',
      'RESTART',
      "INSTALL PLUGIN p SONAME 'p.so'",
      'XA RECOVER',
    ],
    ...["INSTALL SONAME 'ha_connect'", 'INSTALL COMPONENT "file://x"', 'UNINSTALL PLUGIN x'],
    ...["CREATE FUNCTION u RETURNS STRING SONAME 'u.so'", 'PURGE BINARY LOGS TO "x"', "BINLOG ''"],
    ...["CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'h')", 'DROP SERVER s'],
    ...[
      "CREATE TABLESPACE s ADD DATAFILE 's.ibd'",
      'CREATE UNDO TABLESPACE u ADD DATAFILE "u.ibu"',
    ],
    ...['CREATE RESOURCE GROUP g TYPE = USER', 'ALTER INSTANCE ROTATE INNODB MASTER KEY'],
    ...['ALTER INSTANCE DISABLE INNODB REDO_LOG', 'CLONE LOCAL DATA DIRECTORY = "/tmp/clone"'],
    ...[
      'FLUSH LOGS',
      'FLUSH BINARY LOGS',
      'FLUSH HOSTS',
      'FLUSH STATUS',
      'FLUSH PRIVILEGES, STATUS',
    ],
    ...['RESET QUERY CACHE', 'RESET PERSIST', 'CACHE INDEX t IN c', 'BACKUP STAGE START'],
    ...['SET SESSION AUTHORIZATION root@localhost', 'SET @x = 1, SQL_LOG_BIN = 0'],
    ...["SET @x = 1, PASSWORD FOR U = PASSWORD('x')", 'SET @x = 1, DEFAULT ROLE NONE FOR U'],
    ...[
      'HELP',
      'SYSTEM id',
      '\\! id',
      'source /etc/passwd',
      'CREATE SPATIAL REFERENCE SYSTEM 1 NAME "x"',
    ],
  ),
  // Left out, as dumps hold such.
  ...[
    ...['SET GLOBAL max_connections = 77', 'SET @@GLOBAL.max_connections = 77', 'FLUSH PRIVILEGES'],
    ...['SET @x = 1, GLOBAL max_connections = 77', 'SET @x = 1, @@global . max_connections = 77'],
    ...['SET PERSIST max_connections = 77', "CREATE USER evil@localhost IDENTIFIED BY 'x'"],
    ...[
      'GRANT ALL ON *.* TO U',
      'DROP USER U',
      "ALTER USER U IDENTIFIED BY 'y'",
      'REVOKE ALL ON *.* FROM U',
    ],
    ...["SET PASSWORD FOR U = 'y'", 'CREATE ROLE evil', 'RENAME USER U TO evil@localhost'],
    ...["CHANGE MASTER TO MASTER_HOST = 'evil'", 'RESET MASTER', 'START SLAVE', 'STOP SLAVE'],
    ...["CHANGE REPLICATION SOURCE TO SOURCE_HOST = 'evil'", 'SET SQL_LOG_BIN = 0'],
    ...['LOCK TABLES V.a WRITE', 'START TRANSACTION', 'UNLOCK TABLES'],
  ].map((sql): Attack => ({ title: sql, sql: `${sql};`, outcome: 'runs' })),
  // Texts that are prepared.
  ...refused(
    ...["PREPARE s FROM 'DROP TABLE V.a'", "PREPARE s FROM 'DELETE v FROM V.a v'"],
    ...["PREPARE s FROM 'DELETE FROM t'", "PREPARE s FROM 'INSERT INTO t VALUES (5, 5)'"],
    ...["PREPARE s FROM 'DROP DATABASE V'", "PREPARE s FROM 'USE V'", "PREPARE s FROM 'DO V.f()'"],
    ...[
      "SET @a = 'OPTIMIZE TABLE V.a'",
      "PREPARE s FROM 'SELECT V.f()'",
      'PREPARE s FROM @unknown',
    ],
    ...["SET @a = CONCAT('DROP TAB', 'LE V.a');\nPREPARE s FROM @a;\nEXECUTE s"],
    ...["SET @a = 'DROP TABLE ' 'V.a';\nPREPARE s FROM @a;\nEXECUTE s"],
    ...["SELECT 'DROP TABLE V.a' INTO @a;\nPREPARE s FROM @a;\nEXECUTE s"],
    ...["EXECUTE IMMEDIATE CONCAT('DROP TAB', 'LE V.a')", "EXECUTE IMMEDIATE 'DROP TABLE V.a'"],
    ...["SET @a = 'SET GLOBAL max_connections = 77';\nPREPARE s FROM @a;\nEXECUTE s"],
  ),
  ...['0x', "x'"].map(
    (mark): Attack => ({
      title: `a text in hexadecimal, ${mark}`,
      sql: `SET @a = ${mark}HEX${mark === '0x' ? '' : "'"};\nPREPARE s FROM @a;\nEXECUTE s;`,
    }),
  ),
  // Ways round the names.
  {
    title: 'rows through a view',
    sql: 'CREATE VIEW w AS SELECT * FROM V.a;\nINSERT INTO w VALUES (9, 9);',
  },
  {
    title: 'rows through a view that has taken the place of a table',
    sql: 'CREATE VIEW w AS SELECT * FROM V.a;\nRENAME TABLE t TO u, w TO t;\nINSERT INTO t VALUES (9, 9);',
  },
  {
    title: 'rows through a view that a prepared text has made',
    sql:
      'DROP TABLE t;\nPREPARE s FROM "CREATE VIEW t AS SELECT * FROM V.a";\nEXECUTE s;\n' +
      'INSERT INTO t VALUES (9, 9);',
  },
  {
    title: 'DELETE through a view',
    sql: 'CREATE VIEW w AS SELECT * FROM V.a;\nDELETE FROM w;',
  },
  {
    title: 'UPDATE through a view',
    sql: 'CREATE VIEW w AS SELECT * FROM V.a;\nUPDATE w SET x = 9;',
  },
  {
    title: 'a view behind a temporary table of its name',
    sql:
      'CREATE VIEW w AS SELECT * FROM V.a;\nCREATE TEMPORARY TABLE w (id INT, x INT);\n' +
      'PREPARE s FROM "DROP TEMPORARY TABLE w";\nEXECUTE s;\nINSERT INTO w VALUES (9, 9);',
  },
  {
    title: 'a comment of a version that no server has',
    sql: 'DROP TABLE t /*M!999999 , V.a */;',
    outcome: 'runs',
  },
  {
    title: 'a comment of a version that MariaDB takes for one of its past',
    sql: 'DROP TABLE /*M!99999 V. */ t;',
    flavor: 'mariadb',
  },
  {
    title: 'a comment that hides a second statement',
    sql: 'SELECT 1 /*! ; DROP TABLE V.a */;',
    outcome: 'STATEMENT_FAILED',
  },
  {
    title: 'a no-break space in latin1',
    sql: Buffer.from('SET NAMES latin1;\nSET @a = 1,\xa0GLOBAL max_connections = 77;', 'latin1'),
    outcome: 'runs',
  },
  {
    title: 'a database that the dump calls its own first',
    sql: 'USE V;\nDROP TABLE IF EXISTS a;\nDELETE FROM V.t;\nDROP DATABASE V;',
    outcome: 'runs',
  },
  {
    title: 'the same in another spelling',
    sql: 'CREATE DATABASE `V`;\nDELETE FROM `V`.`t`;\nTRUNCATE /*!40000 `V`.*/ t;',
    outcome: 'runs',
  },
  // Ways round the modes that the text is read in.
  ...[
    "SET sql_mode = 'NO_BACKSLASH_ESCAPES', GLOBAL max_connections = 99",
    "SET NAMES gbk, sql_mode = 'NO_BACKSLASH_ESCAPES', GLOBAL max_connections = 99",
    "/*!99999 SET sql_mode = 'NO_BACKSLASH_ESCAPES' */",
    "/*M!200000 SET sql_mode = 'NO_BACKSLASH_ESCAPES' */",
  ].map(
    (sql): Attack => ({
      title: `modes that are not in force, as it is left out: ${sql}`,
      sql: `${sql};\n${withoutEscapes}`,
      outcome: 'TRUNCATED_DUMP',
    }),
  ),
  ...['character_set_results = ucs2', 'sql_select_limit = 0'].map(
    (setting): Attack => ({
      title: `modes that can not be asked for under ${setting}`,
      sql: `SET ${setting};\nSET sql_mode = CONCAT('NO_BACKSLASH', '_ESCAPES');\n${withEscapes}`,
      outcome: 'TRUNCATED_DUMP',
    }),
  ),
  // To MySQL 8 these are sql_mode, sql_log_bin and @a.
  ...refused(
    `SET sql_mod\xc3\xa9 = 'NO_BACKSLASH_ESCAPES';\n${withEscapes}`,
    `SET @@session.\`\xc5\xbfql_mode\` = 'NO_BACKSLASH_ESCAPES';\n${withEscapes}`,
    'SET sql_log_b\xc3\xaen = 0',
    ...['@\xc3\xa1', "@'a'", '@"a"'].flatMap((name) =>
      [`SET ${name}`, `SET timestamp = 1, ${name}`].map(
        (set) =>
          `SET @a = 'DO 0';\n${set} = 'SET GLOBAL max_connections = 77';\nPREPARE s FROM @a;\nEXECUTE s`,
      ),
    ),
  ).map((attack): Attack => ({ ...attack, sql: Buffer.from(String(attack.sql), 'latin1') })),
  ...refused(
    "SET /*M!200000 @a = 'DO 0' -- */ @a = CONCAT('DROP TAB', 'LE V.a') /*\n*/;\nPREPARE s FROM @a;\nEXECUTE s",
    "SET @a = CONCAT('DROP TAB', 'LE V.a');\nPREPARE s FROM /*M!200000 'DO 0' -- */ @a /*\n*/;\nEXECUTE s",
    'CREATE TABLE m LIKE V.m;\nINSERT INTO m VALUES (9, 9)',
    'CREATE TABLE m (LIKE V.m);\nINSERT INTO m VALUES (9, 9)',
  ),
  // Prepared texts that name the database which the dump calls its own.
  ...refused(
    "USE V;\nPREPARE s FROM 'DROP TABLE V.a';\nEXECUTE s",
    "USE V;\nSET @a = 'DROP TABLE V.a';\nPREPARE s FROM @a;\nEXECUTE s",
    "USE V;\nSET @a = x'HEX';\nPREPARE s FROM @a;\nEXECUTE s",
    'USE V;\nSET @a = 0xHIDDEN;\nPREPARE s FROM @a;\nEXECUTE s',
  ),
  // Of the session, and meant for replicas, or against the server's log.
  ...[
    "SET SESSION gtid_next = 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa:1'",
    'SET @@session.server_id = 77',
    'SET skip_replication = 1',
    'SET SESSION sql_log_off = 1',
  ].map((sql): Attack => ({ title: sql, sql: `${sql};`, outcome: 'runs' })),
  { title: 'two databases', sql: 'USE V;\nUSE W;', outcome: 'INVALID_OPTION' },
  ...[
    ...[
      'SELECT SETVAL(V.s, 500)',
      'DO SETVAL(V.s, 500)',
      'SELECT NEXT VALUE FOR V.s',
      'DROP SEQUENCE V.s',
    ],
    ...['ALTER SEQUENCE V.s RESTART 500', 'CREATE TABLE u (id INT DEFAULT nextval(V.s))'],
    ...[
      'ALTER TABLE t ADD y INT DEFAULT (NEXT VALUE FOR V.s)',
      'INSERT INTO V.s VALUES (1,1,1,1,1,1,0,0)',
    ],
    ...['CREATE TABLE u AS SELECT NEXTVAL(V.s)', 'DELETE FROM t WHERE SETVAL(V.s, 500)'],
    ...['SET sql_mode = ORACLE;\nSELECT V.s.NEXTVAL'],
  ].map((sql): Attack => ({ title: sql, sql: `${sql};`, flavor: 'mariadb' })),
];

describeEachServer('a hostile dump', (server) => {
  async function bystander(): Promise<{
    name: string;
    user: string;
    state: () => Promise<unknown>;
  }> {
    const name = await server.createDatabase('bystander');
    const user = `${name.slice(-20)}@localhost`;
    await server.query(
      `USE ${name}; CREATE TABLE a (id INT PRIMARY KEY, x INT); INSERT INTO a VALUES (1, 1);
       CREATE VIEW v AS SELECT * FROM a; CREATE PROCEDURE p() DELETE FROM a;
       CREATE TABLE merged (id INT, x INT) ENGINE=MyISAM;
       CREATE TABLE m (id INT, x INT) ENGINE=MERGE UNION=(merged) INSERT_METHOD=LAST;
       CREATE USER ${user} IDENTIFIED BY 'Secret-of-1'`,
    );
    await server.query(
      `CREATE FUNCTION ${name}.f() RETURNS INT DETERMINISTIC BEGIN DELETE FROM ${name}.a; RETURN 1; END`,
    );
    if (server.flavor === 'mariadb') await server.query(`CREATE SEQUENCE ${name}.s`);
    const questions = [
      `SELECT TABLE_NAME AS n, TABLE_TYPE AS y, CREATE_TIME AS m FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = '${name}' ORDER BY 1`,
      `SELECT * FROM ${name}.a`,
      `SELECT * FROM ${name}.merged`,
      `SHOW CREATE TABLE ${name}.a`,
      `SELECT ROUTINE_NAME AS n FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${name}' ORDER BY 1`,
      `SHOW TRIGGERS FROM ${name}`,
      `SHOW EVENTS FROM ${name}`,
      `SHOW GRANTS FOR ${user}`,
      `SELECT * FROM mysql.user WHERE User = '${user.split('@')[0]}'`,
      `SELECT User FROM mysql.user WHERE User = 'evil'`,
      'SELECT @@GLOBAL.max_connections AS m',
      ...(server.flavor === 'mariadb' ? [`SELECT next_not_cached_value AS n FROM ${name}.s`] : []),
    ];
    const state = async (): Promise<unknown> => {
      const answers: unknown[] = [existsSync(file)];
      for (const question of questions) answers.push(await server.query(question));
      return answers;
    };
    return { name, user, state };
  }

  test('changes nothing beside the target, statement by statement', async () => {
    const { name, user, state } = await bystander();
    const before = await state();
    const wrong: string[] = [];
    const last: string[] = [];
    const { flavor } = server;
    const tryable = attacks.filter((attack) => (attack.flavor ?? flavor) === flavor);
    for (const attack of tryable) {
      const target = await server.createDatabase('target');
      const named = attack.sql
        .toString('latin1')
        .replaceAll('HEX', hex(`DROP TABLE ${name}.a`))
        .replaceAll('HIDDEN', hex(`DROP TABLE /*M!200000 -- */ ${name}.a /*\n*/`))
        .replaceAll(/\bV\b/g, name)
        .replaceAll(/\bU\b/g, user);
      const text = Buffer.from(`${header}${madeTable}${named}${end}`, 'latin1');
      const connection = server.url(target);
      const outcome = await restore(streamOf(text), { connection }).then(
        () => 'runs',
        ({ code }: DumpError) => code,
      );
      await server.query(`DROP DATABASE ${target}`);
      if (outcome !== (attack.outcome ?? 'REFUSED_STATEMENT')) {
        wrong.push(`${attack.title}: ${outcome}`);
      }
      last.push(attack.title);
      // Asking takes longer than restoring.
      if (last.length < 12 && attack !== tryable.at(-1)) continue;
      if (JSON.stringify(await state()) !== JSON.stringify(before)) {
        expect.fail(`one of these has changed what is beside the target: ${last.join('; ')}`);
      }
      last.length = 0;
    }
    await server.query(`DROP USER ${user}`);
    expect(wrong).toEqual([]);
    expect(tryable.length).toBeGreaterThan(150);
  }, 300_000);
});
