/** Tables without transactions may hold more or less than was written down; resume makes them exact. */

import { expect, test } from 'vitest';
import type { DatabaseServer } from '../services/database-server.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpOf, expectEqual, failureOf, restoreInto, streamOf } from './restored.ts';

/** The stream breaks off before that text, behind the rows of a table where it names one. */
async function* brokenBefore(bytes: Buffer, text: string, table?: string) {
  const length = bytes.indexOf(text, table === undefined ? 0 : bytes.indexOf(`INTO \`${table}\``));
  expect(length).toBeGreaterThan(0);
  yield* streamOf(bytes.subarray(0, length));
  throw new Error('the network is gone');
}

async function shopOn(server: DatabaseServer): Promise<{ shop: string; bytes: Buffer }> {
  const shop = await server.createDatabase('shop');
  const rows = Array.from({ length: 500 }, (_, id) => `(${id + 1},'x')`).join(',');
  for (const statement of [
    'CREATE TABLE a (id INT PRIMARY KEY, x TEXT)',
    `INSERT INTO a VALUES ${rows}`,
    'CREATE TABLE l (id INT AUTO_INCREMENT, x TEXT, KEY (id)) ENGINE=MyISAM AUTO_INCREMENT = 900',
    `INSERT INTO l VALUES ${rows}`,
    'CREATE TABLE m (id INT, x VARCHAR(20)) ENGINE=MEMORY',
    `INSERT INTO m VALUES ${rows}`,
    "CREATE TRIGGER t1 BEFORE INSERT ON l FOR EACH ROW SET NEW.x = 'fired'",
    "CREATE TRIGGER t2 BEFORE INSERT ON l FOR EACH ROW SET NEW.x = 'again'",
    "CREATE TRIGGER t3 BEFORE INSERT ON m FOR EACH ROW SET NEW.x = 'fired'",
    'CREATE PROCEDURE p() SELECT 1',
  ]) {
    await server.query(`USE ${shop}; ${statement}`);
  }
  return { shop, bytes: await dumpOf(server, shop, { netBufferLength: 2000 }) };
}

describeEachFlavor('a restore that goes on', (server) => {
  async function resumeAfter(
    text: string,
    damage: (target: string) => string,
    table?: string,
  ): Promise<void> {
    const { shop, bytes } = await shopOn(server);
    const fresh = await server.createDatabase('fresh');
    expect((await restoreInto(server, bytes, fresh)).resumed).toBe(false);
    for (const parallel of [1, 2]) {
      const target = await server.createDatabase('target');
      await expect(
        restoreInto(server, brokenBefore(bytes, text, table), target, { parallel }),
      ).rejects.toThrow('the network is gone');
      await server.query(damage(target));
      const summary = await restoreInto(server, bytes, target, { parallel, resume: true });
      expect(summary).toMatchObject({ resumed: true, rows: 1500 });
      await expectEqual(server, shop, target);
    }
  }

  test('writes a MyISAM table again that has lost rows, and makes its triggers again', async () => {
    await resumeAfter('TIME_ZONE=@OLD', (target) => `DELETE FROM ${target}.l WHERE id > 400`);
  });

  test('writes a MEMORY table again that the server has emptied', async () => {
    await resumeAfter('TIME_ZONE=@OLD', (target) => `TRUNCATE TABLE ${target}.m`);
  });

  test('writes a MyISAM table again that is gone', async () => {
    await resumeAfter('TIME_ZONE=@OLD', (target) => `DROP TABLE ${target}.l`);
  });

  test('empties a MyISAM table of rows that nobody has written down', async () => {
    await resumeAfter('INSERT INTO `l`', (target) => `INSERT INTO ${target}.l VALUES (1, 'x')`);
  });

  test('empties a MyISAM table of which some rows are there', async () => {
    await resumeAfter('(400,', (target) => `INSERT INTO ${target}.l VALUES (399, 'x')`, 'l');
  });

  test('makes a trigger and a procedure again that are gone', async () => {
    await resumeAfter(
      'TIME_ZONE=@OLD',
      (target) => `DROP TRIGGER ${target}.t3; DROP PROCEDURE ${target}.p`,
    );
  });

  test('is refused where a table with transactions is gone', async () => {
    const { bytes } = await shopOn(server);
    const target = await server.createDatabase('target');
    await expect(
      restoreInto(server, brokenBefore(bytes, 'TIME_ZONE=@OLD'), target),
    ).rejects.toThrow('the network is gone');
    await server.query(`DROP TABLE ${target}.a`);
    const error = await failureOf(restoreInto(server, bytes, target, { resume: true }));
    expect(error.code).toBe('CANNOT_RESUME');
    expect(error.message).toContain('`a` was made, and is gone');
  });
});
