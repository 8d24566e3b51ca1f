/** Column defaults and members of ENUM and SET come back by their bytes, not as the server shows them. */

import { expect, test } from 'vitest';
import { identifier } from '../sample/quote.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { exactRows, restoreCopy, roundTrip } from './round-trip.ts';

/** The defaults as bytes, from a row that takes them all. */
async function defaults(server: DatabaseServer, database: string): Promise<unknown> {
  await server.query(`INSERT INTO ${identifier(database)}.t () VALUES ()`);
  return exactRows(server, database, 't');
}

describeEachServer('defaults', (server) => {
  test('of characters beyond U+FFFF, of bytes, and of ambiguous codes come back', async () => {
    const { source, target } = await roundTrip(
      server,
      `SET NAMES utf8mb4;
CREATE TABLE t (
  text VARCHAR(10) CHARACTER SET utf8mb4 DEFAULT '日本😀''\\\\q\\n', wide VARCHAR(10) CHARACTER SET utf16 DEFAULT '😀?',
  mark VARCHAR(10) CHARACTER SET utf8mb4 DEFAULT '?', german VARCHAR(10) CHARACTER SET latin1 DEFAULT 'é?',
  nec CHAR(3) CHARACTER SET cp932 DEFAULT _cp932 0xFA54, greek VARCHAR(9) CHARACTER SET ujis DEFAULT _ujis 0x8FA2B7,
  fixed BINARY(4) DEFAULT 0xFF00, bytes VARBINARY(10) DEFAULT 0x00610A2762FE3F, bits BIT(9) DEFAULT b'101',
  face ENUM('ü','😀') CHARACTER SET utf8mb4 DEFAULT '😀', faces SET('😀','b') CHARACTER SET utf8mb4 DEFAULT '😀,b',
  comma ENUM('a,b','c''d','e\\\\f') DEFAULT 'e\\\\f', misleading VARCHAR(30) DEFAULT 'x DEFAULT ''?''' COMMENT 'DEFAULT ''?''');
INSERT INTO t (face, faces) VALUES (1, 1), (2, 2), (2, 3);`,
    );
    const before = await defaults(server, source);
    expect(before).toHaveLength(4);
    expect(await defaults(server, target)).toEqual(before);
  });

  test('of NOT NULL columns come back, with and without rows', async () => {
    const columns = `a VARCHAR(10) CHARACTER SET utf8mb4 NOT NULL DEFAULT '日😀', b BINARY(3) NOT NULL DEFAULT 0xFF00FE,
  c CHAR(3) CHARACTER SET cp932 NOT NULL DEFAULT _cp932 0xFA54, d CHAR(3) NOT NULL DEFAULT '?'`;
    for (const rows of ['', "INSERT INTO t VALUES ('x', 'y', 'z', '!');"]) {
      const { source, target } = await roundTrip(
        server,
        `SET NAMES utf8mb4; CREATE TABLE t (${columns}); ${rows}`,
      );
      const before = await defaults(server, source);
      expect(await defaults(server, target)).toEqual(before);
    }
  });

  test('that are expressions come back', async (context) => {
    context.skip(server.version.startsWith('5.7'), 'MySQL 5.7 has no expressions as defaults');
    const { source, target } = await roundTrip(
      server,
      `SET NAMES utf8mb4;
CREATE TABLE t (a INT DEFAULT (1 + 1), b VARCHAR(20) CHARACTER SET utf8mb4 DEFAULT (CONCAT('é😀', '?')), c TEXT DEFAULT ('日本'),
  d DATE DEFAULT (DATE'2020-01-31' + INTERVAL 1 MONTH));`,
    );
    const before = await defaults(server, source);
    expect(await defaults(server, target)).toEqual(before);
  });
});

describeEachServer('members of ENUM and SET', (server) => {
  test('of characters beyond U+FFFF come back, beside a question mark', async () => {
    const { source, target } = await roundTrip(
      server,
      `SET NAMES utf8mb4;
CREATE TABLE t (id INT PRIMARY KEY, e ENUM('ü','😀','?','a''b\\\\,','😁!') CHARACTER SET utf8mb4, s SET('😀','b','?') CHARACTER SET utf8mb4,
  w ENUM('😀','?') CHARACTER SET utf16, n ENUM('￢','a') CHARACTER SET cp932);
INSERT INTO t VALUES (1,1,1,1,1), (2,2,2,2,2), (3,3,4,1,1), (4,4,3,2,1), (5,5,5,1,2);`,
    );
    const before = await exactRows(server, source, 't');
    expect(new Set(before.map(({ c1 }) => c1)).size).toBe(5);
    expect(await exactRows(server, target, 't')).toEqual(before);
  });

  test('that no row has are told by the server, or in the summary', async () => {
    const source = await server.createDatabase('source');
    await server.restore(
      source,
      `SET NAMES utf8mb4; CREATE TABLE t (id INT PRIMARY KEY, mood ENUM('ü','😀','?') CHARACTER SET utf8mb4);`,
    );
    const tells = server.flavor === 'mariadb' || Number.parseInt(server.version, 10) >= 9;
    if (tells) {
      const { target } = await restoreCopy(server, source);
      for (const database of [source, target]) {
        await server.query(`INSERT INTO \`${database}\`.t VALUES (1, 1), (2, 2), (3, 3)`);
      }
      const before = await exactRows(server, source, 't');
      expect(await exactRows(server, target, 't')).toEqual(before);
    } else {
      const { summary } = await restoreCopy(server, source);
      expect(summary.doubtfulMembers).toEqual(
        [2, 3].map((member) => ({ database: source, table: 't', column: 'mood', member })),
      );
    }
  });
});
