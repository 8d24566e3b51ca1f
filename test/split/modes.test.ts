/** What the splitter takes a text's SET statements for is what the server makes of them. */

import { expect, test } from 'vitest';
import { DatabaseConnection } from '../../packages/core/src/connect/database-connection.ts';
import { StatementSplitter } from '../../packages/core/src/split/splitter.ts';
import { describeEachServer } from '../services/vitest.ts';
import { readModes } from './read-modes.ts';

const { signal } = new AbortController();

describeEachServer('a SET of several variables', (server) => {
  test.for([
    ["SET sql_mode='', @s=@@sql_mode", 'SET sql_mode=@s'],
    ["SET SESSION sql_mode='', @s=@@session.sql_mode", 'SET sql_mode=@s'],
    ["SET @s='NO_BACKSLASH_ESCAPES'", "SET @s='', sql_mode=@s"],
    ["SET @s='NO_BACKSLASH_ESCAPES'", "SET @s='', @t=@s", 'SET sql_mode=@t'],
    ["SET @s=@@sql_mode, sql_mode='NO_BACKSLASH_ESCAPES'", 'SET sql_mode=@s'],
    ["SET sql_mode='', sql_mode=CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')"],
    ['SET NAMES gbk, @c=@@character_set_client', 'SET character_set_client=@c'],
    ['SET NAMES latin1', "SET\xa0sql_mode='' --\xa0it's", 'SET\xa0@c=@@sql_mode'],
    ['SET NAMES utf8mb4', 'SET @\xc2\xa0=@@sql_mode'],
    ['SET character_set_client=gbk, @c=@@character_set_client', 'SET character_set_client=@c'],
  ])('takes all values as they were before it: %j', async (statements) => {
    const connection = await DatabaseConnection.open(server.url(), signal);
    try {
      await connection.execute(Buffer.from("SET NAMES utf8mb4, sql_mode='ANSI_QUOTES'"));
      const modes = { ansiQuotes: true, noBackslashEscapes: false, characterSet: 'utf8mb4' };
      const splitter = new StatementSplitter({ modes });
      for (const { bytes } of splitter.push(Buffer.from(`${statements.join('\n;')};`, 'latin1'))) {
        await connection.execute(bytes);
      }
      expect(splitter.modes).toEqual(await readModes(connection));
    } finally {
      await connection.end();
    }
  });
});
