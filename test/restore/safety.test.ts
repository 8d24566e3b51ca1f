/** What a restore refuses: to write over something, elsewhere, or what dumps do not hold. */

import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { restore } from '@dumpstream/core';
import { createConnection } from 'mysql2';
import { expect, test } from 'vitest';
import { describeEachFlavor } from '../services/vitest.ts';
import {
  dumpOf,
  expectEqual,
  failureOf,
  progress,
  restoreInto,
  sourceOf,
  streamOf,
  tablesIn,
} from './restored.ts';

const header = '-- MySQL dump 10.13  Distrib 8.0.0\nSET NAMES utf8mb4;\n';
const end = '\n-- Dump completed\n';

describeEachFlavor('a restore is careful', (server) => {
  async function shopDump(options = {}): Promise<{ shop: string; bytes: Buffer }> {
    const shop = await server.createDatabase('shop');
    await server.query(
      `USE ${shop}; CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1), (2);
       CREATE TABLE b (id INT PRIMARY KEY); INSERT INTO b VALUES (5)`,
    );
    return { shop, bytes: await dumpOf(server, shop, options) };
  }

  test.for([
    ['a table', 'CREATE TABLE other (id INT)'],
    ['a view', 'CREATE VIEW other AS SELECT 1 AS x'],
    ['a routine', 'CREATE PROCEDURE other() SELECT 1'],
    ['an event', 'CREATE EVENT other ON SCHEDULE EVERY 1 DAY DO SELECT 1'],
  ])('writes nothing into a database that holds %s, unless told', async ([, statement]) => {
    const { shop, bytes } = await shopDump();
    const target = await server.createDatabase('target');
    await server.query(`USE ${target}; ${statement}`);
    const before = await tablesIn(server, target);
    const error = await failureOf(restoreInto(server, bytes, target));
    expect(error.code).toBe('TARGET_NOT_EMPTY');
    expect(error.message).toMatch(/`other`.*force.*Nothing was written\./s);
    expect(await tablesIn(server, target)).toEqual(before);
    await restoreInto(server, bytes, target, { force: true });
    expect(await tablesIn(server, target)).toEqual(
      [...new Set([...before, ...(await tablesIn(server, shop))])].sort(),
    );
  });

  test('replaces with force what the dump drops and makes again', async () => {
    const { shop, bytes } = await shopDump();
    const target = await server.createDatabase('target');
    await server.query(`USE ${target}; CREATE TABLE a (other INT); CREATE TABLE kept (id INT)`);
    await restoreInto(server, bytes, target, { force: true, parallel: 2 });
    expect(await tablesIn(server, target)).toEqual(['a', 'b', 'kept']);
    await server.query(`DROP TABLE ${target}.kept`);
    await expectEqual(server, shop, target);
  });

  test('says with force which table to drop, where a foreign key does not fit an older one', async () => {
    const target = await server.createDatabase('target');
    await server.query(`CREATE TABLE ${target}.parent (id INT PRIMARY KEY) ENGINE = InnoDB`);
    const text =
      `${header}SET foreign_key_checks = 0;\nDROP TABLE IF EXISTS child;\n` +
      'CREATE TABLE child (id VARCHAR(9), KEY (id), FOREIGN KEY (id) REFERENCES parent (id)) ENGINE = InnoDB;\n' +
      `DROP TABLE IF EXISTS parent;\nCREATE TABLE parent (id VARCHAR(9) PRIMARY KEY) ENGINE = InnoDB;${end}`;
    const error = await failureOf(restoreInto(server, text, target, { force: true }));
    expect(error.code).toBe('STATEMENT_FAILED');
    expect(error.message).toMatch(/`child`.*there from before.*Drop that one first/s);
    await server.query(`DROP TABLE ${target}.parent`);
    await restoreInto(server, text, target, { force: true });
    expect(await tablesIn(server, target)).toEqual(['child', 'parent']);
  });

  test('needs a target that exists', async () => {
    const { bytes } = await shopDump();
    const error = await failureOf(restoreInto(server, bytes, 'no_such_database'));
    expect(error.code).toBe('UNKNOWN_DATABASE');
    expect(error.message).toContain('`no_such_database`');
  });

  test.for([
    ['a command of the client programs', '\\! id'],
    ['another one', 'source /etc/passwd'],
    ['a statement that dumps do not hold', "LOAD DATA INFILE '/etc/passwd' INTO TABLE t"],
    ['a statement that writes a file', "SELECT 1 INTO OUTFILE '/tmp/x'"],
    ['a table of another database', 'CREATE TABLE mysql.evil (id INT)'],
    ['rows of another database', 'INSERT INTO mysql.evil VALUES (1)'],
    ['a prepared statement for another database', "SET @x = 'DROP TABLE mysql.evil'"],
    ['a prepared statement that drops one', "PREPARE x FROM 'DROP DATABASE mysql'"],
    ['prepared from parts', 'PREPARE x FROM @never_set_here'],
    ['a prepared statement about the server', "PREPARE x FROM 'SET GLOBAL max_connections = 77'"],
    ['a prepared statement of no dump', "PREPARE x FROM 'DELETE v FROM mysql.user v'"],
  ])('runs no statement that is %s', async ([, statement]) => {
    const target = await server.createDatabase('target');
    const text = `${header}CREATE TABLE t (id INT);\n${statement};\nCREATE TABLE later (id INT);${end}`;
    const error = await failureOf(restoreInto(server, text, target));
    expect(error.code).toBe('REFUSED_STATEMENT');
    expect(error.statement).toMatchObject({ number: 3 });
    expect(await tablesIn(server, target)).not.toContain('later');
  });

  test('leaves out the table that a restore which was broken off had left in the dumped database', async () => {
    const { shop } = await shopDump();
    await server.query(
      `USE ${shop}; CREATE TABLE ${progress} (a INT PRIMARY KEY); INSERT INTO ${progress} VALUES (1)`,
    );
    const target = await server.createDatabase('target');
    const { warnings, tables } = await restoreInto(server, await dumpOf(server, shop), target);
    expect(warnings).toEqual([expect.stringContaining(`The table ${progress} was left out`)]);
    expect(tables.map(({ table }) => table)).toEqual(['a', 'b']);
    expect(await tablesIn(server, target)).toEqual(['a', 'b']);
  });

  test('says that the system can not read the input, and what is there by then', async () => {
    const target = await server.createDatabase('target');
    const error = await failureOf(restoreInto(server, createReadStream(tmpdir()), target));
    expect(error.code).toBe('READ_FAILED');
    expect(error.message).toMatch(/can't be read further: EISDIR/);
  });

  test('adds to an error of the input what is there by then', async () => {
    const target = await server.createDatabase('target');
    const own = new RangeError('no more');
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from(`${header}CREATE TABLE t (id INT);\n-- ${'x'.repeat(200_000)}\n`);
      throw own;
    }
    await expect(restore(broken(), { connection: server.url(target) })).rejects.toBe(own);
    expect(own.message).toMatch(/^no more\. Statements 1 to 2 are in the database/);
  });

  test('takes no connection that could run a statement behind another one', async () => {
    const target = await server.createDatabase('target');
    const connection = { uri: server.url(target), multipleStatements: true };
    const error = await failureOf(
      restore(streamOf(`${header}CREATE TABLE t (id INT);${end}`), {
        connection: () => createConnection(connection),
      }),
    );
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.message).toContain('multipleStatements');
    expect(await tablesIn(server, target)).toEqual([]);
  });

  test.for([
    "SET @a = CONCAT('DROP TABLE mysql', '.evil')",
    "SET @a = 'DO 0', @a = CONCAT(@a, '')",
    "SET @b = (@a := CONCAT('DROP TABLE mysql', '.evil'))",
    "SELECT 'DROP TABLE mysql.evil' INTO @a",
  ])('prepares no text that nobody has looked at, as after %s', async (assignment) => {
    const target = await server.createDatabase('target');
    const text = `${header}CREATE TABLE t (id INT);\nSET @a = 'DO 0';\n${assignment};\nPREPARE x FROM @a;\nEXECUTE x;${end}`;
    const error = await failureOf(restoreInto(server, text, target));
    expect(error.code).toBe('REFUSED_STATEMENT');
    expect(error.statement).toMatchObject({ text: expect.stringMatching(/^(?:PREPARE|SELECT)/) });
  });

  test('puts a dump that names one database into the target, whatever that is called', async () => {
    const { shop, bytes } = await shopDump({ databases: undefined });
    const named = await dumpOf(server, shop, { databases: [shop] });
    for (const dumped of [bytes, named]) {
      const target = await server.createDatabase('target');
      await restoreInto(server, dumped, target);
      await expectEqual(server, shop, target);
    }
  });

  test('puts a view that names the database of the dump into the target', async () => {
    const { shop } = await shopDump();
    await server.query(`CREATE VIEW ${shop}.v AS SELECT id FROM ${shop}.b`);
    const bytes = await dumpOf(server, shop, { databases: [shop] });
    const target = await server.createDatabase('target');
    await restoreInto(server, bytes, target);
    await server.query(`DROP DATABASE ${shop}`);
    expect(await server.query(`SELECT id FROM ${target}.v`)).toEqual([{ id: 5 }]);
  });

  test('puts no trigger into the target that writes to the database of the dump', async () => {
    const { shop } = await shopDump();
    await server.query(
      `CREATE TRIGGER ${shop}.r BEFORE INSERT ON ${shop}.a FOR EACH ROW INSERT INTO ${shop}.b VALUES (9)`,
    );
    const bytes = await dumpOf(server, shop, { databases: [shop] });
    const target = await server.createDatabase('target');
    const error = await failureOf(restoreInto(server, bytes, target));
    expect(error.code).toBe('REFUSED_STATEMENT');
    expect(error.message).toMatch(
      /trigger `r` names that database.*databases.*without this trigger/s,
    );
    expect(await server.query(`SHOW TRIGGERS FROM ${target}`)).toEqual([]);
  });

  test('does not put several databases into one', async () => {
    const { shop } = await shopDump();
    const { shop: second } = await shopDump();
    const bytes = await dumpOf(server, shop, { databases: [shop, second] });
    for (const input of [streamOf(bytes), sourceOf(bytes)]) {
      const target = await server.createDatabase('target');
      const error = await failureOf(restoreInto(server, input, target));
      expect(error.code).toBe('INVALID_OPTION');
      expect(error.message).toContain(shop);
      expect(error.message).toContain(second);
      expect(error.message).toContain('databases');
    }
  });

  test('restores databases under their own names, all or some', async () => {
    const { shop } = await shopDump();
    const { shop: second } = await shopDump();
    const bytes = await dumpOf(server, shop, { databases: [shop, second] });
    const untouched = await failureOf(
      restoreInto(server, bytes, '', { databases: 'all', parallel: 2 }),
    );
    expect(untouched.code).toBe('TARGET_NOT_EMPTY');
    await server.query(`DROP DATABASE ${shop}; DROP DATABASE ${second}`);
    const some = await restoreInto(server, bytes, '', { databases: [second], parallel: 2 });
    expect(some.databases).toEqual([second]);
    expect(await tablesIn(server, shop)).toEqual([]);
    expect(await tablesIn(server, second)).toEqual(['a', 'b']);
    await server.query(`DROP DATABASE ${second}`);
    const all = await restoreInto(server, sourceOf(bytes), '', { databases: 'all', parallel: 2 });
    expect(all.databases).toEqual([shop, second]);
    expect(all.rows).toBe(6);
    expect(await tablesIn(server, shop)).toEqual(['a', 'b']);
  });

  test('drops a database only with force', async () => {
    const { shop } = await shopDump();
    const bytes = await dumpOf(server, shop, { databases: [shop], addDropDatabase: true });
    await server.query(`DROP DATABASE ${shop}; CREATE DATABASE ${shop}`);
    const error = await failureOf(restoreInto(server, bytes, '', { databases: [shop] }));
    expect(error.code).toBe('REFUSED_STATEMENT');
    await server.query(`CREATE TABLE ${shop}.old (id INT)`);
    await restoreInto(server, bytes, '', { databases: [shop], force: true });
    expect(await tablesIn(server, shop)).toEqual(['a', 'b']);
  });

  test('leaves out what belongs to the whole server, and says so', async () => {
    const target = await server.createDatabase('target');
    const text =
      `${header}SET @@SESSION.SQL_LOG_BIN= 0;\n` +
      "SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'a-b:1';\nCREATE TABLE t (id INT);\n" +
      `CREATE USER 'restored'@'nowhere';${end}`;
    const summary = await restoreInto(server, text, target);
    expect(summary.warnings).toHaveLength(2);
    expect(summary.warnings.join(' ')).toMatch(
      /whole server.*SQL_LOG_BIN|SQL_LOG_BIN.*whole server/s,
    );
    expect(await tablesIn(server, target)).toEqual(['t']);
    expect(await server.query("SELECT 1 FROM mysql.user WHERE user = 'restored'")).toEqual([]);
  });

  test.for([
    [{ database: 'a', databases: 'all' }, /database and databases/],
    [{ databases: [] }, /databases/],
    [{ tabels: ['x'] }, /tabels.*Did you mean tables/],
    [{ parallel: 0 }, /parallel/],
    [{ force: true, resume: true }, /force and resume/],
    [{ tables: [] }, /tables/],
  ] as const)('checks its options at the door: %j', async ([options, message]) => {
    const error = await failureOf(restoreInto(server, header, '', options as object));
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.message).toMatch(message);
  });
});
