/** Columns, keys, constraints, partitions and counters of tables come back as they were. */

import { expect, test } from 'vitest';
import { compareDatabases } from '../sample/compare.ts';
import { describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { exactRows, restoreCopy, roundTrip } from './round-trip.ts';

const noVersion57 = 'MySQL 5.7 has none';

describeEachServer('tables', (server) => {
  const isVersion57 = server.version.startsWith('5.7');

  async function expectEqual(schema: string): Promise<{ source: string; target: string }> {
    const { source, target } = await roundTrip(server, schema);
    expect(await compareDatabases(server, source, target)).toEqual([]);
    return { source, target };
  }

  test('with generated columns come back', async () => {
    await expectEqual(
      `SET NAMES utf8mb4;
CREATE TABLE t (a INT, b INT AS (a + 1) VIRTUAL, c INT AS (a * 2) STORED, d VARCHAR(30) CHARACTER SET utf8mb4 AS (CONCAT('é😀''\\\\', a)) VIRTUAL COMMENT 'x', KEY (b));
INSERT INTO t (a) VALUES (1), (NULL);`,
    );
  });

  test('with counters come back: 0 and below, above the highest row, without rows', async () => {
    const { target } = await expectEqual(
      `CREATE TABLE no_rows (id INT AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT=500;
CREATE TABLE large (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT=18446744073709551000;
CREATE TABLE rows_below (id INT AUTO_INCREMENT PRIMARY KEY);
SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'; INSERT INTO rows_below VALUES (0), (-5), (7); ALTER TABLE rows_below AUTO_INCREMENT=1000;`,
    );
    await server.query(`INSERT INTO \`${target}\`.rows_below VALUES (NULL)`);
    expect(await server.query(`SELECT MAX(id) AS id FROM \`${target}\`.rows_below`)).toEqual([
      { id: 1000 },
    ]);
  });

  test('with zero dates, impossible dates and times as defaults come back', async () => {
    await expectEqual(
      `SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00';
CREATE TABLE t (a DATE DEFAULT '0000-00-00', b DATETIME DEFAULT '0000-00-00 00:00:00', c TIMESTAMP DEFAULT '2020-01-01 00:00:00',
  d DATE DEFAULT '2020-02-31', e TIMESTAMP DEFAULT '0000-00-00 00:00:00', f TIMESTAMP(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  g YEAR DEFAULT '0000', h TIME DEFAULT '-838:59:59');`,
    );
  });

  test('with a TIMESTAMP default come back at the same moment, whatever the time zones', async () => {
    const { source, target } = await roundTrip(
      server,
      `SET time_zone = '+05:30'; CREATE TABLE t (a INT, b TIMESTAMP NULL DEFAULT '2020-01-01 00:00:00');`,
    );
    for (const database of [source, target]) {
      await server.query(`INSERT INTO \`${database}\`.t (a) VALUES (1)`);
      expect(await server.query(`SELECT UNIX_TIMESTAMP(b) AS b FROM \`${database}\`.t`)).toEqual([
        { b: 1577817000 },
      ]);
    }
  });

  // Regression: where explicit_defaults_for_timestamp is off, the column got a default.
  test('with a TIMESTAMP that has no default come back', async () => {
    await expectEqual(
      `SET explicit_defaults_for_timestamp = 1;
CREATE TABLE t (a INT, first TIMESTAMP NOT NULL, second TIMESTAMP(3) NOT NULL, third TIMESTAMP NULL);`,
    );
  });

  test('with foreign keys to themselves, in circles and to other databases come back', async () => {
    const other = await server.createDatabase('other');
    await server.query(
      `CREATE TABLE \`${other}\`.far (id INT PRIMARY KEY); INSERT INTO \`${other}\`.far VALUES (1)`,
    );
    await expectEqual(
      `CREATE TABLE self (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES self (id) ON DELETE SET NULL ON UPDATE CASCADE);
INSERT INTO self VALUES (1, NULL), (2, 1), (0, 2);
CREATE TABLE a (id INT PRIMARY KEY, b INT, far INT, FOREIGN KEY (far) REFERENCES \`${other}\`.far (id)); CREATE TABLE b (id INT PRIMARY KEY, a INT, FOREIGN KEY (a) REFERENCES a (id));
ALTER TABLE a ADD CONSTRAINT circle FOREIGN KEY (b) REFERENCES b (id);
INSERT INTO a VALUES (1, NULL, 1); INSERT INTO b VALUES (1, 1); UPDATE a SET b = 1;`,
    );
  });

  test('with every kind of partitions come back', async () => {
    await expectEqual(
      `SET NAMES utf8mb4;
CREATE TABLE ranges (id INT, d DATE, PRIMARY KEY (id, d)) PARTITION BY RANGE (YEAR(d)) SUBPARTITION BY HASH (TO_DAYS(d)) SUBPARTITIONS 2
  (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE);
INSERT INTO ranges VALUES (3, '2019-01-01'), (1, '2024-01-01');
CREATE TABLE hashed (id INT PRIMARY KEY) PARTITION BY LINEAR HASH (id) PARTITIONS 4; INSERT INTO hashed VALUES (1), (5), (9);
CREATE TABLE keyed (id VARCHAR(10) PRIMARY KEY) PARTITION BY KEY (id) PARTITIONS 3; INSERT INTO keyed VALUES ('a');
CREATE TABLE listed (a INT, b VARCHAR(10) CHARACTER SET utf8mb4) PARTITION BY LIST COLUMNS (b) (PARTITION p0 VALUES IN ('a', '日', NULL), PARTITION p1 VALUES IN ('😀', 'it''s\\\\'));
INSERT INTO listed VALUES (1, '日'), (2, '😀'), (3, NULL), (4, 'it''s\\\\');
CREATE TABLE numbers (a INT) PARTITION BY LIST (a) (PARTITION \`p 0\` VALUES IN (1, NULL), PARTITION p1 VALUES IN (-5));
CREATE TABLE pairs (a INT, b DATETIME) PARTITION BY RANGE COLUMNS (a, b) (PARTITION p0 VALUES LESS THAN (1, '2020-01-01'), PARTITION p1 VALUES LESS THAN (MAXVALUE, MAXVALUE));`,
    );
  });

  test('with prefix, descending, fulltext and spatial keys come back', async () => {
    await expectEqual(
      `CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20), t TEXT, g GEOMETRY NOT NULL /*!80003 SRID 0 */, KEY \`of \`\`a\` (a(5) DESC, id), FULLTEXT KEY ft (t) COMMENT 'x', SPATIAL KEY sp (g));`,
    );
  });

  test('with CHECKs, expressions as defaults and invisible columns come back', async (context) => {
    context.skip(isVersion57, noVersion57);
    const { source, target } = await expectEqual(
      `SET NAMES utf8mb4;
CREATE TABLE checked (a INT, b INT CHECK (b > 0), c VARCHAR(9) CHARACTER SET utf8mb4, CONSTRAINT \`c*/ x\` CHECK (a < 10), CHECK (c <> 'é😀')); INSERT INTO checked VALUES (1, 1, 'x');
CREATE TABLE hidden (a INT DEFAULT (1 + 1), b VARCHAR(9) DEFAULT (UPPER('x')), c INT INVISIBLE DEFAULT 7, \`i*/\` INT INVISIBLE);
INSERT INTO hidden (a, \`i*/\`) VALUES (9, 3), (8, NULL);`,
    );
    const before = await exactRows(server, source, 'hidden');
    expect(await exactRows(server, target, 'hidden')).toEqual(before);
  });

  test('with rows that break a CHECK come back', async (context) => {
    context.skip(isVersion57, noVersion57);
    await expectEqual(
      server.flavor === 'mariadb'
        ? `CREATE TABLE t (a INT, CONSTRAINT above CHECK (a > 0)); SET check_constraint_checks = 0; INSERT INTO t VALUES (-1), (2);`
        : `CREATE TABLE t (a INT, CONSTRAINT above CHECK (a > 0) NOT ENFORCED); INSERT INTO t VALUES (-1), (2);`,
    );
  });

  test('of MySQL 8 with functional, multi-valued and invisible keys, and SRIDs come back', async (context) => {
    context.skip(isVersion57 || server.flavor === 'mariadb', `${server.name} has none`);
    await expectEqual(
      `CREATE TABLE t (a INT, b VARCHAR(20), j JSON, KEY ((a + a)), UNIQUE KEY ((LOWER(b))), KEY mv ((CAST(j->'$.x' AS UNSIGNED ARRAY))), KEY iv (a) INVISIBLE);
INSERT INTO t VALUES (1, '2', '{"x": [1, 2]}');
CREATE TABLE places (g POINT SRID 4326, h POINT SRID 0 NOT NULL, SPATIAL INDEX (h)); INSERT INTO places VALUES (ST_SRID(POINT(1, 2), 4326), POINT(1, 2));
CREATE TABLE attributes (a INT COLUMN_FORMAT FIXED STORAGE MEMORY) ENCRYPTION='N';`,
    );
  });

  test('of MariaDB with periods, compressed columns, ignored keys and page options come back', async (context) => {
    context.skip(server.flavor !== 'mariadb', 'MySQL has none');
    await expectEqual(
      `CREATE TABLE periods (a INT, s DATE, e DATE, PERIOD FOR \`p p\` (s, e), PRIMARY KEY (a, \`p p\` WITHOUT OVERLAPS)); INSERT INTO periods VALUES (1, '2020-01-01', '2020-02-01');
CREATE TABLE compressed (a TEXT COMPRESSED, b VARCHAR(100) COMPRESSED DEFAULT 'x') PAGE_COMPRESSED=1 PAGE_COMPRESSION_LEVEL=3; INSERT INTO compressed VALUES ('a', 'b');
CREATE TABLE ignored (a INT, KEY k (a) IGNORED, KEY d (a DESC));
CREATE TABLE hidden (a INT, b INT AS (a + 1) PERSISTENT INVISIBLE, c INT NOT NULL INVISIBLE DEFAULT 3); INSERT INTO hidden (a) VALUES (1);`,
    );
  });

  test('with generated invisible primary keys come back, also where they are not shown', async (context) => {
    context.skip(isVersion57 || server.flavor === 'mariadb', `${server.name} has none`);
    const hiding = await startPrivateServer(server, {
      extraArguments: ['--show-gipk-in-create-table-and-information-schema=OFF'],
    });
    const source = await hiding.createDatabase('source');
    await hiding.query(
      `USE \`${source}\`; SET sql_generate_invisible_primary_key = 1; CREATE TABLE t (a INT, b VARCHAR(10)); CREATE TABLE no_rows (a INT);
INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'z'); DELETE FROM t WHERE a = 2`,
    );
    const { target } = await restoreCopy(hiding, source);
    expect(await compareDatabases(hiding, source, target)).toEqual([]);
    const keys = await hiding.query(
      `SET show_gipk_in_create_table_and_information_schema = ON; SHOW CREATE TABLE \`${target}\`.no_rows`,
    );
    expect(keys[0]?.['Create Table']).toContain('my_row_id');
    expect(await hiding.query(`SELECT my_row_id AS id, a FROM \`${target}\`.t ORDER BY 1`)).toEqual(
      [
        { id: 1, a: 1 },
        { id: 3, a: 3 },
      ],
    );
  });
});
