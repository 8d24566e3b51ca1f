/** What goes wrong is told: which statement, what to do, and what is in the target by then. */

import { DumpError } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { listProcesses } from '../services/processes.ts';
import { describeEachFlavor, startPrivateServer } from '../services/vitest.ts';
import { dumpOf, failureOf, restoreInto, sourceOf, streamOf, tablesIn } from './restored.ts';

const header = '-- MySQL dump 10.13  Distrib 8.0.0\nSET NAMES utf8mb4;\n';
const end = '\n-- Dump completed\n';

describeEachFlavor('the error of a restore', (server) => {
  test('names the statement, its place, its beginning and its table', async () => {
    const target = await server.createDatabase('target');
    const before = `${header}CREATE TABLE t (id INT PRIMARY KEY);\n`;
    const broken = `INSERT INTO \`t\` VALUES (1),(2),('${'x'.repeat(300)}',4)`;
    const text = `${before}${broken};\nCREATE TABLE later (id INT);${end}`;
    for (const parallel of [1, 2]) {
      await server.query(`DROP DATABASE ${target}; CREATE DATABASE ${target}`);
      const error = await failureOf(restoreInto(server, text, target, { parallel }));
      expect(error.code).toBe('STATEMENT_FAILED');
      expect(error.statement).toMatchObject({
        number: 3,
        offset: Buffer.byteLength(before),
        object: `table \`${target}\`.\`t\``,
      });
      expect(error.statement?.text).toMatch(/^INSERT INTO `t` VALUES \(1\),\(2\),\('x+…$/);
      expect([...(error.statement?.text ?? '')].length).toBeLessThanOrEqual(201);
      expect(error.message).toContain('Statements 1 to 2 are in the database');
      expect(await server.query(`SELECT * FROM ${target}.t`)).toEqual([]);
    }
  });

  test('says of a collation that is not known what to do', async () => {
    const target = await server.createDatabase('target');
    const text = `${header}CREATE TABLE t (id INT, x TEXT COLLATE utf8mb4_from_tomorrow_ci);${end}`;
    const error = await failureOf(restoreInto(server, text, target));
    expect(error.code).toBe('STATEMENT_FAILED');
    expect(error.message).toMatch(/utf8mb4_from_tomorrow_ci.*newer server/s);
  });

  test('says which privilege is missing', async () => {
    const target = await server.createDatabase('target');
    const user = `u${target.slice(-8)}`;
    await server.query(
      `CREATE USER '${user}'@'%' IDENTIFIED BY 'Pass-word-1'; GRANT SELECT ON ${target}.* TO '${user}'@'%'`,
    );
    const connection = {
      host: '127.0.0.1',
      port: server.port,
      user,
      password: 'Pass-word-1',
      database: target,
    };
    const text = `${header}CREATE TABLE t (id INT);${end}`;
    const error = await failureOf(restoreInto(server, text, target, { connection }));
    expect(error.code).toBe('MISSING_PRIVILEGE');
    expect(error.message).toMatch(/CREATE.*Grant/s);
    await server.query(
      `GRANT ALL ON ${target}.* TO '${user}'@'%'; CREATE DATABASE ${target}_2; GRANT ALL ON ${target}_2.* TO '${user}'@'%'`,
    );
    const definer = `${header}CREATE DEFINER='root'@'localhost' VIEW v AS SELECT 1 AS x;${end}`;
    const refused = await failureOf(restoreInto(server, definer, target, { connection }));
    expect(refused.code).toBe('MISSING_PRIVILEGE');
    expect(refused.message).toContain('skipDefiner');
    await restoreInto(server, definer, target, { connection, skipDefiner: true });
    await server.query(`DROP DATABASE ${target}_2; DROP USER '${user}'@'%'`);
  });

  test('tells of a dump that ends too early, with what is in the target', async () => {
    const shop = await server.createDatabase('shop');
    await server.query(
      `USE ${shop}; CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1);
       CREATE TABLE b (id INT PRIMARY KEY); INSERT INTO b VALUES (1)`,
    );
    for (const compress of ['none', 'gzip'] as const) {
      const bytes = await dumpOf(server, shop, { compress });
      for (const length of [0.4, 0.7, 0.98]) {
        const target = await server.createDatabase('target');
        const cut = bytes.subarray(0, Math.floor(bytes.length * length));
        const error = await failureOf(restoreInto(server, cut, target));
        expect(['TRUNCATED_DUMP', 'DAMAGED_DUMP']).toContain(error.code);
        expect(error.message).toMatch(/are in the database|Nothing was written|may be in/);
      }
    }
    const target = await server.createDatabase('target');
    const foreign = `${header}CREATE TABLE t (id INT);\n`;
    const error = await failureOf(restoreInto(server, foreign, target));
    expect(error.code).toBe('TRUNCATED_DUMP');
  });

  test('tells of a dump that was changed', async () => {
    const shop = await server.createDatabase('shop');
    await server.query(
      `USE ${shop}; CREATE TABLE a (id INT PRIMARY KEY, x CHAR(9)); INSERT INTO a VALUES (1, 'right')`,
    );
    const bytes = await dumpOf(server, shop);
    const changed = Buffer.from(bytes.toString('latin1').replace('right', 'wrong'), 'latin1');
    for (const input of [streamOf(changed), sourceOf(changed)]) {
      const target = await server.createDatabase('target');
      const error = await failureOf(restoreInto(server, input, target));
      expect(error.code).toBe('DAMAGED_DUMP');
      expect(error.message).toMatch(/Statements 1 to \d+ are in the database/);
    }
    const target = await server.createDatabase('target');
    const some = restoreInto(server, sourceOf(changed), target, { tables: ['a'] });
    expect((await failureOf(some)).code).toBe('DAMAGED_DUMP');
  });

  test('passes on what the input throws', async () => {
    const target = await server.createDatabase('target');
    async function* failing() {
      yield Buffer.from(`${header}CREATE TABLE t (id INT);\n`);
      throw new RangeError('the disk is gone');
    }
    await expect(restoreInto(server, failing(), target)).rejects.toThrow('the disk is gone');
  });

  test('tells of a target that dies in the middle', async () => {
    const own = await startPrivateServer(server);
    const target = await own.createDatabase('target');
    async function* slow() {
      yield Buffer.from(
        `${header}CREATE TABLE t (id INT PRIMARY KEY);\nINSERT INTO t VALUES (1);\n`,
      );
      yield Buffer.from('CREATE TABLE u (id INT PRIMARY KEY);\n'.padEnd(70_000, '\n'));
      await own.kill();
      yield Buffer.from(`CREATE TABLE w (id INT PRIMARY KEY);\n${end}`.padStart(70_000, '\n'));
    }
    const error = await failureOf(restoreInto(own, slow(), target, { parallel: 2 }));
    expect(error.code).toBe('CONNECTION_LOST');
    expect(error.message).toMatch(/Statements 1 to \d are in the database/);
  });

  test('comes at once with an abort, and nothing is left running', async () => {
    const target = await server.createDatabase('target');
    const abort = new AbortController();
    let returned = false;
    async function* endless() {
      try {
        yield Buffer.from(`${header}CREATE TABLE t (id INT PRIMARY KEY);\n`.padEnd(70_000, '\n'));
        yield Buffer.from('SELECT SLEEP(600);\n'.padEnd(70_000, '\n'));
        yield Buffer.from('SELECT 1;\n'.padEnd(70_000, '\n'));
      } finally {
        returned = true;
      }
    }
    const restoring = restoreInto(server, endless(), target, { signal: abort.signal });
    const running = async () =>
      (await listProcesses(server)).filter(
        ({ database, statement }) => database === target && statement.includes('SLEEP(600)'),
      ).length;
    await expect.poll(running, { timeout: 60_000 }).toBe(1);
    abort.abort();
    const error = await failureOf(restoring);
    expect(error).toBeInstanceOf(DumpError);
    expect(error.code).toBe('ABORTED');
    // The server may still list what it has been told to end.
    await expect.poll(running).toBe(0);
    expect(returned).toBe(true);
    expect(await tablesIn(server, target)).toEqual(['t']);
  });

  test('comes before anything is written for a row that the server can not take', async () => {
    const shop = await server.createDatabase('shop');
    const own = await startPrivateServer(server, {
      extraArguments: ['--max-allowed-packet=1048576'],
    });
    await server.query(
      `USE ${shop}; CREATE TABLE a (id INT PRIMARY KEY, x LONGTEXT);
       INSERT INTO a VALUES (1, 'a'), (2, REPEAT('x', 2000000))`,
    );
    const ours = await dumpOf(server, shop);
    const foreign = `${header}CREATE TABLE t (x LONGTEXT);\nINSERT INTO t VALUES ('${'x'.repeat(2_000_000)}');${end}`;
    for (const input of [sourceOf(ours), sourceOf(foreign)]) {
      const target = await own.createDatabase('target');
      const error = await failureOf(restoreInto(own, input, target));
      expect(error.code).toBe('STATEMENT_TOO_LARGE');
      expect(error.message).toContain('Nothing was written');
      expect(await tablesIn(own, target)).toEqual([]);
    }
    const rows = Array.from({ length: 3000 }, (_, id) => `(${id},'${'y'.repeat(1000)}')`);
    const cut = `${header}CREATE TABLE t (id INT PRIMARY KEY, x TEXT);\nINSERT INTO t VALUES ${rows.join(',')};${end}`;
    const target = await own.createDatabase('target');
    const summary = await restoreInto(own, cut, target);
    expect(summary).toMatchObject({ rows: 3000, statements: 3 });
  });
});
