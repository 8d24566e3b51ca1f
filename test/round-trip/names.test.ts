/** Any legal name comes back, and no name, comment or value runs anything when a dump is restored. */

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { dump } from '@dumpstream/core';
import { expect, onTestFinished, test } from 'vitest';
import { compareDatabases } from '../sample/compare.ts';
import { identifier } from '../sample/quote.ts';
import { createTemporaryFolder } from '../services/index.ts';
import { runProgram } from '../services/process.ts';
import { describeEachServer } from '../services/vitest.ts';
import { hostileNames, hostileSchema } from './hostile-names.ts';
import { restoreCopy } from './round-trip.ts';

/** A path of a file that is not there, and a check that it still isn't. */
async function makeMarker() {
  const folder = await createTemporaryFolder('m');
  onTestFinished(() => folder.remove());
  const path = join(folder.path, 'm');
  const expectAbsent = () => expect(access(path)).rejects.toMatchObject({ code: 'ENOENT' });
  return { path, expectAbsent };
}

describeEachServer('names', (server) => {
  test('of everything in a database come back, and run nothing in the client', async () => {
    const marker = await makeMarker();
    const source = await server.createDatabase('source');
    await server.query(
      `USE \`${source}\`; SET NAMES utf8mb4; ${hostileSchema(marker.path).join(';\n')}`,
    );
    const { target, summary, sql } = await restoreCopy(server, source);
    await marker.expectAbsent();
    expect(summary.tables).toHaveLength(hostileNames(marker.path).length + 3);
    expect(await compareDatabases(server, source, target)).toEqual([]);
    // As the client does by default: it reads comments another way when it takes them out.
    const plain = await server.createDatabase('plain');
    const { command, arguments: own } = server.address.stockTools.client;
    const { exitCode, stderr } = await runProgram(command, [...own, `--database=${plain}`], {
      input: sql,
      env: { ...process.env, MYSQL_PWD: server.password },
    });
    expect(stderr).not.toContain('ERROR');
    expect(exitCode).toBe(0);
    await marker.expectAbsent();
  });

  test('of databases come back, and run nothing in the client', async () => {
    const marker = await makeMarker();
    for (const name of hostileNames(marker.path)) {
      const unique = `${name.slice(0, 50)}${Math.random().toString(36).slice(2, 8)}`;
      // The client would take the first line of a USE command for all of it.
      const decoy = unique.split('\n')[0] ?? '';
      await server.query(
        `SET NAMES utf8mb4; CREATE DATABASE ${identifier(unique)} CHARACTER SET latin1; CREATE TABLE ${identifier(unique)}.t (id INT);
CREATE DATABASE IF NOT EXISTS ${identifier(decoy)};
CREATE PROCEDURE ${identifier(unique)}.p() SELECT 1; CREATE VIEW ${identifier(unique)}.v AS SELECT 1 AS one`,
      );
      const sql = await buffer(dump({ connection: server.url(), databases: [unique] }));
      await server.query(`DROP DATABASE ${identifier(unique)}`);
      await server.restore(undefined, sql);
      await marker.expectAbsent();
      expect(
        await server.query(
          `SHOW TABLES FROM ${identifier(unique)}; SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = BINARY ${`'${unique.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`}`,
        ),
        unique,
      ).toEqual([{ name: 'p' }]);
      await server.query(
        `DROP DATABASE ${identifier(unique)}; DROP DATABASE IF EXISTS ${identifier(decoy)}`,
      );
    }
  });

  test.for([
    'CREATE TABLE `a\r\nb` (id INT)',
    'CREATE TABLE t (`a\r\nb` INT)',
    'CREATE VIEW `a\r\nb` AS SELECT 1',
    'CREATE PROCEDURE `a\r\nb`() SELECT 1',
  ])('are refused where the client would change them: %j', async (statement) => {
    const database = await server.createDatabase('source');
    await server.query(`USE \`${database}\`; ${statement}`);
    await expect(buffer(dump({ connection: server.url(database) }))).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('a\\u000d\\u000ab'),
    });
  });

  test('with CR LF inside of a definition come back', async () => {
    const source = await server.createDatabase('source');
    await server.query(
      `USE \`${source}\`; CREATE TABLE t (id INT, KEY \`a\r\nb\` (id)) PARTITION BY RANGE (id) (PARTITION \`p\r\nq\` VALUES LESS THAN (1))`,
    );
    const { target } = await restoreCopy(server, source);
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });
});
