/**
 * Values of each type on the road of masked ones, by a function that masks nothing: what is restored
 * is what was dumped. And demands of tables that rules must not break.
 */

import { dryRun, type MaskPolicy } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { sectionsOf } from '../manifest/sections-of.ts';
import { dumpOf, failureOf, restoreInto } from '../restore/restored.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { maskKey } from './masked-shop.ts';

const same = (value: string | Buffer): string | Buffer => value;

const types = (server: DatabaseServer): string => `
CREATE TABLE types (
  id INT PRIMARY KEY,
  tiny TINYINT, big BIGINT UNSIGNED, zero INT(8) ZEROFILL, dec_ DECIMAL(30,10), year_ YEAR,
  float_ FLOAT, double_ DOUBLE, bit_ BIT(12),
  date_ DATE, time_ TIME(6), datetime_ DATETIME(6), timestamp_ TIMESTAMP(3) NULL,
  char_ CHAR(10) CHARACTER SET utf8mb4, latin VARCHAR(50) CHARACTER SET latin1,
  japanese VARCHAR(50) CHARACTER SET cp932, wide TEXT CHARACTER SET utf16, bin TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  binary_ BINARY(4), varbinary_ VARBINARY(300), blob_ LONGBLOB, point_ POINT,
  enum_ ENUM('a','','é') CHARACTER SET latin1, set_ SET('x','y z','ü')
  ${server.flavor === 'mysql' ? ', json_ JSON' : ''}
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO types (id) VALUES (1);
INSERT INTO types (id, tiny, big, zero, dec_, year_, float_, double_, bit_, date_, time_, datetime_, timestamp_)
VALUES
  (2, -128, 18446744073709551615, 42, -12345678901234567890.0123456789, 2155, 1.17549e-38, 1.7976931348623157e308, b'101010101010',
   '2020-02-29', '-838:59:59', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07.5'),
  (3, 0, 0, 0, 0, 1901, 0.1, -0.3333333333333333, 0, '1000-01-01', '00:00:00.000001', '1000-01-01', '1970-01-01 12:00:01');
INSERT INTO types (id, char_, latin, japanese, wide, bin, binary_, varbinary_, blob_, point_, enum_, set_)
VALUES
  (4, 'x ', 'Grüße ''\\\\', '漢字カナ~', '😀 wide', 'line\\n\\r\\0\\Z"', 'ab', 0x00FF27, REPEAT('\\'\\\\', 70000), ST_GeomFromText('POINT(1 2)'), 'é', 'x,ü'),
  (5, '', '', '', '', '', '', '', '', NULL, '', '');
${
  server.flavor === 'mysql'
    ? `INSERT INTO types (id, json_) VALUES (6, '{"b": [1, "ü😀", null], "a": {"x": 1}}');`
    : ''
}`;

function policy(columns: MaskPolicy['columns']): { mask: MaskPolicy; maskKey: string } {
  return { mask: { version: 1, columns }, maskKey };
}

describeEachServer('a masked column', (server) => {
  test('of any type is read and written exactly', async () => {
    const source = await server.createDatabase('types');
    await server.query(`SET time_zone='+00:00'; USE ${source}; ${types(server)}`);
    const masked = await dumpOf(
      server,
      source,
      policy({ '*.types.*': same, '*.types.id': 'keep' }),
    );
    const target = await server.createDatabase('types_target');
    await restoreInto(server, masked, target);
    const [before, after] = [await dumpOf(server, source), await dumpOf(server, target)].map(
      (dump) =>
        sectionsOf(dump)
          .toString('latin1')
          .replace(/^-- Database: .*$/m, ''),
    );
    expect(after).toBe(before);
  });

  test('with a key of masked text is read in chunks, by its originals', async () => {
    const source = await server.createDatabase('text_key');
    await server.query(
      `USE ${source}; CREATE TABLE t (a VARCHAR(20) CHARACTER SET cp932, b INT, PRIMARY KEY (a, b)); ` +
        `INSERT INTO t VALUES ${Array.from({ length: 500 }, (_, n) => `('漢${n % 90}', ${n})`).join()}`,
    );
    const mask = policy({ '*.t.a': { rule: 'hash', length: 20, encoding: 'hex' } });
    const failure = await failureOf(dumpOf(server, source, mask));
    expect(failure.message).toContain('unique');
    await server.query(`ALTER TABLE ${source}.t MODIFY a VARCHAR(40) CHARACTER SET cp932`);
    const hashed = policy({ '*.t.a': 'hash' });
    const whole = await dumpOf(server, source, hashed);
    const parts = await dumpOf(server, source, {
      ...{ ...hashed, chunkBytes: 500, parallel: 2, threads: 1 },
    });
    expect(sectionsOf(parts).equals(sectionsOf(whole))).toBe(true);
    const target = await server.createDatabase('text_key_target');
    await restoreInto(server, whole, target);
    const facts = (database: string) =>
      server.query(
        `SELECT COUNT(*) AS n, COUNT(DISTINCT a) AS texts, SUM(b) AS sum FROM ${database}.t`,
      );
    expect(await facts(target)).toEqual(await facts(source));
  });

  test('is refused where a CHECK, a partition or a key can not be sure of it', async (context) => {
    const source = await server.createDatabase('demands');
    await server.query(
      `USE ${source}; CREATE TABLE parted (id INT, a VARCHAR(80)) PARTITION BY LIST COLUMNS(a) (PARTITION p VALUES IN ('x')); ` +
        'CREATE TABLE prefixed (a VARCHAR(80), UNIQUE KEY k (a(10)));' +
        'CREATE TABLE computed (a VARCHAR(80), b VARCHAR(80) AS (LOWER(a)) STORED, UNIQUE KEY k (b));' +
        'CREATE TABLE checked (a VARCHAR(80), CONSTRAINT not_short CHECK (LENGTH(a) > 3))',
    );
    const { problems } = await dryRun({
      connection: server.url(source),
      ...policy({ '*.*.a': 'hash' }),
    });
    const messages = problems.map(({ message }) => message).join('\n');
    expect(messages).toMatch(/`parted`.*partition/);
    expect(messages).toMatch(/`prefixed`.*first characters/);
    expect(messages).toMatch(/`computed`.*computed from it/);
    const [checked] = await server.query(`SHOW CREATE TABLE ${source}.checked`);
    if (!JSON.stringify(checked).includes('CHECK')) context.skip('has no CHECK constraints');
    expect(messages).toMatch(/`checked`.*CHECK `not_short`/);
    const trusted = policy({ '*.checked.a': { rule: 'hash', trustChecks: true } });
    expect(await dumpOf(server, source, trusted)).toBeInstanceOf(Buffer);
  });
});
