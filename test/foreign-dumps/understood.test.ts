/** Every statement of the stock programs' dumps is understood, whatever options they are made with. */

import { expect, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import {
  catalogIn,
  catalogOf,
  type UnderstoodStatement,
  understoodStatements,
} from './dumped-catalog.ts';
import { makeHostile, makeJapanese, makeKinds, makeShop } from './foreign-databases.ts';
import { foreignDump, type OptionSet, optionSetsFor } from './foreign-dump.ts';

/** What no dump of theirs holds; with the text, to see in a failure which one it was. */
function strange(statements: readonly UnderstoodStatement[]): readonly string[] {
  return statements
    .filter(({ understood: { kind } }) => kind === 'other' || kind === 'clientCommand')
    .map(({ statement, understood }) => `${understood.kind}: ${statement.bytes.toString()}`);
}

/** Sets that leave objects out. */
function isWhole({ arguments: own }: OptionSet): boolean {
  return own.includes('--routines');
}

async function expectUnderstood(
  server: DatabaseServer,
  database: string,
  set: OptionSet,
): Promise<void> {
  const dump = await foreignDump(server, database, set);
  const statements = [...understoodStatements(dump, server)];
  expect(strange(statements), set.title).toEqual([]);
  if (!isWhole(set)) return;
  const expected = await catalogIn(server, database);
  const found = catalogOf(statements);
  expect(found.objects, set.title).toEqual(expected.objects);
}

describeEachServer('a dump by the stock program', (server) => {
  test('of the sample shop is understood to its last row', async (context) => {
    const [, set] = await optionSetsFor(server);
    if (set === undefined) return context.skip('no dump program is installed');
    const shop = await makeShop(server);
    const statements = [...understoodStatements(await foreignDump(server, shop, set), server)];
    expect(strange(statements)).toEqual([]);
    expect(catalogOf(statements)).toEqual(await catalogIn(server, shop));
  });

  test('of each kind of object is understood with all options', async (context) => {
    const sets = await optionSetsFor(server);
    if (sets.length === 0) return context.skip('no dump program is installed');
    const kinds = await makeKinds(server);
    for (const set of sets) await expectUnderstood(server, kinds, set);
  });

  test('of hostile names is understood', async (context) => {
    const sets = (await optionSetsFor(server)).filter(({ hostileNames }) => hostileNames === true);
    if (sets.length === 0) return context.skip('no dump program is installed');
    const hostile = await makeHostile(server, '/tmp/no-such-marker');
    for (const set of sets) await expectUnderstood(server, hostile, set);
  });

  test('of Japanese names in sjis is understood', async (context) => {
    const sets = await optionSetsFor(server);
    const set = sets.find(({ title }) => title === '--default-character-set=sjis');
    if (set === undefined) return context.skip('no dump program is installed');
    const japanese = await makeJapanese(server);
    await expectUnderstood(server, japanese, set);
  });

  test('that writes the name of a trigger without quotes is refused', async (context) => {
    const sets = await optionSetsFor(server);
    const set = sets.find(({ title }) => title === '--add-drop-trigger');
    if (set === undefined) return context.skip('no dump program is installed');
    const database = await server.createDatabase('trigger');
    await server.query(`USE \`${database}\`; CREATE TABLE t (id INT);
CREATE TRIGGER \`\\! touch x\` BEFORE INSERT ON t FOR EACH ROW SET @a = 1`);
    const dump = await foreignDump(server, database, set);
    // MariaDB's program puts it in quotes.
    if (dump.includes('EXISTS `\\!')) {
      expect(strange([...understoodStatements(dump, server)])).toEqual([]);
    } else {
      expect(() => [...understoodStatements(dump, server)]).toThrow(
        'a backslash outside of quotes',
      );
    }
  });
});
