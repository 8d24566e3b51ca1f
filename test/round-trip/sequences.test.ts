/** Sequences of MariaDB come back with their definition and at the value where they stood. */

import { buffer } from 'node:stream/consumers';
import { dump } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { identifier } from '../sample/quote.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { roundTrip } from './round-trip.ts';

/** Definition and every value of each sequence. */
async function sequences(server: DatabaseServer, database: string): Promise<unknown[]> {
  const rows = await server.query(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = '${database}' AND TABLE_TYPE = 'SEQUENCE' ORDER BY 1`,
  );
  return Promise.all(
    rows.map(async ({ name }) => {
      const qualified = `${identifier(database)}.${identifier(String(name))}`;
      return [
        await server.query(`SHOW CREATE SEQUENCE ${qualified}`),
        await server.query(`SELECT * FROM ${qualified}`),
      ];
    }),
  );
}

describeEachServer('sequences', (server) => {
  test('come back fresh, advanced, restarted, cycled and run out', async (context) => {
    context.skip(server.flavor !== 'mariadb', 'MySQL has no sequences');
    const { source, target } = await roundTrip(
      server,
      `CREATE SEQUENCE fresh;
CREATE SEQUENCE advanced START WITH 5 INCREMENT BY 3 MINVALUE -10 MAXVALUE 1000 CACHE 7;
SELECT NEXTVAL(advanced), NEXTVAL(advanced);
CREATE SEQUENCE \`down "'\\! ; --\n*/\` START WITH 10 INCREMENT BY -2 MINVALUE -100 MAXVALUE 10 NOCACHE ENGINE=MyISAM COMMENT='it''s */';
CREATE SEQUENCE finished MAXVALUE 2; SELECT NEXTVAL(finished), NEXTVAL(finished);
CREATE SEQUENCE cycled MAXVALUE 3 CACHE 2 CYCLE;
SELECT NEXTVAL(cycled), NEXTVAL(cycled), NEXTVAL(cycled), NEXTVAL(cycled), NEXTVAL(cycled);
CREATE SEQUENCE restarted START WITH 10 MINVALUE -100; ALTER SEQUENCE restarted RESTART -50;`,
    );
    const before = await sequences(server, source);
    expect(before).toHaveLength(6);
    expect(await sequences(server, target)).toEqual(before);
  });

  test('are there before the tables whose columns take their values from them', async (context) => {
    context.skip(server.flavor !== 'mariadb', 'MySQL has no sequences');
    const { source, target } = await roundTrip(
      server,
      `CREATE SEQUENCE z CACHE 2; CREATE TABLE a (id INT DEFAULT NEXTVAL(z), note VARCHAR(50) DEFAULT 'nextval(\`source\`.\`z\`)');
INSERT INTO a VALUES (DEFAULT, DEFAULT);`,
    );
    // The default names the sequence beside it, not the one of the database that was dumped.
    await server.query(`DROP DATABASE \`${source}\`; INSERT INTO \`${target}\`.a () VALUES ()`);
    expect(await server.query(`SELECT id FROM \`${target}\`.a ORDER BY id`)).toEqual([
      { id: 1 },
      { id: 3 },
    ]);
  });

  test('are left out where the dump has no data, and their definition where it has no definitions', async (context) => {
    context.skip(server.flavor !== 'mariadb', 'MySQL has no sequences');
    const schema = 'CREATE SEQUENCE s CACHE 3; SELECT NEXTVAL(s);';
    const next = (database: string) =>
      server.query(`SELECT next_not_cached_value AS n FROM \`${database}\`.s`);
    const { source, target } = await roundTrip(server, schema, { noData: true });
    expect(await next(target)).toEqual([{ n: 1 }]);
    const rows = await buffer(dump({ connection: server.url(source), noCreateInfo: true }));
    await server.restore(target, rows);
    expect(await next(target)).toEqual([{ n: 4 }]);
  });
});
