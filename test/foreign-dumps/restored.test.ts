/** Dumps of the stock programs, restored by us, are what the stock client makes of them. */

import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { type DumpError, type RestoreOptions, restore } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { compareDatabases, contentsOf, differencesOf } from '../sample/compare.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import {
  dumpsGeneratedColumns,
  makeHostile,
  makeJapanese,
  makeKinds,
  makeShop,
} from './foreign-databases.ts';
import { foreignDump, type OptionSet, optionSetsFor } from './foreign-dump.ts';

/** In chunks, as a file is read. */
function chunksOf(dump: Buffer): Readable {
  return Readable.from(
    (function* chunks() {
      for (let at = 0; at < dump.length; at += 65_536) yield dump.subarray(at, at + 65_536);
    })(),
  );
}

/** Restores into a new database. */
async function restored(
  server: DatabaseServer,
  dump: Buffer,
  options: Partial<RestoreOptions> = {},
): Promise<string> {
  const target = await server.createDatabase('ours');
  const summary = await restore(chunksOf(dump), { connection: server.url(target), ...options });
  expect(summary.databases).toEqual([target]);
  return target;
}

/** The same with the stock client. */
async function restoredByClient(server: DatabaseServer, dump: Buffer): Promise<string> {
  const target = await server.createDatabase('client');
  await server.restore(target, dump);
  return target;
}

async function setNamed(server: DatabaseServer, title: string): Promise<OptionSet | undefined> {
  return (await optionSetsFor(server)).find((set) => set.title === title);
}

describeEachServer('a dump by the stock program, restored by us,', (server) => {
  test('is the sample shop as the stock client restores it', async (context) => {
    const set = await setNamed(server, 'all kinds of objects');
    if (set === undefined) return context.skip('no dump program is installed');
    context.skip(
      !(await dumpsGeneratedColumns(server)),
      'its generated columns can not be restored',
    );
    const shop = await makeShop(server);
    const dump = await foreignDump(server, shop, set);
    const byClient = await restoredByClient(server, dump);
    const expected = await contentsOf(server, byClient);
    const one = await restored(server, dump);
    expect(differencesOf(expected, await contentsOf(server, one))).toEqual([]);
    const two = await restored(server, gzipSync(dump, { level: 1 }), { parallel: 2 });
    expect(differencesOf(expected, await contentsOf(server, two))).toEqual([]);
  });

  test('is each kind of object, with all options that leave nothing out', async (context) => {
    const sets = (await optionSetsFor(server)).filter((set) => set.restores === true);
    if (sets.length === 0) return context.skip('no dump program is installed');
    const kinds = await makeKinds(server);
    for (const [index, set] of sets.entries()) {
      const dump = await foreignDump(server, kinds, set);
      const ours = await restored(server, dump, { parallel: (index % 2) + 1 });
      // A dump that names its database would be restored over it.
      const same = set.named === true ? kinds : await restoredByClient(server, dump);
      expect(await compareDatabases(server, same, ours), set.title).toEqual([]);
    }
  });

  test('has its hostile names, and runs none of them', async (context) => {
    const set = await setNamed(server, 'all kinds of objects');
    if (set === undefined) return context.skip('no dump program is installed');
    const hostile = await makeHostile(server, '/tmp/no-such-marker');
    const ours = await restored(server, await foreignDump(server, hostile, set), { parallel: 2 });
    expect(await compareDatabases(server, hostile, ours)).toEqual([]);
  });

  test('is the same in sjis, in which the stock client takes characters for commands', async (context) => {
    const set = await setNamed(server, '--default-character-set=sjis');
    if (set === undefined) return context.skip('no dump program is installed');
    const japanese = await makeJapanese(server);
    const dump = await foreignDump(server, japanese, set);
    expect(await compareDatabases(server, japanese, await restored(server, dump))).toEqual([]);
  });

  test('is without definers where that is wished', async (context) => {
    const set = await setNamed(server, 'all kinds of objects');
    if (set === undefined) return context.skip('no dump program is installed');
    const database = await server.createDatabase('definers');
    await server.query(`USE \`${database}\`; CREATE TABLE t (id INT);
CREATE DEFINER='nobody'@'nowhere' SQL SECURITY INVOKER VIEW v AS SELECT 1 AS a;
CREATE DEFINER='nobody'@'nowhere' TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @a = 'DEFINER=x';
CREATE DEFINER='nobody'@'nowhere' PROCEDURE p() SELECT 1;
CREATE DEFINER='nobody'@'nowhere' EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1`);
    const dump = await foreignDump(server, database, set);
    const ours = await restored(server, dump, { skipDefiner: true });
    const definers = await server.query(`SELECT DEFINER AS d FROM information_schema.VIEWS
  WHERE TABLE_SCHEMA = '${ours}' UNION ALL SELECT DEFINER FROM information_schema.TRIGGERS
  WHERE TRIGGER_SCHEMA = '${ours}' UNION ALL SELECT DEFINER FROM information_schema.ROUTINES
  WHERE ROUTINE_SCHEMA = '${ours}' UNION ALL SELECT DEFINER FROM information_schema.EVENTS
  WHERE EVENT_SCHEMA = '${ours}'`);
    expect(definers.map(({ d }) => String(d).replace(/@.*/, ''))).toEqual(
      Array(4).fill(server.user),
    );
  });
});

describeEachServer('a dump that names its database, restored into another one,', (server) => {
  test('reads and writes nothing of the first one', async (context) => {
    const set = await setNamed(server, '--databases');
    if (set === undefined) return context.skip('no dump program is installed');
    const other = await server.createDatabase('other');
    const database = await server.createDatabase('named');
    const own = `\`${database}\``;
    await server.query(`CREATE TABLE \`${other}\`.o (id INT PRIMARY KEY); USE ${own};
CREATE TABLE t (id INT PRIMARY KEY, o INT, FOREIGN KEY (o) REFERENCES ${own}.t (id));
CREATE TABLE l (id INT, KEY (id)) ENGINE=MyISAM;
INSERT INTO t VALUES (1, NULL); INSERT INTO l VALUES (7);
CREATE FUNCTION f(x INT) RETURNS INT NO SQL RETURN x;
CREATE VIEW v AS SELECT t.id, ${own}.f(1) AS f, x.id AS y, (SELECT COUNT(*) FROM ${own}.l) AS c
  FROM ${own}.t LEFT JOIN \`${other}\`.o x ON x.id = ${own}.t.id;
CREATE TRIGGER ${own}.g BEFORE INSERT ON ${own}.t FOR EACH ROW SET NEW.o = NULL;
${server.flavor === 'mariadb' ? `CREATE SEQUENCE s; CREATE TABLE d (id INT DEFAULT (NEXTVAL(${own}.s)));` : ''}`);
    const dump = await foreignDump(server, database, set);
    const ours = await restored(server, dump);
    await server.query(`DROP DATABASE ${own}`);
    await server.query(`INSERT INTO \`${ours}\`.t VALUES (2, 1)`);
    expect(await server.query(`SELECT * FROM \`${ours}\`.v ORDER BY id`)).toEqual([
      { id: 1, f: 1, y: null, c: 1 },
      { id: 2, f: 1, y: null, c: 1 },
    ]);
    if (server.flavor === 'mariadb') await server.query(`INSERT INTO \`${ours}\`.d VALUES ()`);
  });

  test.for([
    ['trigger', 'CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET @a = (SELECT 1 FROM OWN.t)'],
    ['procedure', 'CREATE PROCEDURE x() DELETE FROM OWN.t'],
    ['function', 'CREATE FUNCTION x() RETURNS INT READS SQL DATA RETURN (SELECT 1 FROM OWN.t)'],
    ['event', 'CREATE EVENT x ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM OWN.t'],
  ])(
    'is refused where the body of a %s names the first one',
    async ([kind, statement], context) => {
      const set = await setNamed(server, '--databases');
      if (set === undefined) return context.skip('no dump program is installed');
      const database = await server.createDatabase('named');
      const own = `\`${database}\``;
      await server.query(
        `USE ${own}; CREATE TABLE t (id INT); ${statement?.replaceAll('OWN', own)}`,
      );
      const dump = await foreignDump(server, database, set);
      const target = await server.createDatabase('ours');
      const error: unknown = await restore(chunksOf(dump), {
        connection: server.url(target),
      }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'DumpError', code: 'REFUSED_STATEMENT' });
      const { message } = error as DumpError;
      expect(message).toContain(database);
      expect(message).toContain(`${kind} \`x\``);
    },
  );
});
