/** Whole databases: which ones, made how, and with which attributes they come back. */

import { buffer } from 'node:stream/consumers';
import { type DumpOptions, dump } from '@dumpstream/core';
import { expect, onTestFinished, test } from 'vitest';
import { restoreWithClient } from '../services/client-program.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { type Account, createAccount } from './connections.ts';
import { failureAndBytes } from './failure.ts';

async function sqlOf(
  server: DatabaseServer,
  database: string | undefined,
  options: Omit<DumpOptions, 'connection'>,
): Promise<string> {
  return (await buffer(dump({ connection: server.url(database), ...options }))).toString();
}

/** What the server says of a database, but for its name. */
async function attributesOf(server: DatabaseServer, database: string): Promise<unknown> {
  const [row] = await server.query(
    `SELECT * FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '${database}'`,
  );
  const [created] = await server.query(`SHOW CREATE DATABASE \`${database}\``);
  const definition = String(created?.['Create Database']).replace(database, '');
  return { ...row, SCHEMA_NAME: undefined, definition };
}

/** With the stock client, as an account of its own. */
async function restoreAs(
  { address }: DatabaseServer,
  { user, password }: Account,
  database: string,
  sql: string,
): Promise<void> {
  const { client } = address.stockTools;
  const own = { ...client, arguments: [...client.arguments, `--user=${user}`] };
  const stockTools = { ...address.stockTools, client: own };
  await restoreWithClient({ ...address, user, password, stockTools }, database, sql);
}

const program = 'CREATE PROCEDURE p(s CHAR(5)) SELECT s;';

describeEachServer('a dump', (server) => {
  test('of all databases brings them all back on another server, and no system database', async () => {
    const source = await startPrivateServer(server);
    const target = await startPrivateServer(server);
    await source.query(
      `CREATE DATABASE zebra CHARACTER SET latin1; CREATE DATABASE \`a-b; "c" \`\`d\`;
       CREATE DATABASE Apple; CREATE TABLE zebra.t (id INT PRIMARY KEY); INSERT INTO zebra.t VALUES (1);
       CREATE VIEW Apple.v AS SELECT id FROM zebra.t`,
    );
    const stream = dump({ connection: source.url(), allDatabases: true });
    const sql = await buffer(stream);
    const names = ['Apple', 'a-b; "c" `d', 'zebra'];
    expect((await stream.summary).databases).toEqual(names);
    await target.restore(undefined, sql);
    const restored = await target.query(
      `SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN
       ('information_schema', 'performance_schema', 'mysql', 'sys') ORDER BY BINARY SCHEMA_NAME`,
    );
    expect(restored.map(({ name }) => name)).toEqual(names);
    expect(await target.query('SELECT id FROM Apple.v')).toEqual([{ id: 1 }]);
    expect(await attributesOf(target, 'zebra')).toEqual(await attributesOf(source, 'zebra'));
  });

  test('of all databases is refused to an account that may not see all', async () => {
    const database = await server.createDatabase('all');
    const account = await createAccount(server, [`SELECT ON \`${database}\`.*`]);
    const options = { connection: account.url(), allDatabases: true };
    const { error, bytes } = await failureAndBytes(options);
    expect({ code: error.code, bytes }).toEqual({ code: 'MISSING_PRIVILEGE', bytes: 0 });
    expect(error.message).toContain(`GRANT SHOW DATABASES ON *.* TO '${account.user}'@'%'`);
  });

  test('drops what is in the database before, with addDropDatabase alone', async () => {
    const database = await server.createDatabase('dropped');
    await server.restore(database, 'CREATE TABLE kept (id INT)');
    const options = { databases: [database] };
    const plain = await sqlOf(server, undefined, options);
    const dropping = await sqlOf(server, undefined, { ...options, addDropDatabase: true });
    await server.restore(database, 'CREATE TABLE extra (id INT)');
    await server.restore(undefined, plain);
    const tables = () => server.query(`SHOW TABLES FROM \`${database}\``);
    expect(await tables()).toHaveLength(2);
    await server.restore(undefined, dropping);
    expect(await tables()).toEqual([{ [`Tables_in_${database}`]: 'kept' }]);
  });

  test('gives the target the character set and collation of its source', async () => {
    const source = await server.createDatabase('attributes');
    await server.query(`ALTER DATABASE \`${source}\` CHARACTER SET latin1 COLLATE latin1_bin`);
    await server.restore(source, program);
    const target = await server.createDatabase('other');
    // The account has rights on the target alone.
    const account = await createAccount(server, [`ALL ON \`${target}\`.*`]);
    const sql = await sqlOf(server, source, { skipDefiner: true, events: false });
    await restoreAs(server, account, target, sql);
    expect(await attributesOf(server, target)).toEqual(await attributesOf(server, source));
    const [routine] = await server.query(
      `SELECT DATABASE_COLLATION AS collation FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${target}'`,
    );
    expect(routine).toMatchObject({ collation: 'latin1_bin' });
  });

  test('into an existing database of that name changes its attributes as well', async () => {
    const database = await server.createDatabase('again');
    await server.query(`ALTER DATABASE \`${database}\` CHARACTER SET cp932 COLLATE cp932_bin`);
    const before = await attributesOf(server, database);
    const sql = await sqlOf(server, undefined, { databases: [database] });
    await server.query(`ALTER DATABASE \`${database}\` CHARACTER SET utf8mb4`);
    await server.restore(undefined, sql);
    expect(await attributesOf(server, database)).toEqual(before);
  });

  test('leaves the attributes alone with noCreateDb, chosen tables, or without definitions', async () => {
    const database = await server.createDatabase('kept');
    await server.restore(database, 'CREATE TABLE t (id INT)');
    for (const options of [{ noCreateDb: true }, { tables: ['t'] }, { noCreateInfo: true }]) {
      expect(await sqlOf(server, database, options)).not.toContain(' DATABASE ');
    }
    const named = await sqlOf(server, undefined, { databases: [database], noCreateDb: true });
    expect(named).toContain(`\nUSE \`${database}\`;\n`);
    expect(named).not.toMatch(/(CREATE|ALTER) DATABASE/);
  });

  test("keeps a database's comment, whatever is in it", async (context) => {
    if (server.flavor !== 'mariadb') return context.skip('MySQL has no comments of databases');
    const comment = `it's */ ; -- \\! echo "x" \\\\ \`\n/*! é 漢`;
    const source = await server.createDatabase('commented');
    const literal = `'${comment.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
    await server.query(`ALTER DATABASE \`${source}\` COMMENT ${literal}`);
    await server.restore(source, program);
    const sql = await sqlOf(server, source, {});
    const target = await server.createDatabase('commented');
    await server.restore(target, sql);
    const [row] = await server.query(
      `SELECT SCHEMA_COMMENT AS comment FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '${target}'`,
    );
    expect(row).toEqual({ comment });
    const again = await sqlOf(server, undefined, { databases: [source], addDropDatabase: true });
    await server.restore(undefined, again);
    expect(await attributesOf(server, source)).toEqual(await attributesOf(server, target));
  });

  test('of a read-only database is read-only when it is restored', async (context) => {
    if (server.flavor !== 'mysql' || server.version.startsWith('5.')) {
      return context.skip(`${server.name} has no read-only databases`);
    }
    const source = await server.createDatabase('readonly');
    await server.restore(source, `CREATE TABLE t (id INT); INSERT INTO t VALUES (1); ${program}`);
    const target = await server.createDatabase('readonly');
    onTestFinished(async () => {
      for (const name of [source, target]) {
        await server.query(`ALTER DATABASE \`${name}\` READ ONLY = 0`);
      }
    });
    await server.query(`ALTER DATABASE \`${source}\` READ ONLY = 1`);
    await server.restore(target, await sqlOf(server, source, {}));
    expect(await attributesOf(server, target)).toEqual(await attributesOf(server, source));
    await expect(server.query(`INSERT INTO \`${target}\`.t VALUES (2)`)).rejects.toThrow(
      'read only',
    );
  });
});

describeEachServer('a broken view', (server) => {
  const schema = `SET NAMES utf8mb4; CREATE TABLE items (id INT); CREATE TABLE gone (id INT);
CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;
CREATE VIEW works AS SELECT id FROM items;
CREATE VIEW stale AS SELECT id, '\n*/ DROP TABLE items; -- é' AS \`x\\! y\` FROM gone;
CREATE VIEW calls AS SELECT f() AS id; CREATE VIEW upon AS SELECT id FROM stale;
DROP TABLE gone; DROP FUNCTION f;`;

  test('ends the dump before its first byte, by name and with what helps', async () => {
    const database = await server.createDatabase('broken');
    await server.restore(database, schema);
    const { error, bytes } = await failureAndBytes({ connection: server.url(database) });
    expect({ code: error.code, bytes }).toEqual({ code: 'BROKEN_VIEW', bytes: 0 });
    expect(error.message).toContain(`\`${database}\`.\`calls\``);
    expect(error.message).toContain("brokenViews: 'comment'");
  });

  test('is a comment that does nothing when asked for, and is told in the summary', async () => {
    const database = await server.createDatabase('broken');
    await server.restore(database, schema);
    const stream = dump({ connection: server.url(database), brokenViews: 'comment' });
    const sql = await buffer(stream);
    const { brokenViews, views } = await stream.summary;
    expect(views).toBe(1);
    expect(brokenViews.map(({ view }) => view)).toEqual(['calls', 'stale', 'upon']);
    expect(brokenViews[0]).toMatchObject({ database, reason: expect.stringContaining('calls') });
    expect(sql.toString()).toMatch(/\n-- CREATE .* VIEW `calls` AS select .*\n/);
    const target = await server.createDatabase('target');
    await server.restore(target, sql);
    const left = await server.query(`SHOW FULL TABLES FROM \`${target}\``);
    expect(left.map((row) => Object.values(row).join(' '))).toEqual([
      'items BASE TABLE',
      'works VIEW',
    ]);
  });
});

describeEachServer('a name with a dot in it', (server) => {
  test('is a table of a dumped database, or else the name of a table', async () => {
    const database = await server.createDatabase('dots');
    const strange = `${database}.t`;
    await server.restore(
      database,
      `CREATE TABLE t (id INT); CREATE TABLE \`${strange}\` (id INT); CREATE TABLE \`a.b\` (id INT);`,
    );
    const tablesOf = async (options: Omit<DumpOptions, 'connection'>) => {
      const stream = dump({ connection: server.url(database), ...options });
      await buffer(stream);
      return (await stream.summary).tables.map(({ table }) => table);
    };
    expect(await tablesOf({ ignoreTables: [`${database}.t`] })).toEqual(['a.b', strange]);
    expect(await tablesOf({ ignoreTables: [`${database}.${strange}`] })).toEqual(['a.b', 't']);
    expect(await tablesOf({ tables: ['a.b'] })).toEqual(['a.b']);
    expect(await tablesOf({ tables: [`${database}.a.b`] })).toEqual(['a.b']);
  });
});
