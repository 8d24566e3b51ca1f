/** Dumps that were cut off, or hold nothing: told before anything is written, where that can be known. */

import { expect, test } from 'vitest';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpOf, failureOf, restoreInto, sourceOf, tablesIn } from './restored.ts';

const foreign = [
  '-- MySQL dump 10.13  Distrib 8.0.46, for Linux (x86_64)\n',
  'CREATE TABLE a (id INT);\nINSERT INTO a VALUES (1),(2);\nCREATE TABLE b (id INT);\n',
].join('');

describeEachFlavor('a dump that was cut off', (server) => {
  test.each([
    ['ours', async () => dumpOf(server, await shop())],
    ['one of mysqldump', async () => Buffer.from(`${foreign}-- Dump completed\n`)],
  ])('%s in a file is refused before anything is written', async (_, whole) => {
    const bytes = await whole();
    const target = await server.createDatabase('cut');
    const end = bytes.lastIndexOf('CREATE TABLE') + 'CREATE TABLE'.length;
    for (const length of [end, bytes.lastIndexOf(';'), bytes.lastIndexOf(';') + 2]) {
      const error = await failureOf(
        restoreInto(server, sourceOf(bytes.subarray(0, length)), target),
      );
      expect(error).toMatchObject({ code: 'TRUNCATED_DUMP' });
      expect(error.message).toMatch(/its end mark .* is missing.*Nothing was written\.$/s);
    }
    expect(await tablesIn(server, target)).toEqual([]);
  });

  test('does not have its last statement run where it comes as a stream', async () => {
    const target = await server.createDatabase('cut');
    // It would be a statement all the same: without the columns that are missing.
    const cut = `${foreign}CREATE TABLE c (id INT) ENGINE=InnoDB`;
    const error = await failureOf(restoreInto(server, cut, target));
    expect(error).toMatchObject({ code: 'TRUNCATED_DUMP' });
    expect(error.message).toContain('its end mark');
    expect(await tablesIn(server, target)).toEqual(['a', 'b']);
  });

  test('of a program that is not known may end without a delimiter', async () => {
    const target = await server.createDatabase('cut');
    await restoreInto(server, 'CREATE TABLE a (id INT);\nCREATE TABLE b (id INT)', target);
    expect(await tablesIn(server, target)).toEqual(['a', 'b']);
  });

  test.each([' \n\n', '-- nothing but this\n'])(
    'is told where it holds no statement: %j',
    async (text) => {
      const target = await server.createDatabase('cut');
      for (const input of [text, sourceOf(text)]) {
        const error = await failureOf(restoreInto(server, input, target));
        expect(error).toMatchObject({ code: 'TRUNCATED_DUMP' });
        expect(error.message).toMatch(/every statement is missing.*Nothing was written\.$/s);
      }
    },
  );

  test('is told from one behind which something stands, whose checksum would not be looked at', async () => {
    const bytes = await dumpOf(server, await shop());
    const target = await server.createDatabase('cut');
    for (const behind of ['\n', '-- a comment\n', 'INSERT INTO a VALUES (2);\n', bytes]) {
      const joined = Buffer.concat([bytes, Buffer.from(behind)]);
      const error = await failureOf(restoreInto(server, sourceOf(joined), target));
      expect(error).toMatchObject({ code: 'DAMAGED_DUMP' });
      expect(error.message).toMatch(/goes on behind its end, which is at byte \d+/);
    }
    const streamed = Buffer.concat([bytes, Buffer.from('\n')]);
    const other = await server.createDatabase('cut');
    const error = await failureOf(restoreInto(server, streamed, other));
    expect(error.message).toContain(`goes on behind its end, which is at byte ${bytes.length}:`);
  });

  async function shop(): Promise<string> {
    const database = await server.createDatabase('whole');
    await server.query(
      `USE ${database}; CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1); CREATE TABLE b (id INT)`,
    );
    return database;
  }
});
