/** Dumps in the forms of phpMyAdmin, Adminer, HeidiSQL and Sequel Ace, and of old servers on newer ones. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restoreInto, tablesIn } from '../restore/restored.ts';
import { describeEachServer } from '../services/vitest.ts';

const folder = join(import.meta.dirname, 'samples');

describeEachServer('a dump in the form of', (server) => {
  test.each([
    ['phpmyadmin', ['e', 'p', 't']],
    ['adminer', ['e', 'p', 't']],
    ['heidisql', ['e', 'p', 't']],
    // It leaves events out.
    ['sequel-ace', ['p', 't']],
  ])('%s is restored', async (program, expected) => {
    const sql = await readFile(join(folder, `${program}.sql`));
    for (const parallel of [1, 2]) {
      const target = await server.createDatabase('other_program');
      const summary = await restoreInto(server, sql, target, { parallel });
      expect(summary).toMatchObject({ rows: 2, warnings: [], serverWarnings: { count: 0 } });
      expect(await tablesIn(server, target)).toEqual(['a', 'v']);
      expect(await server.query(`SELECT id, HEX(n) AS n FROM ${target}.v ORDER BY id`)).toEqual([
        { id: 1, n: '61273B620D0A' },
        { id: 2, n: null },
      ]);
      const programs = await server.query(
        `SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${target}'
         UNION ALL SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '${target}'
         UNION ALL SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = '${target}'`,
      );
      expect(programs.map(({ name }) => name).sort()).toEqual(expected);
    }
  });

  test('mysqldump 5.7 is restored with its programs, whose modes MySQL 8 no longer knows', async () => {
    const target = await server.createDatabase('old_modes');
    const sql = `-- MySQL dump 10.13  Distrib 5.7.29, for Linux (x86_64)
CREATE TABLE a (id INT);
/*!50003 SET @saved_sql_mode       = @@sql_mode */ ;
/*!50003 SET sql_mode              = 'STRICT_TRANS_TABLES,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION' */ ;
DELIMITER ;;
/*!50003 CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.id = NEW.id + 1 */;;
DELIMITER ;
/*!50003 SET sql_mode              = @saved_sql_mode */ ;
-- Dump completed on 2026-11-20 10:11:12
`;
    await restoreInto(server, sql, target);
    const [trigger] = await server.query(
      `SELECT SQL_MODE AS mode FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '${target}'`,
    );
    const knows = server.flavor === 'mariadb' || server.version.startsWith('5.7');
    expect(trigger).toEqual({
      mode: `STRICT_TRANS_TABLES,${knows ? 'NO_AUTO_CREATE_USER,' : ''}NO_ENGINE_SUBSTITUTION`,
    });
  });
});
