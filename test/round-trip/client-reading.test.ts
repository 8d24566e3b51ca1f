/** Texts that the client programs would read wrongly come back all the same, or are refused by name. */

import { buffer } from 'node:stream/consumers';
import { dump } from '@dumpstream/core';
import { createConnection } from 'mysql2/promise';
import { expect, test } from 'vitest';
import { compareDatabases } from '../sample/compare.ts';
import type { DatabaseServer } from '../services/index.ts';
import { runProgram } from '../services/process.ts';
import { describeEachServer } from '../services/vitest.ts';
import { restoreCopy } from './round-trip.ts';

/** Runs statements as a client would whose own character set is not UTF-8. */
async function inShiftJis(server: DatabaseServer, database: string, statements: string[]) {
  const { host, port, user, password } = server;
  const connection = await createConnection({
    ...{ host, port, user, password, database },
    charset: 'SJIS_JAPANESE_CI',
  });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}

describeEachServer('a text that the client would read wrongly', (server) => {
  async function expectRefused(database: string, name: string): Promise<void> {
    await expect(buffer(dump({ connection: server.url(database) }))).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining(name),
    });
  }

  // The second byte of ソ is a backslash in sjis: to the client it escapes the quote behind it.
  test('comes back: a view made under sjis', async (context) => {
    context.skip(server.flavor === 'mysql', 'MySQL can not read such a view of its own');
    const source = await server.createDatabase('source');
    await inShiftJis(server, source, [
      "CREATE VIEW v AS SELECT 'ソ' AS a, 'b' AS c, '\\\\!' AS d, 'ソ\\\\! touch x' AS e",
    ]);
    const { target } = await restoreCopy(server, source);
    expect(await compareDatabases(server, source, target)).toEqual([]);
    expect(await server.query(`SET NAMES utf8mb4; SELECT a, c FROM \`${target}\`.v`)).toEqual([
      { a: 'ソ', c: 'b' },
    ]);
  });

  test('comes back, or is refused where the server can prepare no programs: a routine under sjis', async () => {
    const source = await server.createDatabase('source');
    await inShiftJis(server, source, [
      "CREATE FUNCTION f() RETURNS VARCHAR(9) CHARACTER SET sjis DETERMINISTIC RETURN CONCAT('ソ', 'b')",
    ]);
    if (server.flavor === 'mysql') return expectRefused(source, 'function `');
    const { target } = await restoreCopy(server, source);
    expect(await compareDatabases(server, source, target)).toEqual([]);
    expect(await server.query(`SELECT \`${target}\`.f() AS f`)).toEqual([{ f: 'ソb' }]);
  });

  test('comes back as it is where the client is not misled: a routine under sjis', async () => {
    const source = await server.createDatabase('source');
    await inShiftJis(server, source, [
      "CREATE FUNCTION f() RETURNS VARCHAR(9) CHARACTER SET sjis DETERMINISTIC RETURN 'ソa日本'",
    ]);
    const { target } = await restoreCopy(server, source);
    expect(await compareDatabases(server, source, target)).toEqual([]);
    expect(await server.query(`SELECT \`${target}\`.f() AS f`)).toEqual([{ f: 'ソa日本' }]);
  });

  test('comes back, or is refused: a line that begins like a command', async () => {
    const source = await server.createDatabase('source');
    await server.query(
      `USE \`${source}\`; CREATE FUNCTION f() RETURNS INT DETERMINISTIC BEGIN
delimiter_: BEGIN -- the client joins this line with the next one, which is then a comment
  RETURN 1;
END; RETURN 2;
END`,
    );
    if (server.flavor === 'mysql') return expectRefused(source, 'function `');
    const { target } = await restoreCopy(server, source);
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('comes back, or is refused: a backslash at the end of a name in double quotes', async () => {
    const source = await server.createDatabase('source');
    await server.query(
      `USE \`${source}\`; SET sql_mode = 'ANSI_QUOTES'; CREATE TABLE t ("a\\" INT);
CREATE PROCEDURE p() SELECT "a\\" FROM t WHERE '\\\\! touch x' = '"'`,
    );
    if (server.flavor === 'mysql') return expectRefused(source, 'procedure `');
    const { target } = await restoreCopy(server, source);
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('comes back, or stops a client that would change it: CR LF inside of a string', async () => {
    const source = await server.createDatabase('source');
    await server.query(
      `USE \`${source}\`; CREATE VIEW v AS SELECT 'a\r\nb' AS x; CREATE FUNCTION f() RETURNS VARCHAR(9) DETERMINISTIC\r\nRETURN 'a\r\nb'`,
    );
    const hex = (database: string) =>
      server.query(`SELECT HEX(\`${database}\`.f()) AS f, HEX(x) AS v FROM \`${database}\`.v`);
    if (server.flavor === 'mariadb') {
      const { target } = await restoreCopy(server, source);
      expect(await hex(target)).toEqual([{ f: '610D0A62', v: '610D0A62' }]);
      expect(await compareDatabases(server, source, target)).toEqual([]);
      return;
    }
    await expect(restoreCopy(server, source)).rejects.toThrow('restore with --binary-mode');
    const sql = await buffer(dump({ connection: server.url(source) }));
    const target = await server.createDatabase('target');
    const { command, arguments: own } = server.address.stockTools.client;
    await runProgram(
      command,
      [...own, '--default-character-set=utf8mb4', '--comments', '--binary-mode', target],
      { input: sql, env: { ...process.env, MYSQL_PWD: server.password } },
    );
    expect(await hex(target)).toEqual([{ f: '610D0A62', v: '610D0A62' }]);
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });
});
