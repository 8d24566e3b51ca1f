/** Texts with bytes that are not valid in their character set: told and kept, or refused by name. */

import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { dump } from '@dumpstream/core';
import { expect, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { exists } from '../services/paths.ts';
import { describeEachServer } from '../services/vitest.ts';
import { exactRows, roundTrip } from './round-trip.ts';

/**
 * Puts bytes into a text column that the server would not put there: the files of a table of bytes
 * under the definition of a table of texts.
 *
 * @returns the database, `undefined` where the server's files are out of reach
 */
async function databaseWithBytes(
  server: DatabaseServer,
  characterSet: string,
  bytes: string,
): Promise<string | undefined> {
  const [folder] = await server.query('SELECT @@datadir AS path');
  const database = await server.createDatabase('bytes');
  const files = join(String(folder?.['path']), database);
  if (!(await exists(files))) return undefined;
  await server.query(`USE \`${database}\`;
CREATE TABLE source (id INT PRIMARY KEY, v VARBINARY(24)) ENGINE=MyISAM;
INSERT INTO source VALUES (1, 'good'), (2, 0x${bytes});
CREATE TABLE texts (id INT PRIMARY KEY, v VARCHAR(${characterSet === 'utf8mb4' ? 6 : 12}) CHARACTER SET ${characterSet}) ENGINE=MyISAM;
FLUSH TABLES`);
  for (const ending of ['MYD', 'MYI']) {
    await copyFile(join(files, `source.${ending}`), join(files, `texts.${ending}`));
  }
  await server.query(`USE \`${database}\`; FLUSH TABLES; DROP TABLE source`);
  return database;
}

describeEachServer('a text with invalid bytes', (server) => {
  test.each([
    ['utf8mb4', '61FF62'],
    ['utf8mb4', '61F09F98'],
    ['utf8mb4', 'C0AF'],
    ['gbk', '6181'],
  ])('in %s that no server takes back (%s) is refused by name', async (characterSet, bytes) => {
    const database = await databaseWithBytes(server, characterSet, bytes);
    if (database === undefined) return expect(server.address.containerId).toBeDefined();
    const before = await exactRows(server, database, 'texts');
    expect(before.at(1)).toMatchObject({ c1: bytes });
    await expect(buffer(dump({ connection: server.url(database) }))).rejects.toMatchObject({
      code: 'INVALID_TEXT',
      message: expect.stringContaining(`Column \`v\` of table \`${database}\`.\`texts\``),
    });
  });

  test('is found by the query that the error shows', async () => {
    const database = await databaseWithBytes(server, 'utf8mb4', '61FF62');
    if (database === undefined) return expect(server.address.containerId).toBeDefined();
    const error: unknown = await buffer(dump({ connection: server.url(database) })).catch(
      (reason: unknown) => reason,
    );
    const [, query = ''] = /(SELECT \* FROM .*), and repair/.exec(String(error)) ?? [];
    expect(await server.query(query)).toHaveLength(1);
  });

  test('that the server takes back is restored as it is, and told in the summary', async () => {
    const { source, target, summary } = await roundTrip(
      server,
      `SET sql_mode = ''; CREATE TABLE t (id INT PRIMARY KEY, u VARCHAR(9) CHARACTER SET ucs2, c VARCHAR(9) CHARACTER SET cp1251, v VARCHAR(9) CHARACTER SET latin1);
INSERT INTO t VALUES (1, _ucs2 0xD800, _cp1251 0x98, _latin1 0x81), (2, 'good', 'good', 'good'), (3, _ucs2 0xDC00, NULL, NULL);`,
    );
    const before = await exactRows(server, source, 't');
    expect(before.at(0)).toMatchObject({ c1: 'D800', c2: '98', c3: '81' });
    expect(await exactRows(server, target, 't')).toEqual(before);
    expect(summary.tables.at(0)?.invalidTexts).toEqual([
      { column: 'u', values: 2 },
      { column: 'c', values: 1 },
    ]);
  });

  test('that older servers take back is restored there as it is, and told in the summary', async () => {
    const takes = server.flavor === 'mariadb' || server.version.startsWith('5.');
    const schema = `SET sql_mode = ''; CREATE TABLE t (id INT PRIMARY KEY, u VARCHAR(9) CHARACTER SET utf8mb4, a VARCHAR(9) CHARACTER SET ascii);
INSERT INTO t VALUES (1, _utf8mb4 0x61EDA08062, _ascii 0x61FF62);`;
    if (!takes) return expect(roundTrip(server, schema)).rejects.toThrow(/EDA080/);
    const { source, target, summary } = await roundTrip(server, schema);
    const before = await exactRows(server, source, 't');
    expect(before.at(0)).toMatchObject({ c1: '61EDA08062', c2: '61FF62' });
    expect(await exactRows(server, target, 't')).toEqual(before);
    expect(summary.tables.at(0)?.invalidTexts).toEqual([
      { column: 'u', values: 1 },
      { column: 'a', values: 1 },
    ]);
  });
});
