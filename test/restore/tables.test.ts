/** Some tables out of a dump: what is restored of it, and what of it is read. */

import { expect, test } from 'vitest';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpOf, failureOf, restoreInto, sourceOf, streamOf, tablesIn } from './restored.ts';

describeEachFlavor('a restore of some tables', (server) => {
  async function shop(): Promise<{ name: string; bytes: Buffer }> {
    const name = await server.createDatabase('shop');
    await server.query(
      `USE ${name}; CREATE TABLE large (id INT PRIMARY KEY, x LONGTEXT);
       INSERT INTO large SELECT 1, REPEAT('x', 900000);
       INSERT INTO large SELECT 2, REPEAT('y', 900000);
       CREATE TABLE small (id INT PRIMARY KEY, x TEXT); INSERT INTO small VALUES (1, 'a'), (2, 'b');
       CREATE TABLE zulu (id INT PRIMARY KEY); INSERT INTO zulu VALUES (7);
       CREATE VIEW v AS SELECT id FROM small`,
    );
    await server.query(
      `USE ${name}; CREATE TRIGGER of_small BEFORE INSERT ON small FOR EACH ROW SET NEW.x = 'new'`,
    );
    await server.query(`USE ${name}; CREATE PROCEDURE p() SELECT 1`);
    return { name, bytes: await dumpOf(server, name) };
  }

  test.for(['a stream', 'byte ranges'])(
    'restores their definitions, rows and triggers from %s',
    async (way) => {
      const { name, bytes } = await shop();
      for (const parallel of [1, 2]) {
        const target = await server.createDatabase('target');
        const input = way === 'a stream' ? streamOf(bytes) : sourceOf(bytes);
        // Only the manifest tells what the database is called.
        const tables = ['small', way === 'a stream' ? 'zulu' : `${name}.zulu`];
        const summary = await restoreInto(server, input, target, { tables, parallel });
        expect(await tablesIn(server, target)).toEqual(['small', 'zulu']);
        expect(summary.rows).toBe(3);
        await server.query(`INSERT INTO ${target}.small (id) VALUES (9)`);
        expect(await server.query(`SELECT * FROM ${target}.small ORDER BY id`)).toEqual([
          { id: 1, x: 'a' },
          { id: 2, x: 'b' },
          { id: 9, x: 'new' },
        ]);
        const routines = await server.query(
          `SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${target}'`,
        );
        expect(routines).toEqual([]);
      }
    },
  );

  test('reads only what it needs of a source with a manifest', async () => {
    const { bytes } = await shop();
    const target = await server.createDatabase('target');
    const summary = await restoreInto(server, sourceOf(bytes), target, { tables: ['zulu'] });
    expect(summary.rows).toBe(1);
    expect(bytes.length).toBeGreaterThan(1_800_000);
    expect(summary.inputBytes).toBeLessThan(400_000);
  });

  test('tells of a table that the dump does not hold before anything is written', async () => {
    const { bytes } = await shop();
    const target = await server.createDatabase('target');
    const error = await failureOf(
      restoreInto(server, sourceOf(bytes), target, { tables: ['small', 'smal'] }),
    );
    expect(error.code).toBe('UNKNOWN_TABLE');
    expect(error.message).toContain('`smal`');
    expect(await tablesIn(server, target)).toEqual([]);
    const late = await failureOf(
      restoreInto(server, streamOf(bytes), target, { tables: ['small', 'smal'] }),
    );
    expect(late.code).toBe('UNKNOWN_TABLE');
  });

  test('needs only these tables to be absent', async () => {
    const { bytes } = await shop();
    const target = await server.createDatabase('target');
    await server.query(
      `CREATE TABLE ${target}.other (id INT); CREATE TABLE ${target}.zulu (id INT)`,
    );
    await restoreInto(server, sourceOf(bytes), target, { tables: ['small'] });
    for (const input of [streamOf(bytes), sourceOf(bytes)]) {
      const error = await failureOf(restoreInto(server, input, target, { tables: ['zulu'] }));
      expect(error.code).toBe('TARGET_NOT_EMPTY');
      expect(error.message).toContain('`zulu`');
    }
    await restoreInto(server, sourceOf(bytes), target, { tables: ['zulu'], force: true });
    expect(await tablesIn(server, target)).toEqual(['other', 'small', 'zulu']);
  });
});
