/** Which databases of a dump are restored: names that it does not hold, and several that should go into one. */

import { expect, test } from 'vitest';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpOf, failureOf, restoreInto, sourceOf, streamOf, tablesIn } from './restored.ts';

describeEachFlavor('the databases of a dump', (server) => {
  const restoreNamed = (input: Parameters<typeof restoreInto>[1], databases: readonly string[]) =>
    restoreInto(server, input, '', { connection: server.url(), databases, force: true });

  test('of ours: one that it does not hold is refused before anything is written', async () => {
    const [first, second] = [await filled(), await filled()];
    const dumped = await dumpOf(server, first, { databases: [first, second] });
    await server.query(`DROP TABLE ${first}.t`);
    const error = await failureOf(restoreNamed(sourceOf(dumped), [first, 'mistyped']));
    expect(error).toMatchObject({ code: 'UNKNOWN_DATABASE' });
    expect(error.message).toMatch(/does not hold the database `mistyped`.*Nothing was written\.$/);
    expect(await tablesIn(server, first)).toEqual([]);
  });

  test('of a stream, and of another program: it is told at the end', async () => {
    const first = await filled();
    const own = await dumpOf(server, first, { databases: [first] });
    const foreign = foreignDump(first, 'never_restored');
    for (const input of [streamOf(own), streamOf(foreign), sourceOf(foreign)]) {
      const error = await failureOf(restoreNamed(input, [first, 'mistyped']));
      expect(error).toMatchObject({ code: 'UNKNOWN_DATABASE' });
      expect(error.message).toMatch(/database `mistyped`\. .* are in the database/);
    }
    await restoreNamed(sourceOf(foreign), [first]);
  });

  test('are found where statements name them, without USE', async () => {
    const first = await filled();
    const sql = `DROP TABLE ${first}.t; CREATE TABLE ${first}.t (id INT); INSERT INTO ${first}.t VALUES (7);`;
    expect(await restoreNamed(sourceOf(sql), [first])).toMatchObject({ rows: 1 });
  });

  test('do not go into one: of a file that is known before anything is written', async () => {
    const target = await server.createDatabase('single');
    const foreign = foreignDump('one', 'other');
    const early = await failureOf(restoreInto(server, sourceOf(foreign), target));
    expect(early).toMatchObject({ code: 'INVALID_OPTION' });
    expect(early.message).toMatch(/several databases: `one`, `other`.*Nothing was written\.$/);
    expect(await tablesIn(server, target)).toEqual([]);
    const late = await failureOf(restoreInto(server, streamOf(foreign), target));
    expect(late).toMatchObject({ code: 'INVALID_OPTION' });
    expect(late.message).toMatch(/Statements 1 to \d+ are in the database/);
  });

  async function filled(): Promise<string> {
    const database = await server.createDatabase('held');
    await server.query(`CREATE TABLE ${database}.t (id INT PRIMARY KEY)`);
    return database;
  }
});

function foreignDump(...databases: readonly string[]): string {
  const parts = databases.map(
    (database) =>
      `CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`${database}\`;\nUSE \`${database}\`;\n` +
      'DROP TABLE IF EXISTS `t`;\nCREATE TABLE `t` (id INT);\nINSERT INTO `t` VALUES (1);\n',
  );
  return `-- MySQL dump 10.13  Distrib 8.0.46\n${parts.join('')}-- Dump completed\n`;
}
