/** Statements that say something else to the server than they seem to, each found to have worked. */

import { describe, expect, test } from 'vitest';
import type { ReadingModes } from '../../src/split/statement.ts';
import { preparedSource, userVariables } from '../../src/understand/prepared-source.ts';
import { preparedTexts } from '../../src/understand/prepared-text.ts';
import { targetsOf } from '../../src/understand/targets.ts';
import { understand } from '../../src/understand/understand.ts';

const mariadb = { flavor: 'mariadb', version: '10.11.6-MariaDB' } as const;
const mysql = { flavor: 'mysql', version: '9.1.0' } as const;

function read(
  text: string,
  characterSet = 'utf8mb4',
  server: typeof mariadb | typeof mysql = mariadb,
) {
  const modes: ReadingModes = { ansiQuotes: false, noBackslashEscapes: false, characterSet };
  return understand({ bytes: Buffer.from(text, 'latin1'), headBytes: 0, rows: 0 }, modes, server);
}

describe('what MariaDB executes of a comment of version 9.99.99 is read', () => {
  test('the name of a database in it', () => {
    expect(targetsOf(read('DROP TABLE /*M!99999 prod. */ t'))).toEqual(['prod']);
    expect(targetsOf(read('DROP TABLE /*M!99999 prod. */ t', 'utf8mb4', mysql))).toEqual([
      undefined,
    ]);
    expect(targetsOf(read('DROP TABLE /*!99999 prod. */ t'))).toEqual([undefined]);
  });

  test('a whole statement in it', () => {
    expect(read('/*M!99999 DROP DATABASE prod */')).toMatchObject({ kind: 'drop', name: 'prod' });
  });
});

test('accounts that are changed behind another assignment make a SET one that is not run', () => {
  expect(read("SET @a = 1, PASSWORD FOR b@localhost = PASSWORD('c')").kind).toBe('other');
  expect(read('SET @a = 1, DEFAULT ROLE NONE FOR b@localhost').kind).toBe('other');
  expect(read('SET @a = 1, @password = 2').kind).toBe('setSession');
});

describe('a no-break space is a blank where the character set has one', () => {
  test('between words', () => {
    expect(read('SET @a = 1,\xa0GLOBAL max_connections = 1', 'latin1').kind).toBe('setGlobal');
    expect(targetsOf(read('TRUNCATE prod\xa0.t', 'cp1251'))).toEqual(['prod']);
  });

  test('behind two dashes, which begin a comment then', () => {
    const text = "ALTER TABLE a --\xa0'\n RENAME prod.b --\xa0'";
    expect(targetsOf(read(text, 'latin1'))).toEqual([undefined, 'prod']);
  });

  test('and a letter where it is one', () => {
    expect(read('TRUNCATE t\xa0', 'cp850').name).toHaveLength(2);
  });
});

test('tables that partitions are made to, and of, are written', () => {
  expect(targetsOf(read('ALTER TABLE p CONVERT PARTITION q TO TABLE prod.t'))).toContain('prod');
  const taken = 'ALTER TABLE p CONVERT TABLE prod.t TO PARTITION q VALUES LESS THAN (9)';
  expect(targetsOf(read(taken))).toContain('prod');
  expect(read('ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4')).toMatchObject({ kind: 'alter' });
});

describe('a database that is called like an option', () => {
  test.for(['comment', 'charset', 'encryption'])('%s is named by ALTER DATABASE', (name) => {
    expect(read(`ALTER DATABASE ${name} CHARACTER SET latin1`)).toMatchObject({ name });
    expect(read(`ALTER DATABASE ${name} CHARSET latin1`)).toMatchObject({ name });
    expect(read(`ALTER DATABASE ${name}`)).toMatchObject({ name });
  });

  test.for([
    "COMMENT = 'x'",
    "COMMENT 'x'",
    'CHARSET utf8mb4',
    "ENCRYPTION='Y'",
    'COLLATE utf8_bin',
  ])('is not there in %s', (options) => {
    expect(read(`ALTER DATABASE ${options}`)).toEqual({ kind: 'alter', object: 'database' });
  });
});

test('a table that another one is made like is told, as it may be one of MERGE', () => {
  expect(targetsOf(read('CREATE TABLE m LIKE prod.m'))).toEqual([undefined, 'prod']);
  expect(targetsOf(read('CREATE TABLE m (LIKE prod.m)'))).toEqual([undefined, 'prod']);
  expect(targetsOf(read('CREATE TABLE m (`like` INT)'))).toEqual([undefined]);
});

test('a variable of the server whose name MySQL 8 compares without accents is not run', () => {
  expect(read('SET sql_mod\xc3\xa9 = 4').kind).toBe('other');
  expect(read('SET @a = 1, SESSION sql_log_b\xc3\xaen = 0').kind).toBe('other');
  expect(read('SET @@session.`sql_mode ` = 4').kind).toBe('other');
  expect(read("SET @\xc3\xa9 = 1, @a = '\xc3\xa9', sql_mode = 4").kind).toBe('setSession');
});

test.for(['gtid_next', '@@session.server_id', 'SESSION gtid_seq_no', '@@`sql_log_off`'])(
  '%s is not of the session alone',
  (variable) => {
    expect(read(`SET @a = 1, ${variable} = 1`).kind).toBe('setGlobal');
    expect(read(`SET @gtid_next = 1, @b = ${variable.replace(/.* /, '')}`).kind).toBe('setSession');
  },
);

describe('a user variable', () => {
  const modes: ReadingModes = {
    ansiQuotes: false,
    noBackslashEscapes: false,
    characterSet: 'utf8mb4',
  };
  const set = (text: string) => userVariables(Buffer.from(text), modes, mariadb);

  test.for(["@'a'", '@"a"', '@á', '@`a `'])('%s may be any', (name) => {
    expect(set(`SET ${name} = 'DO 0'`)).toEqual({ others: true });
    expect(set(`SET timestamp = 1, ${name} = 'DO 0'`)).toEqual({ others: true });
    expect(preparedSource(Buffer.from(`PREPARE s FROM ${name}`), modes, mariadb)).toEqual({
      kind: 'unknown',
    });
  });

  test('in a comment that the server skips is none', () => {
    const text = "SET /*M!200000 @a = 'DO 0' -- */ @a = CONCAT('DROP', 'X') /*\n*/";
    expect(set(text)).toEqual({ others: true });
    const prepare = "PREPARE s FROM /*M!200000 'DO 0' -- */ @a /*\n*/";
    expect(preparedSource(Buffer.from(prepare), modes, mariadb)).toEqual({
      kind: 'variable',
      variable: 'a',
    });
    expect(preparedTexts(Buffer.from(prepare), modes, mariadb)).toEqual([]);
  });
});

test('texts to be prepared are read as the server puts them together', () => {
  const modes: ReadingModes = {
    ansiQuotes: false,
    noBackslashEscapes: false,
    characterSet: 'utf8mb4',
  };
  const texts = (statement: string) =>
    preparedTexts(Buffer.from(statement), modes).map(({ bytes }) => bytes.toString());
  const digits = Buffer.from('DROP TABLE prod.t').toString('hex');
  expect(texts(`SET @a = x'${digits}'`)).toEqual(['DROP TABLE prod.t']);
  expect(texts(`SET @a = X'${digits}'`)).toEqual(['DROP TABLE prod.t']);
  expect(texts("SET @a = 'DROP TABLE ' 'prod' '.t', @b = 'DO 0'")).toEqual([
    'DROP TABLE prod.t',
    'DO 0',
  ]);
});
