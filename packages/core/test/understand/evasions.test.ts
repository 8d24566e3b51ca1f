/** Statements that say something else to the server than they seem to, each found to have worked. */

import { describe, expect, test } from 'vitest';
import type { ReadingModes } from '../../src/split/statement.ts';
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
