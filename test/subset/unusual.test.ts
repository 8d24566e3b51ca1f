/** Regressions: keys, texts and conditions of which subsets lost rows, took too many, or failed. */

import { dryRun, type SubsetOptions } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { dumpOf, failureOf, restoreInto } from '../restore/restored.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';

describeEachServer('a subset of unusual tables', (server) => {
  async function made(statements: string): Promise<string> {
    const database = await server.createDatabase('unusual');
    await server.query(`USE ${database}; ${statements}`);
    return database;
  }

  /** What a query gives of the restored subset. */
  async function restored(
    database: string,
    subset: SubsetOptions,
    query: string,
  ): Promise<readonly unknown[]> {
    const target = await server.createDatabase('target');
    await restoreInto(server, await dumpOf(server, database, { subset }), target);
    const rows = await server.query(`USE ${target}; ${query}`);
    return rows.map((row) => Object.values(row)[0]);
  }

  test('keeps rows without a key whose texts are spelt otherwise', async () => {
    const database = await made(
      `CREATE TABLE p (k VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY);
       CREATE TABLE c (k VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, n INT,
         FOREIGN KEY (k) REFERENCES p (k));
       INSERT INTO p VALUES ('a'), ('b');
       INSERT INTO c VALUES ('a', 1), ('A', 2), ('á', 3), ('a ', 4), ('a', 5), ('b', 6)`,
    );
    const subset = { roots: { p: "k = 'a'" }, referring: true };
    expect(await restored(database, subset, 'SELECT n FROM c ORDER BY n')).toEqual([1, 2, 3, 4, 5]);
  });

  test('writes rows without a key in an order that no index decides', async () => {
    const database = await made(
      `CREATE TABLE p (id INT PRIMARY KEY); INSERT INTO p VALUES (1), (2);
       CREATE TABLE c (p INT, n INT, FOREIGN KEY (p) REFERENCES p (id));
       INSERT INTO c VALUES (2, 5), (1, 9), (2, 4), (1, 3)`,
    );
    const bytes = await dumpOf(server, database, {
      subset: { roots: { p: 'id < 9' }, referring: true },
    });
    expect(bytes.toString()).toContain('VALUES\n(1,3),\n(1,9),\n(2,4),\n(2,5);');
  });

  test('finds parents by each spelling, where the parent tells them from each other', async () => {
    const database = await made(
      `CREATE TABLE p (k VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY);
       CREATE TABLE c (id INT PRIMARY KEY, k VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci);
       INSERT INTO p VALUES ('a'), ('A'), ('b'); INSERT INTO c VALUES (1, 'a'), (2, 'A')`,
    );
    const relations = [{ from: `${database}.c.k`, to: `${database}.p.k` }];
    const subset = { roots: { c: 'TRUE' }, relations };
    expect(await restored(database, subset, 'SELECT k FROM p ORDER BY k')).toEqual(['A', 'a']);
  });

  test('follows relations between collations and character sets', async () => {
    const database = await made(
      `CREATE TABLE p (k VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PRIMARY KEY);
       CREATE TABLE c (id INT PRIMARY KEY, k VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_german1_ci,
         l VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci);
       INSERT INTO p VALUES ('ä'), ('b'), ('x'); INSERT INTO c VALUES (1, 'ä', 'B')`,
    );
    for (const roots of [{ c: 'id = 1' }, { c: 'TRUE' }]) {
      const relations = ['k', 'l'].map((name) => ({
        from: `${database}.c.${name}`,
        to: `${database}.p.k`,
      }));
      const found = restored(database, { roots, relations }, 'SELECT COUNT(*) FROM p');
      expect((await found).map(Number)).toEqual([2]);
    }
  });

  test('takes no text for another that its character set does not have', async () => {
    const database = await made(
      `CREATE TABLE p (k VARCHAR(9) CHARACTER SET latin1 PRIMARY KEY);
       CREATE TABLE c (id INT PRIMARY KEY, k VARCHAR(9) CHARACTER SET utf8mb4);
       INSERT INTO p VALUES ('?'), ('ä'), ('x'); INSERT INTO c VALUES (1, '漢'), (2, 'Ä'), (3, NULL)`,
    );
    const relations = [{ from: `${database}.c.k`, to: `${database}.p.k` }];
    for (const c of ['id < 9', 'TRUE']) {
      const found = restored(database, { roots: { c }, relations }, 'SELECT HEX(k) FROM p');
      expect(await found).toEqual(['E4']);
    }
  });

  test('takes tables and columns of any name, also those of its own aliases', async () => {
    const database = await made(
      `CREATE TABLE known (id INT PRIMARY KEY, p VARCHAR(9), known0 VARCHAR(9) UNIQUE, KNOWN_1 INT);
       CREATE TABLE c (id INT PRIMARY KEY, p VARCHAR(9), FOREIGN KEY (p) REFERENCES known (known0));
       INSERT INTO known VALUES (1, 'z', 'a', 1), (2, 'z', 'b', 2), (3, 'z', 'c', 3);
       INSERT INTO c VALUES (10, 'a'), (11, 'b')`,
    );
    // All rows of a table, and rows by their keys, are followed by statements of two kinds.
    const wholes: SubsetOptions = { roots: { known: 'id > 9' }, sample: { c: 1 } };
    for (const subset of [wholes, { roots: { c: 'id < 12' } }]) {
      const found = restored(database, subset, 'SELECT known0 FROM known ORDER BY id');
      expect(await found).toEqual(['a', 'b']);
    }
  });

  test('follows several references of one row, each with a part that may be NULL', async () => {
    const database = await made(
      `CREATE TABLE p (a INT, b INT, PRIMARY KEY (a, b)); CREATE TABLE q (id INT PRIMARY KEY);
       CREATE TABLE c (id INT PRIMARY KEY, a INT, b INT, d INT, q INT, FOREIGN KEY (a, b) REFERENCES p (a, b),
         FOREIGN KEY (b, d) REFERENCES p (a, b), FOREIGN KEY (q) REFERENCES q (id));
       INSERT INTO p VALUES (1, 1), (1, 2), (2, 1), (2, 2); INSERT INTO q VALUES (1), (2), (3);
       INSERT INTO c VALUES (1, 1, NULL, 1, 2), (2, NULL, 1, 1, NULL), (3, NULL, 2, NULL, 3), (4, 1, 2, NULL, 2)`,
    );
    const subset = { roots: { c: 'id < 9' } };
    const pairs = "SELECT CONCAT(a, '-', b) FROM p UNION ALL SELECT id FROM q ORDER BY 1";
    expect((await restored(database, subset, pairs)).map(String)).toEqual(['1-1', '1-2', '2', '3']);
  });

  test('refuses a condition whose function writes, and a dry run does not let it write', async () => {
    const database = await made(
      `CREATE TABLE t (id INT PRIMARY KEY); CREATE TABLE written (id INT); INSERT INTO t VALUES (1)`,
    );
    await server.query(
      `CREATE FUNCTION ${database}.f() RETURNS INT DETERMINISTIC MODIFIES SQL DATA
       BEGIN INSERT INTO written VALUES (1); RETURN 1; END`,
    );
    const subset = { roots: { t: 'f() = 1' } };
    const error = await failureOf(dumpOf(server, database, { subset }));
    expect(error).toMatchObject({ code: 'QUERY_FAILED' });
    await dryRun({ connection: server.url(database), subset });
    expect(await server.query(`SELECT * FROM ${database}.written`)).toEqual([]);
  });

  test('samples tables without a key whose texts are of several character sets', async () => {
    const rows = Array.from({ length: 500 }, (_, id) => `('${id}','${id}')`).join();
    const database = await made(
      `CREATE TABLE c (a VARCHAR(9) CHARACTER SET latin1, b VARCHAR(9) CHARACTER SET latin2);
       INSERT INTO c VALUES ${rows}`,
    );
    const [found] = await restored(database, { sample: 0.5 }, 'SELECT COUNT(*) FROM c');
    expect(Number(found)).toBeGreaterThan(150);
    expect(Number(found)).toBeLessThan(350);
  });

  test('understands conditions that read other tables, or name their own, of several databases', async () => {
    const tables = `CREATE TABLE wish (v INT); CREATE TABLE p (id INT PRIMARY KEY);
       CREATE TABLE c (p INT, x INT, FOREIGN KEY (p) REFERENCES p (id));
       INSERT INTO wish VALUES (2); INSERT INTO p VALUES (1), (2), (3);
       INSERT INTO c VALUES (1, 1), (2, 2), (3, 3)`;
    const databases = [await made(tables), await made(tables)];
    const [first = ''] = databases;
    const roots = { [`${first}.c`]: 'p IN (SELECT v FROM wish) OR c.x = 3' };
    const subset = { roots, referring: true };
    const bytes = await dumpOf(server, first, { databases, subset, noCreateDb: true });
    const inserts = bytes.toString().match(/^INSERT INTO[^;]*;/gm) ?? [];
    expect(inserts.map((text) => text.replace(/\s+/g, ' '))).toEqual([
      'INSERT INTO `c` VALUES (2,2), (3,3);',
      'INSERT INTO `p` VALUES (2), (3);',
    ]);
    expect(
      await restored(
        first,
        { roots: { c: 'c.x = 1', p: 'TRUE' }, referring: true },
        'SELECT x FROM c',
      ),
    ).toHaveLength(3);
  });

  test('refuses conditions of tables without a key that would be asked in the wrong database', async () => {
    const first = await made(
      `CREATE TABLE w (v INT); CREATE TABLE p (k INT, KEY (k)); INSERT INTO w VALUES (1);
       INSERT INTO p VALUES (1), (2)`,
    );
    const second = await made(
      `CREATE TABLE w (v INT); CREATE TABLE c (k INT, n INT); INSERT INTO w VALUES (2);
       INSERT INTO c VALUES (1, 1), (2, 2)`,
    );
    const subset = {
      roots: {
        [`${first}.p`]: 'k IN (SELECT v FROM w)',
        [`${second}.c`]: 'n IN (SELECT v FROM w)',
      },
      relations: [{ from: `${second}.c.k`, to: `${first}.p.k` }],
    };
    const databases = [first, second];
    const error = await failureOf(dumpOf(server, first, { databases, subset }));
    expect(error).toMatchObject({ code: 'UNSUPPORTED' });
    await server.query(`ALTER TABLE ${first}.p ADD COLUMN id INT AUTO_INCREMENT PRIMARY KEY FIRST`);
    const text = (await dumpOf(server, first, { databases, subset })).toString();
    expect(text).toContain('INSERT INTO `p` VALUES\n(1,1),\n(2,2);');
    expect(text).toContain('INSERT INTO `c` VALUES\n(2,2);');
  });

  test('follows foreign keys between ENUMs by their numbers, as InnoDB does', async () => {
    const database = await made(
      `CREATE TABLE p (k ENUM('b','a') PRIMARY KEY, n INT);
       CREATE TABLE c (id INT PRIMARY KEY, k ENUM('a','b'), FOREIGN KEY (k) REFERENCES p (k));
       INSERT INTO p VALUES ('b', 1), ('a', 2); INSERT INTO c VALUES (1, 'a')`,
    );
    for (const c of ['id = 1', 'TRUE']) {
      expect(await restored(database, { roots: { c } }, 'SELECT n FROM p')).toEqual([1]);
    }
  });

  test('takes keys that lie close together, also where a reference is to what can not be there', async () => {
    const ids = Array.from({ length: 400 }, (_, id) => `(${id})`).join();
    const database = await made(
      `CREATE TABLE p (id BIGINT UNSIGNED ZEROFILL PRIMARY KEY, q INT); CREATE TABLE q (id INT PRIMARY KEY);
       CREATE TABLE c (id INT PRIMARY KEY, p BIGINT);
       INSERT INTO p (id) VALUES ${ids}; UPDATE p SET q = CAST(id AS SIGNED) - 200; INSERT INTO q SELECT q FROM p;
       INSERT INTO c SELECT id, id * 2 FROM p WHERE id < 150; INSERT INTO c VALUES (-1, -1), (-2, -9000000000)`,
    );
    const relations = [
      { from: `${database}.c.p`, to: `${database}.p.id` },
      { from: `${database}.p.q`, to: `${database}.q.id` },
    ];
    const subset = { roots: { c: 'id < 100' }, relations };
    const count =
      'SELECT COUNT(*) FROM p UNION ALL SELECT MAX(id) FROM p UNION ALL SELECT MIN(id) FROM q';
    expect((await restored(database, subset, count)).map(Number)).toEqual([100, 198, -200]);
    const all = 'SELECT COUNT(*) FROM q';
    expect((await restored(database, subset, all)).map(Number)).toEqual([100]);
  });

  test('takes single rows of tables of MyISAM by their key', async () => {
    const database = await made(
      `CREATE TABLE p (id INT PRIMARY KEY) ENGINE=MyISAM; INSERT INTO p VALUES (1), (2), (3);
       CREATE TABLE c (id INT PRIMARY KEY, p INT); INSERT INTO c VALUES (1, 2)`,
    );
    const relations = [{ from: `${database}.c.p`, to: `${database}.p.id` }];
    const subset = { roots: { c: 'id = 1' }, relations };
    expect(await restored(database, subset, 'SELECT id FROM p')).toEqual([2]);
  });

  test('takes single rows by keys of UUID and INET6', async (context) => {
    if (!server.name.startsWith('mariadb')) return context.skip('MySQL has no such types');
    const database = await made(
      `CREATE TABLE p (u UUID, a INET6, PRIMARY KEY (u, a));
       CREATE TABLE c (id INT PRIMARY KEY, u UUID, a INET6, FOREIGN KEY (u, a) REFERENCES p (u, a));
       INSERT INTO p VALUES ('6ccd780c-baba-1026-9564-5b8c656024db', '::1'), (UUID(), '::2');
       INSERT INTO c SELECT 1, u, a FROM p WHERE a = '::1'`,
    );
    const found = await restored(database, { roots: { c: 'id = 1' } }, 'SELECT a FROM p');
    expect(found).toEqual(['::1']);
  });

  test('names keys of any length in statements that a server takes', async () => {
    const database = await made(
      `CREATE TABLE p (k VARCHAR(700) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY) ROW_FORMAT=DYNAMIC;
       CREATE TABLE c (id INT PRIMARY KEY, k VARCHAR(700) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)`,
    );
    for (let part = 0; part < 6; part++) {
      const keys = Array.from(
        { length: 100 },
        (_, at) => `(CONCAT(${part * 100 + at}, REPEAT('🎌', 690)))`,
      );
      await server.query(`USE ${database}; INSERT INTO p VALUES ${keys.join()}`);
    }
    await server.query(`USE ${database}; SET @n = 0; INSERT INTO c SELECT @n := @n + 1, k FROM p`);
    const relations = [{ from: `${database}.c.k`, to: `${database}.p.k` }];
    const subset = { roots: { c: 'id > 0' }, relations };
    const [found] = await restored(database, subset, 'SELECT COUNT(*) FROM p');
    expect(Number(found)).toBe(600);
  });

  test('refuses a wrong condition before the first byte, and in a dry run', async () => {
    const database = await made('CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INT)');
    const subset = { roots: { b: 'nothing = 1' } };
    const error = await failureOf(dumpOf(server, database, { subset }));
    expect(error).toMatchObject({ code: 'QUERY_FAILED' });
    const { problems } = await dryRun({ connection: server.url(database), subset });
    expect(problems).toEqual([expect.objectContaining({ code: 'QUERY_FAILED' })]);
  });
});

describeEachServer('a key of a SET with 64 members', (server) => {
  test('loses no row and changes no value', async () => {
    await expectLongSets(
      server,
      Array.from({ length: 64 }, (_, index) => `'m${index}'`),
    );
  });

  test('nor does one with an empty member', async () => {
    const members = Array.from({ length: 64 }, (_, index) => (index === 0 ? "''" : `'m${index}'`));
    await expectLongSets(server, members);
  });
});

async function expectLongSets(server: DatabaseServer, members: readonly string[]): Promise<void> {
  const source = await server.createDatabase('sets');
  const rows = [0n, 2n ** 63n].flatMap((high) =>
    Array.from({ length: 300 }, (_, low) => `(${low % 3}, ${high + BigInt(low)}, ${low})`),
  );
  await server.query(
    `USE ${source}; CREATE TABLE t (i INT, s SET(${members.join()}), v INT, PRIMARY KEY (i, s));
     INSERT INTO t VALUES ${rows.join()}`,
  );
  const target = await server.createDatabase('target');
  await restoreInto(server, await dumpOf(server, source, { chunkBytes: 4096 }), target);
  const digest = async (database: string) =>
    server.query(
      `SELECT COUNT(*) AS n, SUM(CRC32(CONCAT(i, ',', CAST(s AS UNSIGNED), ',', v))) AS c FROM ${database}.t`,
    );
  expect(await digest(target)).toEqual(await digest(source));
  const [count] = await digest(target);
  expect(Number(count?.['n'])).toBe(600);
}
