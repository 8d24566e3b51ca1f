/** Defects that once were, each with a test that it does not come back. */

import { expect, test } from 'vitest';
import { compareDatabases } from '../sample/compare.ts';
import { describeEachServer } from '../services/vitest.ts';
import { exactRows, restoreCopy, roundTrip } from './round-trip.ts';

describeEachServer('regression:', (server) => {
  test('a CHAR key under a collation without padding lost rows at chunk borders', async () => {
    const collations = await server.query(
      `SELECT COLLATION_NAME AS name FROM information_schema.COLLATIONS
        WHERE COLLATION_NAME IN ('utf8mb4_nopad_bin', 'utf8mb4_general_nopad_ci', 'utf8mb4_0900_ai_ci', 'utf8mb4_0900_bin')`,
    );
    // MySQL 5.7 has none of them; a padded one is tried in their place.
    for (const { name } of collations.length > 0 ? collations : [{ name: 'utf8mb4_bin' }]) {
      const { source, target } = await roundTrip(
        server,
        `SET NAMES utf8mb4; CREATE TABLE t (b CHAR(5) CHARACTER SET utf8mb4 COLLATE ${name} PRIMARY KEY);
INSERT INTO t VALUES ('a'), ('a\\t'), (''), ('c'), ('b ');`,
        { chunkBytes: 1 },
      );
      const before = await exactRows(server, source, 't');
      expect(before).toHaveLength(5);
      expect(await exactRows(server, target, 't'), String(name)).toEqual(before);
    }
  });

  test('a SET or ENUM with an empty member changed its values', async () => {
    const { source, target } = await roundTrip(
      server,
      `SET sql_mode = ''; CREATE TABLE t (id INT PRIMARY KEY, s SET('','a'), e ENUM('',',a'), f ENUM('a',''','));
INSERT INTO t VALUES (0, 0, 0, 0), (1, 1, 1, 1), (2, 2, 2, 2), (3, 3, '', '');`,
    );
    const before = await exactRows(server, source, 't');
    expect(new Set(before.map(({ c1 }) => c1)).size).toBe(4);
    expect(await exactRows(server, target, 't')).toEqual(before);
  });

  test('objects of a database whose name differs in case or accents were taken for its own', async () => {
    const name = await server.createDatabase('equal');
    const others = [name.toUpperCase(), name.replace('u', 'ü')];
    for (const other of others) {
      await server.query(
        `SET NAMES utf8mb4; CREATE DATABASE \`${other}\`; CREATE TABLE \`${other}\`.t (id INT);
CREATE PROCEDURE \`${other}\`.p() SELECT 1; CREATE EVENT \`${other}\`.e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1;
CREATE TRIGGER \`${other}\`.g BEFORE INSERT ON \`${other}\`.t FOR EACH ROW SET NEW.id = 1;
CREATE VIEW \`${other}\`.v AS SELECT 1 AS one`,
      );
    }
    await server.query(`CREATE TABLE \`${name}\`.t (id INT)`);
    const { summary } = await restoreCopy(server, name);
    expect(summary).toMatchObject({
      databases: [name],
      routines: 0,
      events: 0,
      triggers: 0,
      views: 0,
    });
    expect(summary.tables).toHaveLength(1);
    for (const other of others) await server.query(`DROP DATABASE \`${other}\``);
  });

  test('a unique key that the optimizer must not use was named in the query', async () => {
    const keyword = server.flavor === 'mariadb' ? 'IGNORED' : 'INVISIBLE';
    const hidden = server.version.startsWith('5.7') ? '' : keyword;
    const { source, target } = await roundTrip(
      server,
      `CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, UNIQUE KEY zz (a), UNIQUE KEY aa (b) ${hidden});
INSERT INTO t VALUES (1, 3), (2, 2), (3, 1);`,
      { chunkBytes: 1 },
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('a parameter took the character set that the database has by now', async () => {
    const database = await server.createDatabase('recoded');
    await server.query(
      `ALTER DATABASE \`${database}\` CHARACTER SET latin1 COLLATE latin1_swedish_ci`,
    );
    await server.restore(
      database,
      'CREATE FUNCTION f(x VARCHAR(10)) RETURNS VARCHAR(10) DETERMINISTIC RETURN x;',
    );
    await server.query(
      `ALTER DATABASE \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`,
    );
    const { target } = await restoreCopy(server, database);
    const collations = await server.query(
      `SELECT DISTINCT CHARACTER_SET_NAME AS name FROM information_schema.PARAMETERS WHERE SPECIFIC_SCHEMA = '${target}'`,
    );
    expect(collations).toEqual([{ name: 'latin1' }]);
    expect(
      await server.query(
        `SELECT DEFAULT_COLLATION_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '${target}'`,
      ),
    ).toEqual([{ name: 'utf8mb4_general_ci' }]);
  });

  test('a view with a quote in a column name was made before the view it reads from', async () => {
    const { source, target } = await roundTrip(
      server,
      `CREATE TABLE t (c INT);
CREATE VIEW z AS SELECT c AS a FROM t;
CREATE VIEW a AS SELECT a AS \`it's\`, 'x' AS \`b\\\\'c\` FROM z;
CREATE VIEW \`\`\`b\` AS SELECT a AS \`'\` FROM z;`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('the default of a NOT NULL column became empty', async () => {
    const { source, target } = await roundTrip(
      server,
      `SET NAMES utf8mb4; CREATE TABLE t (a CHAR(39) NOT NULL DEFAULT '?', b VARCHAR(9) CHARACTER SET cp932 NOT NULL DEFAULT '-', c ENUM('0','?') CHARACTER SET cp932 NOT NULL DEFAULT '0', d VARCHAR(9) CHARACTER SET cp932 NOT NULL DEFAULT '');
CREATE TABLE u LIKE t; INSERT INTO u VALUES ();`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
    const [row] = await server.query(
      `INSERT INTO \`${target}\`.t VALUES (); SELECT a, b, c + 0 AS c, d FROM \`${target}\`.t`,
    );
    expect(row).toEqual({ a: '?', b: '-', c: 1, d: '' });
  });

  test('names and comments of programs came back under another character set', async () => {
    const latin1 = Buffer.from(
      `SET NAMES latin1; CREATE FUNCTION \`f\xe9\`(\`p\xe9\` INT) RETURNS VARCHAR(9) CHARSET latin1 DETERMINISTIC COMMENT 'c\xe9 \\\\ "x"' RETURN 'b\xe9';
CREATE TABLE \`t\xe9\` (a VARCHAR(9)); CREATE TRIGGER \`g\xe9\` BEFORE INSERT ON \`t\xe9\` FOR EACH ROW SET NEW.a = '\xe9';
CREATE EVENT \`e\xe9\` ON SCHEDULE AT '2037-03-04 05:06:07' DISABLE COMMENT 'c\xe9' DO SET @x = '\xe9';\n`,
      'latin1',
    );
    const cp932 = Buffer.concat([
      Buffer.from("SET NAMES cp932; CREATE PROCEDURE p() COMMENT '"),
      Buffer.of(0x93, 0xfa, 0x96, 0x7b),
      Buffer.from("' SELECT '"),
      Buffer.of(0x93, 0xfa, 0x96, 0x7b),
      Buffer.from("';"),
    ]);
    const { source, target } = await roundTrip(server, Buffer.concat([latin1, cp932]));
    expect(await compareDatabases(server, source, target)).toEqual([]);
    expect(await server.query(`SELECT \`${target}\`.\`fé\`(1) AS v`)).toEqual([{ v: 'bé' }]);
    expect(
      await server.query(
        `SELECT ROUTINE_COMMENT AS comment FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${target}' ORDER BY ROUTINE_NAME`,
      ),
    ).toEqual([{ comment: 'cé \\ "x"' }, { comment: '日本' }]);
  });

  test('comments and returned types were escaped twice under NO_BACKSLASH_ESCAPES', async () => {
    const { source, target } = await roundTrip(
      server,
      String.raw`SET sql_mode = 'NO_BACKSLASH_ESCAPES';
CREATE PROCEDURE p(a ENUM('\')) SQL SECURITY INVOKER COMMENT 'it''s \. x
y' SELECT '\';
CREATE FUNCTION f() RETURNS ENUM('\','b''c') CHARSET utf8 DETERMINISTIC COMMENT '\' RETURN '\';
CREATE EVENT e ON SCHEDULE AT '2037-03-04 05:06:07' DISABLE COMMENT '\n' DO SET @x = '\';`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
    expect(await server.query(`SELECT HEX(\`${target}\`.f()) AS v`)).toEqual(
      await server.query(`SELECT HEX(\`${source}\`.f()) AS v`),
    );
  });

  test('an event that was made under HIGH_NOT_PRECEDENCE could not be restored', async () => {
    const { source, target } = await roundTrip(
      server,
      `SET sql_mode = 'HIGH_NOT_PRECEDENCE';
CREATE EVENT e ON SCHEDULE AT '2037-03-04 05:06:07' DISABLE DO SET @x = 'ON COMPLETION NOT PRESERVE';
CREATE EVENT p ON SCHEDULE EVERY 1 DAY ON COMPLETION PRESERVE DISABLE DO SET @x = 1;`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('a backslash at the end of a line in a name got lost', async () => {
    const { source, target } = await roundTrip(
      server,
      Buffer.from("CREATE TABLE t (`a\\\\\n#b` INT COMMENT 'x\\\\\\\\\ny');"),
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('the default of a FLOAT was rounded to six digits', async () => {
    const { source, target } = await roundTrip(
      server,
      `CREATE TABLE t (a INT, b FLOAT NOT NULL DEFAULT 16777217e0, c FLOAT DEFAULT -0.14285714, d FLOAT DEFAULT 1.17549435e-38, e FLOAT DEFAULT 7, f FLOAT, g DOUBLE DEFAULT 0.14285714285714285);`,
    );
    for (const database of [source, target]) {
      await server.query(`INSERT INTO \`${database}\`.t (a) VALUES (1)`);
    }
    const before = await exactRows(server, source, 't');
    expect(before[0]).toMatchObject({ c1: '16777216' });
    expect(await exactRows(server, target, 't')).toEqual(before);
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('a trigger made under NO_BACKSLASH_ESCAPES could not be restored on a table with quotes in expressions', async () => {
    // MySQL 5.7 can't open such a partition under that mode at all.
    const partition = server.version.startsWith('5.7')
      ? ''
      : "PARTITION BY LIST (a) (PARTITION p VALUES IN (0) COMMENT = ''';')";
    const { source, target } = await roundTrip(
      server,
      String.raw`CREATE TABLE t (a INT NOT NULL, g VARCHAR(60) AS (CONCAT('\\''', a))) ${partition};
SELECT 1 FROM t LIMIT 0;
SET sql_mode = 'NO_BACKSLASH_ESCAPES';
CREATE TRIGGER r BEFORE UPDATE ON t FOR EACH ROW SET @x = '\';`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('an ENUM with a question mark that no row has was refused on MySQL before 9', async () => {
    const { source, target, summary } = await roundTrip(
      server,
      "CREATE TABLE t (a ENUM('yes','no','?'), b SET('?','x')); INSERT INTO t VALUES ('yes', '?');",
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
    const told = server.flavor === 'mariadb' || server.version.startsWith('9');
    expect(summary.doubtfulMembers).toEqual(
      told ? [] : [{ database: source, table: 't', column: 'a', member: 3 }],
    );
  });

  test('an empty vector, which MySQL 9 has by default, could not be restored', async (context) => {
    if (!server.version.startsWith('9.')) return context.skip('only MySQL 9 has them');
    const { source, target } = await roundTrip(
      server,
      `CREATE TABLE t (id INT PRIMARY KEY, v VECTOR(3) NOT NULL, n VECTOR(3));
INSERT IGNORE INTO t VALUES (1, DEFAULT, NULL), (2, STRING_TO_VECTOR('[1,2,3]'), NULL);`,
    );
    expect(await exactRows(server, target, 't')).toEqual(await exactRows(server, source, 't'));
  });

  test('the default of a TEXT with a backslash lost it', async (context) => {
    if (server.flavor === 'mysql') return context.skip('MySQL has no literal defaults of TEXT');
    const { source, target } = await roundTrip(
      server,
      String.raw`CREATE TABLE t (id INT, a MEDIUMTEXT CHARACTER SET latin2 NOT NULL DEFAULT '\\q', b TEXT CHARACTER SET cp932 DEFAULT 'it''s', c TEXT CHARACTER SET sjis DEFAULT '~');`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });
});
