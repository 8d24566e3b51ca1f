/** Statements of a dump that change rows, or tables of one session alone: they run in their place. */

import { expect, test } from 'vitest';
import { describeEachFlavor, describeEachServer } from '../services/vitest.ts';
import { failureOf, restoreInto, tablesIn } from './restored.ts';

const header = '-- MySQL dump 10.13  Distrib 8.0.0\nSET NAMES utf8mb4;\n';
const unknown = 'SET NAMES utf8mb4;\n';
const end = '\n-- Dump completed\n';

/** INSERT statements of one row each, long enough for several transactions. */
function inserts(table: string, from: number, to: number): string {
  const filler = 'x'.repeat(30_000);
  const lines: string[] = [];
  for (let id = from; id <= to; id++) {
    lines.push(`INSERT INTO ${table} VALUES (${id}, '${filler}');\n`);
  }
  return lines.join('');
}

describeEachFlavor('a restore of a dump that changes rows', (server) => {
  const table = 'CREATE TABLE t (id INT PRIMARY KEY, x LONGTEXT);\n';

  test.for([
    ['DELETE FROM t', [201, 202, 203]],
    ['DELETE FROM `t` WHERE id > 2', [1, 2, 201, 202, 203]],
    ['TRUNCATE TABLE t', [201, 202, 203]],
    ['UPDATE t SET id = -id WHERE id < 3;\nDELETE FROM t WHERE id > 0', [-2, -1, 201, 202, 203]],
    ["REPLACE INTO t VALUES (1, 'new');\nDELETE FROM t WHERE x <> 'new'", [1, 201, 202, 203]],
    ['SET autocommit = 0;\nDELETE FROM t', [201, 202, 203]],
    [
      'CREATE TABLE u (id INT);\nINSERT INTO u VALUES (1);\n' +
        'DELETE FROM t WHERE id NOT IN (SELECT id FROM u);\nDROP TABLE u',
      [1, 201, 202, 203],
    ],
  ] as const)('runs %s behind the rows before it and ahead of those after', async ([sql, ids]) => {
    for (const [head, parallel] of [
      [header, 1],
      [header, 4],
      [unknown, 4],
    ] as const) {
      const target = await server.createDatabase('target');
      const text = `${head}${table}${inserts('t', 1, 200)}${sql};\n${inserts('t', 201, 203)}${end}`;
      await restoreInto(server, text, target, { parallel });
      const rows = await server.query(`SELECT id FROM ${target}.t ORDER BY id`);
      expect(rows.map(({ id }) => id)).toEqual(ids);
    }
  });

  test('deletes from tables of the target alone, and only those that are selected', async () => {
    const target = await server.createDatabase('target');
    await server.query(
      `CREATE TABLE ${target}.kept (id INT); INSERT INTO ${target}.kept VALUES (1)`,
    );
    const text = `${header}${table}DELETE FROM kept;\nDELETE FROM t;\n${inserts('t', 1, 1)}${end}`;
    await restoreInto(server, text, target, { tables: ['t'] });
    expect(await server.query(`SELECT id FROM ${target}.kept`)).toEqual([{ id: 1 }]);
    expect(await server.query(`SELECT id FROM ${target}.t`)).toEqual([{ id: 1 }]);
  });

  test('empties the table in the target where the dump names its own database', async () => {
    const other = await server.createDatabase('other');
    await server.query(`CREATE TABLE ${other}.t (id INT); INSERT INTO ${other}.t VALUES (7)`);
    const target = await server.createDatabase('target');
    const text =
      `${header}USE ${other};\nCREATE TABLE ${other}.t (id INT PRIMARY KEY, x LONGTEXT);\n` +
      `${inserts('t', 1, 2)}DELETE FROM ${other}.t WHERE id = 1;\nANALYZE TABLE ${other}.t;${end}`;
    await restoreInto(server, text, target, { parallel: 2 });
    expect(await server.query(`SELECT id FROM ${target}.t`)).toEqual([{ id: 2 }]);
    expect(await server.query(`SELECT id FROM ${other}.t`)).toEqual([{ id: 7 }]);
  });

  test('writes rows of temporary tables where these are', async () => {
    for (const parallel of [1, 3]) {
      const target = await server.createDatabase('target');
      const text =
        `${header}${table}CREATE TEMPORARY TABLE m (id INT, x LONGTEXT);\n${inserts('m', 1, 3)}` +
        'ALTER TABLE m RENAME TO n;\nINSERT INTO n VALUES (4, NULL);\n' +
        `${inserts('t', 1, 9)}DELETE FROM t WHERE id NOT IN (SELECT id FROM n);\n` +
        'DROP TEMPORARY TABLE n;\nCREATE TABLE n (id INT PRIMARY KEY, x LONGTEXT);\n' +
        `${inserts('n', 5, 6)}${end}`;
      const summary = await restoreInto(server, text, target, { parallel });
      expect(await tablesIn(server, target)).toEqual(['n', 't']);
      const idsIn = async (name: string): Promise<unknown[]> =>
        (await server.query(`SELECT id FROM ${target}.${name} ORDER BY id`)).map(({ id }) => id);
      expect(await idsIn('t')).toEqual([1, 2, 3, 4]);
      expect(await idsIn('n')).toEqual([5, 6]);
      expect(summary.tables).toEqual([
        { database: target, table: 't', rows: 9 },
        { database: target, table: 'n', rows: 2 },
      ]);
    }
  });

  test('writes rows to a table again that a temporary one has stood before', async () => {
    const target = await server.createDatabase('target');
    const text =
      `${header}${table}CREATE TEMPORARY TABLE t (id INT, x LONGTEXT);\n${inserts('t', 1, 3)}` +
      `DROP TABLE t;\n${inserts('t', 5, 6)}${end}`;
    await restoreInto(server, text, target, { parallel: 2 });
    const rows = await server.query(`SELECT id FROM ${target}.t ORDER BY id`);
    expect(rows).toEqual([{ id: 5 }, { id: 6 }]);
  });

  test('leaves the definer out of definitions that are prepared from hexadecimal text', async () => {
    const definition = (name: string): string =>
      Buffer.from(`CREATE DEFINER=\`nobody\`@\`nowhere\` PROCEDURE ${name}() SELECT 1`).toString(
        'hex',
      );
    const text =
      `${header}SET @a = 0x${definition('one')};\nPREPARE s FROM @a;\nEXECUTE s;\nDEALLOCATE PREPARE s;\n` +
      `SET @b = IF(1 = 1, _utf8mb4 0x${definition('two')}, 'DO 0');\nPREPARE s FROM @b;\nEXECUTE s;${end}`;
    // A procedure can be prepared on MariaDB alone; on MySQL it is refused behind the definer.
    for (const parallel of [1, 2]) {
      const target = await server.createDatabase('target');
      const restoring = restoreInto(server, text, target, { parallel, skipDefiner: true });
      if (server.flavor === 'mysql') {
        expect((await failureOf(restoring)).message).toContain('prepared statement protocol');
        continue;
      }
      await restoring;
      const routines = await server.query(
        `SELECT ROUTINE_NAME AS name, DEFINER AS definer FROM information_schema.ROUTINES
          WHERE ROUTINE_SCHEMA = '${target}' ORDER BY 1`,
      );
      expect(routines.map(({ name }) => name)).toEqual(['one', 'two']);
      for (const { definer } of routines) expect(definer).not.toContain('nobody');
    }
  });

  test('leaves the definer out of views that are prepared from hexadecimal text', async () => {
    const view = Buffer.from('CREATE DEFINER=`nobody`@`nowhere` VIEW v AS SELECT 1 AS x');
    const target = await server.createDatabase('target');
    const text = `${header}SET @a = 0x${view.toString('hex')};\nPREPARE s FROM @a;\nEXECUTE s;${end}`;
    await restoreInto(server, text, target, { skipDefiner: true });
    const [row] = await server.query(
      `SELECT DEFINER AS definer FROM information_schema.VIEWS WHERE TABLE_SCHEMA = '${target}'`,
    );
    expect(row?.['definer']).not.toContain('nobody');
  });
});

describeEachServer('a restore of a dump whose columns take values from sequences', (server) => {
  if (server.flavor !== 'mariadb') {
    test('has none on MySQL', async () => {
      const target = await server.createDatabase('target');
      const text = `${header}CREATE TABLE t (id INT DEFAULT nextval(\`old\`.\`s\`));${end}`;
      const error = await failureOf(restoreInto(server, text, target));
      expect(error.code).toBe('REFUSED_STATEMENT');
      expect(error.message).toContain('`s` of database `old`');
    });
    return;
  }

  const ofDump = (database: string): string =>
    `CREATE TABLE t (id INT DEFAULT nextval(\`${database}\`.\`s\`), x INT);\nINSERT INTO t (x) VALUES (1);\n`;

  test('takes those that the dump makes in its own place, whatever their database was called', async () => {
    const old = await server.createDatabase('old');
    await server.query(`CREATE SEQUENCE ${old}.s START WITH 500`);
    const target = await server.createDatabase('target');
    const text = `${header}CREATE SEQUENCE s START WITH 7;\n${ofDump(old)}${end}`;
    await restoreInto(server, text, target);
    expect(await server.query(`SELECT id FROM ${target}.t`)).toEqual([{ id: 7 }]);
    await server.query(`DROP DATABASE ${old}; INSERT INTO ${target}.t (x) VALUES (2)`);
    expect(await server.query(`SELECT id FROM ${target}.t WHERE x = 2`)).toEqual([{ id: 8 }]);
  });

  test('does not take those of another database, and names it', async () => {
    const old = await server.createDatabase('old');
    await server.query(`CREATE SEQUENCE ${old}.s START WITH 500`);
    const target = await server.createDatabase('target');
    const error = await failureOf(restoreInto(server, `${header}${ofDump(old)}${end}`, target));
    expect(error.code).toBe('REFUSED_STATEMENT');
    expect(error.message).toContain(`\`s\` of database \`${old}\``);
    const [row] = await server.query(`SELECT next_not_cached_value AS n FROM ${old}.s`);
    expect(row).toEqual({ n: 500 });
  });
});
