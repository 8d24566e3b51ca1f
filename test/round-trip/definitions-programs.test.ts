/** Triggers, routines, packages and events come back as they were. */

import { expect, test } from 'vitest';
import { sectionsOf } from '../manifest/sections-of.ts';
import { compareDatabases } from '../sample/compare.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { restoreCopy, roundTrip } from './round-trip.ts';

/** The modes of MySQL 5.7 that MySQL 8.0 refuses. */
async function hasOldModes(server: DatabaseServer): Promise<boolean> {
  return server.query("SET sql_mode = 'NO_AUTO_CREATE_USER'").then(
    () => true,
    () => false,
  );
}

describeEachServer('stored programs', (server) => {
  test('come back whose heading names their own database', async () => {
    const source = await server.createDatabase('source');
    await server.restore(
      source,
      `CREATE TABLE items (id INT); CREATE TABLE log (line VARCHAR(50));
CREATE TRIGGER ${source}.plain BEFORE INSERT ON ${source}.items FOR EACH ROW SET NEW.id = 1;
CREATE TRIGGER \`${source}\` . \`quoted\` /* ${source}.x */ BEFORE UPDATE ON \`${source}\`.items FOR EACH ROW SET NEW.id = 2;
SET sql_mode = 'ANSI_QUOTES';
CREATE TRIGGER "${source}"."ansi" AFTER INSERT ON "items" FOR EACH ROW INSERT INTO log VALUES ('${source}.x');`,
    );
    const { target } = await restoreCopy(server, source);
    const triggers = (database: string) =>
      server.query(
        `SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, ACTION_STATEMENT, SQL_MODE
          FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '${database}' ORDER BY 1`,
      );
    expect(await triggers(target)).toEqual(await triggers(source));
    expect(await triggers(target)).toHaveLength(3);
  });

  test('keep the modes that newer servers refuse, and can be restored without them', async () => {
    const old = await hasOldModes(server);
    const { source, target, sql } = await roundTrip(
      server,
      `SET sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES${old ? ',NO_AUTO_CREATE_USER,NO_KEY_OPTIONS' : ''}';
CREATE PROCEDURE p() SELECT 'a' AS "b";`,
    );
    expect(await compareDatabases(server, source, target)).toEqual([]);
    const newer = "'ANSI_QUOTES,STRICT_ALL_TABLES')";
    expect(sql.includes(newer)).toBe(old);
  });

  test('come back with every schedule and state of events, also of those that are over', async () => {
    const { source, target, summary } = await roundTrip(
      server,
      `SET time_zone = '+02:00';
CREATE EVENT past_off ON SCHEDULE AT '2020-01-01' ON COMPLETION PRESERVE DISABLE DO SELECT 1;
CREATE EVENT ended ON SCHEDULE EVERY 1 DAY STARTS '2020-01-01' ENDS '2021-01-01' ON COMPLETION PRESERVE DO SELECT 1;
CREATE EVENT replica ON SCHEDULE EVERY '1:30' HOUR_MINUTE STARTS '2020-01-01' ENDS '2036-01-01'
  DISABLE ON SLAVE COMMENT 'ä;;''' DO SELECT 1;
CREATE EVENT later ON SCHEDULE AT '2037-01-01 01:02:03' DO SELECT 1;
SET timestamp = 100000;
CREATE EVENT past_on ON SCHEDULE AT '2020-01-01' DO SELECT 1;
CREATE EVENT ended_on ON SCHEDULE EVERY 1 MONTH ENDS '2021-01-01' DO SELECT 1;`,
    );
    expect(summary.events).toBe(6);
    expect(await compareDatabases(server, source, target)).toEqual([]);
    const states = await server.query(
      `SELECT EVENT_NAME AS name, STATUS AS status FROM information_schema.EVENTS
        WHERE EVENT_SCHEMA = '${target}' AND STATUS = 'ENABLED' ORDER BY 1`,
    );
    expect(states.map(({ name }) => name)).toEqual(['ended_on', 'later', 'past_on']);
  });

  test('keep their definers, or leave them out with skipDefiner and nothing else', async () => {
    const source = await server.createDatabase('source');
    await server.restore(
      source,
      `CREATE TABLE items (id INT);
CREATE DEFINER=\`o'\`\`b@"x\`@\`%\` TRIGGER t BEFORE INSERT ON items FOR EACH ROW SET NEW.id = 'DEFINER=a@b';
CREATE DEFINER='somebody'@'10.0.0.%' PROCEDURE p() SQL SECURITY INVOKER SELECT 'DEFINER=\`a\`@\`b\` ';
CREATE DEFINER=somebody@localhost FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;
CREATE DEFINER=somebody@localhost EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 'DEFINER=a@b';
CREATE DEFINER=somebody@localhost SQL SECURITY INVOKER VIEW v AS SELECT 'DEFINER=a@b' AS d;
SET sql_mode = 'ANSI_QUOTES';
CREATE DEFINER="some""body"@"%" PROCEDURE ansi() SELECT 1;`,
    );
    const kept = await restoreCopy(server, source, { skipDumpDate: true });
    expect(await compareDatabases(server, source, kept.target)).toEqual([]);
    const left = await restoreCopy(server, source, { skipDumpDate: true, skipDefiner: true });
    const definer =
      /DEFINER=(?:`o'``b@"x`@`%`|`somebody`@`10.0.0.%`|`somebody`@`localhost`|"some""body"@"%") /g;
    const sql = sectionsOf(kept.sql).toString();
    expect(sql.match(definer)).toHaveLength(6);
    expect(sectionsOf(left.sql).toString()).toBe(sql.replaceAll(definer, ''));
  });
});

describeEachServer('stored programs of MySQL 9 alone', (server) => {
  test('come back: libraries', async (context) => {
    const isNewer = server.flavor === 'mysql' && Number.parseInt(server.version, 10) >= 9;
    context.skip(!isNewer, `${server.name} has none`);
    const source = await server.createDatabase('source');
    await server.query(
      `USE \`${source}\`; CREATE LIBRARY \`odd \`\`name\` COMMENT 'x' LANGUAGE JAVASCRIPT AS $$ export function f(a) { return "it's; ;;" + a } // ' $$`,
    );
    const { target, summary } = await restoreCopy(server, source);
    expect(summary.routines).toBe(1);
    const libraries = (database: string) =>
      server.query(
        `SELECT LIBRARY_NAME, LIBRARY_DEFINITION, LANGUAGE, SQL_MODE, LIBRARY_COMMENT, CREATOR FROM information_schema.LIBRARIES WHERE LIBRARY_SCHEMA = '${database}'`,
      );
    expect(await libraries(target)).toEqual(await libraries(source));
  });
});

describeEachServer('stored programs of MariaDB alone', (server) => {
  test('come back: packages with their bodies, and aggregate functions', async (context) => {
    context.skip(server.flavor !== 'mariadb', 'MySQL has neither');
    const { source, target, summary } = await roundTrip(
      server,
      `SET sql_mode = ORACLE;
DELIMITER //
CREATE PACKAGE pk COMMENT 'x' AS FUNCTION f(a INT) RETURN INT; PROCEDURE q(); END; //
CREATE PACKAGE BODY pk AS v INT; FUNCTION f(a INT) RETURN INT DETERMINISTIC AS BEGIN RETURN a + 1; END; PROCEDURE q() AS BEGIN NULL; END; BEGIN v := 1; END; //
SET sql_mode = '' //
CREATE AGGREGATE FUNCTION total(x INT) RETURNS INT DETERMINISTIC BEGIN DECLARE s INT DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s; LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP; END //
CREATE TABLE t (x INT) // INSERT INTO t VALUES (1), (2) //`,
    );
    expect(summary.routines).toBe(3);
    expect(await compareDatabases(server, source, target)).toEqual([]);
    expect(
      await server.query(
        `USE \`${target}\`; SET sql_mode = ORACLE; SELECT total(x) AS s, pk.f(1) AS f FROM t`,
      ),
    ).toEqual([{ s: 3, f: 2 }]);
  });
});
