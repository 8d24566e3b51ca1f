/** Views come back with all that belongs to them, whatever they read from. */

import { createConnection } from 'mysql2/promise';
import { expect, test } from 'vitest';
import { compareDatabases } from '../sample/compare.ts';
import { describeEachServer } from '../services/vitest.ts';
import { restoreCopy, roundTrip } from './round-trip.ts';

describeEachServer('views', (server) => {
  test('come back with definer, security, algorithm and check option', async () => {
    const { source, target, summary } = await roundTrip(
      server,
      `CREATE TABLE t (a INT, b INT); INSERT INTO t VALUES (1, 1), (-1, 2);
CREATE ALGORITHM=TEMPTABLE VIEW v1 AS SELECT a FROM t;
CREATE ALGORITHM=MERGE DEFINER=somebody@localhost SQL SECURITY INVOKER VIEW v2 AS SELECT a, b FROM t WHERE a > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW v3 AS SELECT a FROM v2 WHERE b > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW a0 AS SELECT (SELECT COUNT(*) FROM v3) AS n, x.a FROM (SELECT a FROM v1 UNION ALL SELECT a FROM v3) AS x;`,
    );
    expect(summary.views).toBe(4);
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('come back with columns that are called anything', async () => {
    const { source, target } = await roundTrip(
      server,
      `SET NAMES utf8mb4;
CREATE VIEW v AS SELECT 1 AS \`a\`\`b\`, 2 AS \`'q"\`, 3 AS \`*/ -- \\n;\`, 4 AS \`日本\`, 'a''b\\\\' AS \`\\\\\`, "x'" AS y, 5, 'select', 1 + 1;`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('come back that read from other databases, in any order of dependence', async () => {
    const other = await server.createDatabase('other');
    await server.query(
      `CREATE TABLE \`${other}\`.far (id INT); INSERT INTO \`${other}\`.far VALUES (7); CREATE VIEW \`${other}\`.v AS SELECT id FROM \`${other}\`.far`,
    );
    const { source, target } = await roundTrip(
      server,
      `CREATE TABLE near (id INT); CREATE VIEW z AS SELECT f.id FROM \`${other}\`.v AS f LEFT JOIN near USING (id); CREATE VIEW a AS SELECT id FROM z;`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
    expect(await server.query(`SELECT id FROM \`${target}\`.a`)).toEqual([{ id: 7 }]);
  });

  test('read from the database that they are restored into, whatever else is called like the old one', async () => {
    const other = await server.createDatabase('other');
    const source = await server.createDatabase('same');
    const same = `\`${source}\``;
    await server.query(
      `CREATE TABLE \`${other}\`.far (id INT); INSERT INTO \`${other}\`.far VALUES (7);
USE ${same}; CREATE TABLE ${same} (id INT); INSERT INTO ${same} VALUES (7);
CREATE FUNCTION twice(x INT) RETURNS INT DETERMINISTIC RETURN 2 * x;
CREATE VIEW by_alias AS SELECT ${same}.id, COUNT(${same}.id) AS ${same} FROM \`${other}\`.far AS ${same} GROUP BY ${same}.id;
CREATE VIEW by_table AS SELECT ${same}.id, f.id AS far, ${same}.twice(f.id) AS t, '${same}.${same}' AS text FROM ${same} JOIN (\`${other}\`.far AS f) ON f.id = ${same}.id;
CREATE VIEW by_view AS SELECT by_table.id FROM by_table WHERE EXISTS (SELECT 1 FROM ${same}.by_alias)`,
    );
    const { target } = await restoreCopy(server, source);
    await server.query(`DROP DATABASE ${same}`);
    expect(await server.query(`SELECT * FROM \`${target}\`.by_alias`)).toEqual([
      { id: 7, [source]: 1 },
    ]);
    expect(await server.query(`SELECT id, far, t, text FROM \`${target}\`.by_table`)).toEqual([
      { id: 7, far: 7, t: 14, text: `${same}.${same}` },
    ]);
    expect(await server.query(`SELECT * FROM \`${target}\`.by_view`)).toEqual([{ id: 7 }]);
  });

  test('come back with text of the character set and collation of their own session', async () => {
    const source = await server.createDatabase('source');
    const { host, port, user, password } = server;
    const sessions = [
      ['LATIN1_GERMAN1_CI', 'latin', "'äß'"],
      ['UTF8MB4_BIN', 'emoji', "'日😀'"],
      ['CP1251_GENERAL_CI', 'cyrillic', "'Привет'"],
      ['EUCKR_KOREAN_CI', 'korean', "'한국'"],
    ] as const;
    for (const [charset, name, text] of sessions) {
      const connection = await createConnection({
        ...{ host, port, user, password, database: source, charset },
      });
      await connection.query(`CREATE VIEW ${name} AS SELECT ${text} AS a, ${text} = 'x' AS b`);
      await connection.end();
    }
    const { target } = await restoreCopy(server, source);
    expect(await compareDatabases(server, source, target)).toEqual([]);
    for (const [, name, text] of sessions) {
      const rows = await server.query(`SET NAMES utf8mb4; SELECT a FROM \`${target}\`.${name}`);
      expect(rows).toEqual([{ a: text.slice(1, -1) }]);
    }
  });
});
