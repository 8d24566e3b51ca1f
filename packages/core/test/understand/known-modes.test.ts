/** Modes that MySQL 8 no longer knows are taken out of SET statements, and nothing else. */

import { describe, expect, test } from 'vitest';
import { withKnownModes } from '../../src/understand/known-modes.ts';

const mysql8 = { flavor: 'mysql', version: '8.0.46' } as const;
const changed = (sql: string, server: Parameters<typeof withKnownModes>[1] = mysql8): string =>
  withKnownModes(Buffer.from(sql, 'latin1'), server).toString('latin1');

describe('a SET statement', () => {
  test.each([
    [
      "/*!50003 SET sql_mode = 'STRICT_TRANS_TABLES,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION' */",
      "/*!50003 SET sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION' */",
    ],
    ["SET sql_mode='NO_AUTO_CREATE_USER'", "SET sql_mode=''"],
    [
      'SET @x=@@sql_mode, @@SESSION.`sql_mode` := "no_auto_create_user,ANSI"',
      'SET @x=@@sql_mode, @@SESSION.`sql_mode` := "ANSI"',
    ],
    ["SET SQL_MODE='ANSI,NO_AUTO_CREATE_USER', @n='\xe9'", "SET SQL_MODE='ANSI', @n='\xe9'"],
  ])('%s is set without them on MySQL 8', (sql, expected) => {
    expect(changed(sql)).toBe(expected);
  });

  test('stays as it is where the server knows them', () => {
    const sql = "SET sql_mode='NO_AUTO_CREATE_USER'";
    expect(changed(sql, { flavor: 'mysql', version: '5.7.29-log' })).toBe(sql);
    expect(changed(sql, { flavor: 'mariadb', version: '11.8.9-MariaDB' })).toBe(sql);
  });

  test.each([
    "SET @old='NO_AUTO_CREATE_USER'",
    "SET sql_mode=CONCAT(@@sql_mode, ',NO_AUTO_CREATE_USER')",
    "SET sql_mode='ANSI', @text='NO_AUTO_CREATE_USER'",
    'SET sql_mode=@OLD_SQL_MODE',
  ])('%s stays as it is', (sql) => {
    expect(changed(sql)).toBe(sql);
  });
});
