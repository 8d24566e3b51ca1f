/** A dump is restored alike whatever the settings of the session that restores it. */

import { buffer } from 'node:stream/consumers';
import { dump } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { compareDatabases } from '../sample/compare.ts';
import { describeEachServer, startPrivateServer } from '../services/vitest.ts';

const schema = `CREATE TABLE p (a INT, KEY (a)); INSERT INTO p VALUES (1), (2);
CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20) CHARACTER SET utf8mb4);
INSERT INTO t VALUES (0, 'it''s'), (-1, 'a\\\\b'), (2, 'AE');`;

describeEachServer('a restore', (server) => {
  test.each([
    'SET autocommit = 0;',
    "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES,NO_ZERO_DATE';",
    "SET NAMES latin1; SET time_zone = '+09:00';",
    'SET unique_checks = 1, foreign_key_checks = 1, sql_safe_updates = 1;',
  ])('is the same after: %s', async (settings) => {
    const source = await server.createDatabase('source');
    const target = await server.createDatabase('target');
    await server.restore(source, schema);
    const sql = await buffer(dump({ connection: server.url(source) }));
    await server.restore(target, Buffer.concat([Buffer.from(`${settings}\n`), sql]));
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });

  test('of a foreign key on a key that is not unique works', async (context) => {
    if (server.flavor === 'mariadb') return context.skip('MariaDB knows no such restriction');
    const relaxed = /^(5|8\.0)/.test(server.version)
      ? ''
      : 'SET restrict_fk_on_non_standard_key = 0; ';
    const source = await server.createDatabase('source');
    const target = await server.createDatabase('target');
    await server.restore(
      source,
      `${relaxed}CREATE TABLE p (a INT, KEY (a)); CREATE TABLE c (a INT, FOREIGN KEY (a) REFERENCES p (a));`,
    );
    await server.restore(target, await buffer(dump({ connection: server.url(source) })));
    expect(await compareDatabases(server, source, target)).toEqual([]);
  });
});

describeEachServer('a dump of MySQL 5.7', (server) => {
  test('keeps its collations on this server', async (context) => {
    if (!server.version.startsWith('8.') && !server.version.startsWith('9.')) {
      return context.skip('MySQL 8 and newer have another default');
    }
    const old = await startPrivateServer({ name: 'mysql-5.7' }).catch(() => undefined);
    if (old === undefined) return context.skip('needs mysql-5.7');
    const source = await old.createDatabase('source');
    await old.restore(
      source,
      "CREATE TABLE u (a VARCHAR(10) CHARACTER SET utf8mb4 PRIMARY KEY); INSERT INTO u VALUES ('AE'), ('\u00c6');",
    );
    const target = await server.createDatabase('target');
    await server.restore(target, await buffer(dump({ connection: old.url(source) })));
    expect(
      await server.query(
        `SELECT COLLATION_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '${target}'`,
      ),
    ).toEqual([{ name: 'utf8mb4_general_ci' }]);
  });
});
