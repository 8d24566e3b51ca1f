/** What the server has changed while it took a dump is told: the mode of the dump may allow it. */

import { expect, test } from 'vitest';
import { describeEachServer } from '../services/vitest.ts';
import { dumpOf, restoreInto } from './restored.ts';

const header = "-- MySQL dump 10.13  Distrib 8.0.0\nSET NAMES utf8mb4;\nSET sql_mode = '';\n";
const end = '\n-- Dump completed\n';
const table = 'CREATE TABLE t (id INT PRIMARY KEY, x VARCHAR(3), n TINYINT);\n';

describeEachServer('what the server warns of in a restore', (server) => {
  test('is counted, and the first of each kind told, on whichever connection it was', async () => {
    const text =
      `${header}DROP TABLE IF EXISTS t, missing;\n${table}` +
      "INSERT INTO t VALUES (1, 'abcd', 1), (2, 'abcde', 1);\nINSERT INTO t VALUES (3, 'a', 1000);\n" +
      "INSERT INTO t VALUES (4, 'abcdef', 1);\nINSERT IGNORE INTO t VALUES (1, 'a', 1);\n" +
      `UPDATE t SET n = 2000 WHERE id = 1;${end}`;
    for (const parallel of [1, 3]) {
      const target = await server.createDatabase('target');
      const { serverWarnings } = await restoreInto(server, text, target, { parallel });
      const about = { database: target, table: 't' };
      expect(serverWarnings.count).toBe(6);
      const first = serverWarnings.first.toSorted((a, b) => a.code - b.code);
      const messages = first.map(({ message }) => message);
      expect(first.map(({ message: _, ...rest }) => rest)).toEqual([
        { statement: 8, ...about, code: 1062 },
        { statement: 6, ...about, code: 1264 },
        { statement: expect.toBeOneOf([5, 7]), ...about, code: 1265 },
      ]);
      expect(messages.join(' ')).toMatch(/Data truncated for column 'x'/);
      expect(messages.join(' ')).toMatch(/Out of range value for column 'n'/);
      expect(messages.join(' ')).toMatch(/Duplicate entry '1'/);
    }
  });

  test('is told of definitions as well', async () => {
    const target = await server.createDatabase('target');
    const text = `${header}CREATE TABLE t (id INT) ENGINE=NoSuchEngine;${end}`;
    const { serverWarnings } = await restoreInto(server, text, target);
    expect(serverWarnings.first).toContainEqual({
      statement: 3,
      database: target,
      table: 't',
      code: 1266,
      message: expect.stringContaining('storage engine'),
    });
  });

  test('is cut short, as it quotes values, and shows no control characters', async () => {
    const target = await server.createDatabase('target');
    const key = `\x1b[31m${'k'.repeat(500)}`;
    const text =
      `${header}CREATE TABLE t (x VARBINARY(700) PRIMARY KEY);\nINSERT INTO t VALUES ('${key}');\n` +
      `INSERT IGNORE INTO t VALUES ('${key}');${end}`;
    const { serverWarnings } = await restoreInto(server, text, target);
    expect(serverWarnings.count).toBe(1);
    const message = serverWarnings.first[0]?.message ?? '';
    expect(message).toMatch(/^Duplicate entry /);
    expect(message.length).toBeLessThan(300);
    expect(message).not.toContain('\x1b');
  });

  test('is nothing for a dump of ours, or where it is but a note', async () => {
    const shop = await server.createDatabase('shop');
    await server.query(
      `USE ${shop}; CREATE TABLE a (id INT(11) PRIMARY KEY, x TEXT CHARACTER SET utf8); INSERT INTO a VALUES (1, 'x');
       CREATE VIEW v AS SELECT id, _utf8mb4'\u5024\u6bb5\u{1f4a9}' AS c FROM a;
       CREATE TRIGGER r BEFORE INSERT ON a FOR EACH ROW SET @x = '\u5024\u6bb5\u{1f4a9}'`,
    );
    const bytes = await dumpOf(server, shop);
    for (const parallel of [1, 2]) {
      const target = await server.createDatabase('target');
      const { serverWarnings } = await restoreInto(server, bytes, target, { parallel });
      expect(serverWarnings).toEqual({ count: 0, first: [] });
    }
  });
});
