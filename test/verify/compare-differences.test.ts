/** What differs between a dump and a database is named: the table and the first key, and nothing else. */

import { restore, verify } from '@dumpstream/core';
import fc from 'fast-check';
import { beforeEach, expect, inject, test } from 'vitest';
import { createAccount, dumpGrants } from '../dump/connections.ts';
import { connectedServer } from '../services/connected-server.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import { compare, copyOf, dumpOf, sourceOf } from './compared.ts';

/** The tables that bits are flipped in: how a row is found, and what is told of it. */
const tables = [
  {
    name: 'ints',
    columns: 'id INT PRIMARY KEY, n BIGINT NOT NULL, v VARBINARY(40) NOT NULL',
    row: (index: number) =>
      `(${index * 3 - 5}, ${index * index}, REPEAT(CHAR(${index % 256}), 20))`,
    where: (index: number) => `id = ${index * 3 - 5}`,
    key: (index: number): string | undefined => `id = ${index * 3 - 5}`,
  },
  {
    name: 'pairs',
    columns:
      'v VARBINARY(40) NOT NULL, b VARCHAR(20) CHARACTER SET utf8mb4, n INT, a DECIMAL(6,2), ' +
      's INT GENERATED ALWAYS AS (n + 1) STORED, PRIMARY KEY (a, b)',
    row: (index: number) => `(REPEAT('x', 9), 'It''s ${index}', 1, ${index % 5}.50)`,
    named: '(v, b, n, a)',
    where: (index: number) => `a = ${index % 5}.50 AND b = 'It''s ${index}'`,
    key: (index: number): string | undefined => `a = ${index % 5}.50, b = 'It\\'s ${index}'`,
  },
  {
    name: 'keyless',
    columns: 'a INT, v VARBINARY(40) NOT NULL',
    row: (index: number) => `(${index}, REPEAT('y', 8))`,
    where: (index: number) => `a = ${index}`,
    key: (): string | undefined => undefined,
  },
];
const rows = 300;

describeEachFlavor('a dump compared with a database that differs', (server) => {
  let database: string;
  let bytes: Buffer;

  // Of its own for each test, which may leave anything in it.
  beforeEach(async () => {
    database = await server.createDatabase('differs');
    for (const { name, columns, row, named = '' } of tables) {
      const values = Array.from({ length: rows }, (_, index) => row(index));
      await server.query(
        `USE \`${database}\`; CREATE TABLE ${name} (${columns});
        INSERT INTO ${name} ${named} VALUES ${values.join(', ')}`,
      );
    }
    await server.query(`USE \`${database}\`; CREATE TABLE empty_one (id INT PRIMARY KEY)`);
    bytes = await dumpOf(server, database, { compress: 'gzip', netBufferLength: 2000 });
  });

  const change = (sql: string): Promise<unknown> =>
    server.query(`USE \`${database}\`; SET SESSION sql_mode = ''; ${sql}`);
  const differences = async () => (await compare(server, bytes, database)).differences;

  test('finds one bit in any value of any row', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...tables),
        fc.integer({ min: 0, max: rows - 1 }),
        fc.integer({ min: 0, max: 7 }),
        fc.integer({ min: 1, max: 8 }),
        async ({ name, where, key }, index, bit, position) => {
          const flipped = `CHAR(ASCII(SUBSTRING(v, ${position}, 1)) ^ ${1 << bit})`;
          // The same again puts it back.
          const flip = `UPDATE ${name} SET v = INSERT(v, ${position}, 1, ${flipped}) WHERE ${where(index)}`;
          await change(flip);
          const found = await differences();
          await change(flip);
          const named = key(index);
          expect(found).toEqual([
            {
              kind: 'rows',
              object: 'table',
              database,
              name,
              ...(named === undefined ? {} : { key: named }),
              message: expect.stringContaining(`${database}.${name}`),
            },
          ]);
        },
      ),
      { numRuns: 15 },
    );
    expect(await differences()).toEqual([]);
  });

  test('tells which side lacks a row', async () => {
    await change(
      `DELETE FROM ints WHERE id IN (1, 4, 700); INSERT INTO empty_one VALUES (5);
      INSERT INTO pairs (v, b, n, a) VALUES (1, 2, 3, 0)`,
    );
    expect(await differences()).toMatchObject([
      { name: 'empty_one', key: 'id = 5' },
      {
        name: 'ints',
        key: 'id = 1',
        message: expect.stringMatching(/300 rows in the dump, 297 in .* lacks the row id = 1/),
      },
      {
        name: 'pairs',
        key: "a = 0.00, b = '2'",
        message: expect.stringContaining('has a row that is not in the dump'),
      },
    ]);
  });

  test('tells of rows that are missing at the end', async () => {
    await change('DELETE FROM ints WHERE id >= 800; DELETE FROM keyless WHERE a >= 290');
    expect(await differences()).toMatchObject([
      { name: 'ints', key: 'id = 802' },
      { name: 'keyless', message: expect.stringContaining('300 rows in the dump, 290 in') },
    ]);
  });

  test('finds no difference in the order of rows, nor in a counter that has moved on', async () => {
    await change(
      `DELETE FROM keyless WHERE a = 7; INSERT INTO keyless VALUES ${tables[2]?.row(7)};
      CREATE TABLE counted (id INT PRIMARY KEY AUTO_INCREMENT); INSERT INTO counted VALUES (NULL)`,
    );
    const counted = await dumpOf(server, database);
    await change('INSERT INTO counted VALUES (NULL); DELETE FROM counted WHERE id = 2');
    expect((await compare(server, counted, database)).differences).toEqual([]);
    if (server.flavor === 'mariadb') {
      await change('CREATE SEQUENCE s');
      const sequenced = await dumpOf(server, database);
      await change('SELECT NEXTVAL(s); SELECT SETVAL(s, 5000)');
      expect((await compare(server, sequenced, database)).differences).toEqual([]);
      await change('DROP SEQUENCE s');
      expect((await compare(server, sequenced, database)).differences).toMatchObject([
        { kind: 'missing', object: 'sequence', name: 's' },
      ]);
    }
    expect(await differences()).toMatchObject([
      { kind: 'extra', object: 'table', name: 'counted' },
    ]);
  });

  test('tells of missing and extra objects, and of definitions', async () => {
    await change(
      `CREATE VIEW v AS SELECT 1 AS a; CREATE VIEW w AS SELECT 1 AS a;
      CREATE PROCEDURE p() SELECT 1; CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1;
      CREATE TRIGGER t BEFORE INSERT ON empty_one FOR EACH ROW SET NEW.id = 1`,
    );
    const full = await dumpOf(server, database);
    const copy = await copyOf(server, full);
    expect((await compare(server, full, copy)).differences).toEqual([]);
    await server.query(
      `USE \`${copy}\`; DROP VIEW v; DROP EVENT e; ALTER VIEW w AS SELECT 2 AS a;
      ALTER TABLE empty_one COMMENT = 'new'; CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;
      DROP TRIGGER t; CREATE TRIGGER t BEFORE INSERT ON empty_one FOR EACH ROW SET NEW.id = 2;
      DROP PROCEDURE p; DROP TABLE ints`,
    );
    const found = (await compare(server, full, copy)).differences;
    expect(found.map(({ kind, object, name }) => `${kind} ${object} ${name}`).sort()).toEqual([
      'definition table empty_one',
      'definition trigger t',
      'definition view w',
      'extra function f',
      'missing event e',
      'missing procedure p',
      'missing table ints',
      'missing view v',
    ]);
  });

  test.each([
    ['tables', { tables: ['ints', 'empty_one'] }],
    ['where', { where: { ints: 'id > 100' } }],
    ['noData', { noData: true }],
    ['noCreateInfo', { noCreateInfo: true }],
    [
      'the form of rows',
      { hexBlob: true, completeInsert: true, replace: true, netBufferLength: 300 },
    ],
    ['skipDefiner and ignoreTables', { skipDefiner: true, ignoreTables: ['pairs'] }],
  ])('is made again by the options of the dump: %s', async (_, options) => {
    const dump = await dumpOf(server, database, options);
    expect((await compare(server, dump, database)).differences).toEqual([]);
    const [{ name, where } = { name: '', where: () => '' }] = tables;
    const flip = `UPDATE ${name} SET v = INSERT(v, 1, 1, CHAR(ASCII(v) ^ 1)) WHERE ${where(250)}`;
    await change(flip);
    const found = (await compare(server, dump, database)).differences;
    const isCompared = !('noData' in options);
    expect(found.map(({ key }) => key)).toEqual(isCompared ? ['id = 745'] : []);
  });

  test('of chosen tables may miss all of them', async () => {
    const dump = await dumpOf(server, database, { tables: ['ints'] });
    await change('RENAME TABLE ints TO away');
    const found = (await compare(server, dump, database)).differences;
    expect(found).toMatchObject([{ kind: 'missing', object: 'table', name: 'ints' }]);
  });

  test('names its databases, or the option does', async () => {
    const named = await dumpOf(server, database, { databases: [database] });
    const { host, port, user, password } = server;
    const connection = { host, port, user, password };
    expect((await verify(sourceOf(named), { connection })).differences).toEqual([]);
    const copy = await copyOf(server, bytes);
    await server.query(`DELETE FROM \`${copy}\`.ints WHERE id = 1`);
    const report = await verify(sourceOf(named), { connection, database: copy });
    expect(report.differences).toMatchObject([{ database: copy, name: 'ints', key: 'id = 1' }]);
    await server.query(`DROP DATABASE \`${copy}\``);
    const gone = await verify(sourceOf(named), { connection, database: copy });
    expect(gone.differences).toMatchObject([{ kind: 'missing', object: 'database', name: copy }]);
    const both = await dumpOf(server, database, {
      databases: [database, await server.createDatabase('b')],
    });
    await expect(verify(sourceOf(both), { connection, database: copy })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });

  test('leaves no connection behind, whether it ends, fails or is aborted', async () => {
    const account = await createAccount(server, dumpGrants(database));
    await verify(sourceOf(bytes), { connection: account.url(database) });
    await expect.poll(() => account.connections()).toBe(0);

    const damaged = Buffer.from(await dumpOf(server, database));
    damaged.write('9', damaged.indexOf('INSERT INTO `pairs`') + 60);
    const failing = verify(sourceOf(damaged), { connection: account.url(database) });
    await expect(failing).rejects.toMatchObject({ code: 'DAMAGED_DUMP' });
    await expect.poll(() => account.connections()).toBe(0);

    const controller = new AbortController();
    const aborted = verify(sourceOf(bytes), {
      connection: account.url(database),
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(aborted).rejects.toMatchObject({
      code: 'ABORTED',
      cause: expect.objectContaining({ message: 'enough' }),
    });
    await expect.poll(() => account.connections()).toBe(0);
  });
});

const addresses = inject('databases').flatMap((database) =>
  'address' in database ? [database.address] : [],
);
const mysql = addresses.filter(({ flavor }) => flavor === 'mysql').at(-1);
const mariadb = addresses.filter(({ flavor }) => flavor === 'mariadb').at(-1);
if (mysql === undefined || mariadb === undefined) {
  skippedTest('a dump of another flavor', 'needs MySQL and MariaDB');
} else {
  test('a dump of another flavor is compared by its rows, and by which objects there are', async () => {
    const [from, to] = [connectedServer(mysql), connectedServer(mariadb)];
    const source = await from.createDatabase('flavor');
    await from.query(
      `ALTER DATABASE \`${source}\` COLLATE utf8mb4_general_ci; USE \`${source}\`;
      CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20) COLLATE utf8mb4_general_ci, d DOUBLE);
      INSERT INTO t VALUES (1, 'a', 0.1), (2, 'b', 1e300); CREATE PROCEDURE p() SELECT 1`,
    );
    const bytes = await dumpOf(from, source, { skipDefiner: true });
    const target = await to.createDatabase('flavor');
    await restore(sourceOf(bytes), { connection: to.url(target) });
    const report = await compare(to, bytes, target);
    expect(report).toMatchObject({
      differences: [],
      comparison: { definitions: 'presence', rows: 2 },
    });
    await to.query(`USE \`${target}\`; UPDATE t SET v = 'B' WHERE id = 2; DROP PROCEDURE p`);
    expect((await compare(to, bytes, target)).differences).toMatchObject([
      { kind: 'rows', name: 't', key: 'id = 2' },
      { kind: 'missing', object: 'procedure', name: 'p' },
    ]);
  });

  test('of more than 1,000 differences all are counted, and the first are told', async () => {
    const server = connectedServer(mariadb);
    const many = await server.createDatabase('many');
    const bytes = await dumpOf(server, many);
    const views = Array.from(
      { length: 1005 },
      (_, index) => `CREATE VIEW v${index} AS SELECT 1 AS a`,
    );
    await server.query(`USE \`${many}\`; ${views.join(';')}`);
    const { differences, comparison } = await compare(server, bytes, many);
    expect(differences).toHaveLength(1000);
    expect(comparison?.differences).toBe(1005);
  });
}
