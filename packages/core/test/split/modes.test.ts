/** How SET statements change the way in which the text behind them is read. */

import { expect, test } from 'vitest';
import { kindTables } from '../../src/split/byte-kinds.ts';
import { usualModes } from '../../src/split/reading-modes.ts';
import { StatementSplitter } from '../../src/split/splitter.ts';
import type { ReadingModes } from '../../src/split/statement.ts';
import { texts } from './split-helpers.ts';

/** The modes behind the last statement. */
function modesBehind(text: string, modes: Partial<ReadingModes> = {}): ReadingModes {
  const splitter = new StatementSplitter({ modes });
  for (const found of [splitter.push(Buffer.from(text, 'latin1')), splitter.end()]) {
    for (const _ of found);
  }
  return splitter.modes;
}

const ansi = { ansiQuotes: true, noBackslashEscapes: false };
const noEscapes = { ansiQuotes: false, noBackslashEscapes: true };
const neither = { ansiQuotes: false, noBackslashEscapes: false };

test.for([
  ["SET sql_mode='ANSI_QUOTES'", ansi],
  ["set session SQL_MODE = 'strict_all_tables,ansi_quotes'", ansi],
  ['SET @@sql_mode := ANSI', ansi],
  ["SET @@session.sql_mode='ORACLE'", ansi],
  ['SET sql_mode=4', ansi],
  ['SET sql_mode=1048576', noEscapes],
  ["SET LOCAL sql_mode='NO_BACKSLASH_ESCAPES'", noEscapes],
  ["/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='ANSI_QUOTES' */", ansi],
  ["/*!50003 SET sql_mode = 'ANSI' */;/*!50003 SET sql_mode = DEFAULT */", neither],
  ["SET @s = @@sql_mode; SET sql_mode='ANSI'; SET sql_mode = @s", neither],
  ["SET sql_mode='ANSI'; SET @`s` = @@session.sql_mode; SET sql_mode=0; SET sql_mode = @S", ansi],
  ["SET sql_mode='ANSI', @s = @@sql_mode; SET sql_mode = @s", neither],
  ["SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')", ansi],
  ["SET sql_mode='ANSI'; SET sql_mode=(SELECT REPLACE(@@sql_mode,'ANSI_QUOTES',''))", neither],
  ["SET sql_mode='ANSI'; SET sql_mode=NULL", ansi],
  ["SET sql_mode='ANSI'; SET sql_mode=@unknown", ansi],
  ["SET sql_mode='ANSI'; SET sql_mode=LOWER('x')", ansi],
  ["SET sql_mode='ANSI'; SET GLOBAL sql_mode=''", ansi],
  ["SET sql_mode='ANSI'; SET STATEMENT sql_mode='' FOR SELECT 1", ansi],
  ["SET @x = 'SET sql_mode=ANSI', @@global.sql_mode = 'ANSI'", neither],
  ["/*!999999 SET sql_mode='ANSI' */", neither],
  ["SELECT 1; -- SET sql_mode='ANSI'", neither],
] as const)('%s', ([text, expected]) => {
  expect(modesBehind(text)).toMatchObject(expected);
});

test.for([
  ['SET NAMES sjis', 'sjis'],
  ["set names 'GBK' collate gbk_bin", 'gbk'],
  ['/*!40101 SET character_set_client = big5 */', 'big5'],
  ['SET CHARACTER SET cp932', 'cp932'],
  ['SET @a = 1, NAMES gb18030', 'gb18030'],
  [
    'SET @saved_cs_client = @@character_set_client; SET NAMES sjis; ' +
      '/*!40101 SET character_set_client = @saved_cs_client */',
    'utf8mb4',
  ],
  ['SET NAMES sjis; SET NAMES DEFAULT', 'utf8mb4'],
] as const)('%s', ([text, characterSet]) => {
  expect(modesBehind(text)).toMatchObject({ characterSet });
});

test('a no-break space is a blank where the character set has one', () => {
  const text =
    "SET NAMES latin1; SET\xa0sql_mode='ANSI'; SELECT 1 --\xa0it's;\n, 2;\xa0; SELECT \"\\\";";
  expect(texts(text)).toHaveLength(4);
  expect(modesBehind(text)).toMatchObject({ ...ansi, characterSet: 'latin1' });
  expect(modesBehind("SET\xa0sql_mode='ANSI'")).toMatchObject(neither);
});

test('double quotes quote names under ANSI_QUOTES', () => {
  expect(texts('SET sql_mode=\'ANSI_QUOTES\'; SELECT "a\\"; SELECT 1')).toHaveLength(3);
  expect(texts('SELECT "a\\"; SELECT 1"')).toHaveLength(1);
});

test('a backslash has no meaning under NO_BACKSLASH_ESCAPES', () => {
  expect(texts("SET sql_mode='NO_BACKSLASH_ESCAPES'; SELECT 'a\\'; SELECT '\\';")).toHaveLength(3);
});

test.for(['sjis', 'cp932', 'gbk', 'gb18030'])('the second byte of a character of %s', (name) => {
  const modes = { characterSet: name };
  expect(texts("SELECT '\x83\\'; SELECT `\x83``, 1;", { modes })).toHaveLength(2);
  // Not in these places: a head alone, and behind one a byte that ends no character.
  expect(texts("SELECT '\x83'; SELECT '\x83\x20\\';'", { modes })).toHaveLength(2);
});

test('a character of big5 begins with fewer bytes than one of gbk', () => {
  const text = "SELECT '\x83\\'; SELECT 1 -- '";
  expect(texts(text, { modes: { characterSet: 'gbk' } })).toHaveLength(2);
  expect(texts(text, { modes: { characterSet: 'big5' } })).toHaveLength(1);
});

test('a delimiter that begins like a character of two bytes ends a word', () => {
  const text = 'DELIMITER \x810\nSELECT a\x83\\\x810SELECT 2';
  const modes = { characterSet: 'gb18030' };
  expect(texts(text, { modes })).toEqual(['SELECT a\x83\\', 'SELECT 2']);
});

test('what the receiver says takes precedence over the text', () => {
  const splitter = new StatementSplitter();
  const found: string[] = [];
  for (const { bytes } of splitter.push(
    Buffer.from("SET sql_mode=(SELECT m FROM modes), NAMES gbk; SELECT '\\'; SELECT 2;"),
  )) {
    if (found.length === 0) {
      splitter.setModes({ noBackslashEscapes: true });
      expect(splitter.modes.noBackslashEscapes).toBe(false);
    }
    found.push(bytes.toString());
  }
  expect(found).toHaveLength(3);
  expect(splitter.modes).toEqual({ ...noEscapes, characterSet: 'gbk' });
});

test('a SET is read with the modes before it', () => {
  const splitter = new StatementSplitter();
  for (const _ of splitter.push(Buffer.from("SET sql_mode='ANSI';"))) {
    expect(splitter.modes.ansiQuotes).toBe(false);
  }
  expect(splitter.modes.ansiQuotes).toBe(true);
});

test('a text that goes to and fro between modes does not cost new tables each time', () => {
  const gbk = { ...usualModes, characterSet: 'gbk' };
  const first = kindTables(gbk, Buffer.from(';'));
  expect(kindTables(usualModes, Buffer.from(';'))).not.toBe(first);
  expect(kindTables({ ...gbk }, Buffer.from(';'))).toBe(first);
});
