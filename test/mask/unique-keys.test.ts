/** Thousands of values in unique keys stay different and joined, however short they are. */

import { type MaskPolicy, verify } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { dumpOf, restoreInto, sourceOf } from '../restore/restored.ts';
import { describeEachServer } from '../services/vitest.ts';

const count = 3000;
const maskKey = 'a key for the tests of unique keys';

describeEachServer('unique keys of masked dumps', (server) => {
  test('hold, and so do joins', async () => {
    const source = await server.createDatabase('unique');
    const rows = Array.from({ length: count }, (_, number) => {
      const letters = number.toString(26).replace(/./g, (digit) => {
        return String.fromCharCode(97 + Number.parseInt(digit, 26));
      });
      // As few characters as there can be for so many.
      const exact = (number % 2 === 0 ? letters.toUpperCase() : letters).padStart(4, '-');
      const code = String(number).padStart(4, '0');
      const bytes = number.toString(16).padStart(4, '0');
      const uuid = `6ccd780c-baba-1026-9564-5b8c65${code}db`;
      return `('${code}','${exact}',x'${bytes}','p${number}@x.example',${number},'${uuid}')`;
    });
    await server.query(
      `USE ${source};
       CREATE TABLE parent (
         code CHAR(4) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY,
         exact CHAR(4) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin UNIQUE, bytes BINARY(2) UNIQUE,
         email VARCHAR(60) CHARACTER SET latin1 UNIQUE, number SMALLINT UNIQUE, uuid CHAR(36) UNIQUE);
       INSERT INTO parent VALUES ${rows.join()};
       CREATE TABLE child (id INT AUTO_INCREMENT PRIMARY KEY,
         code CHAR(4) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, bytes BINARY(2), number SMALLINT,
         FOREIGN KEY (code) REFERENCES parent (code), FOREIGN KEY (bytes) REFERENCES parent (bytes),
         FOREIGN KEY (number) REFERENCES parent (number));
       INSERT INTO child (code, bytes, number) SELECT code, bytes, number FROM parent WHERE number % 3 = 0`,
    );
    const mask: MaskPolicy = {
      version: 1,
      strict: true,
      columns: {
        '*.*.code': 'redact',
        '*.*.exact': 'redact',
        '*.*.bytes': 'redact',
        '*.*.email': 'email',
        '*.*.number': 'number',
        '*.*.uuid': 'uuid',
        '*.child.id': 'keep',
      },
    };
    const bytes = await dumpOf(server, source, { mask, maskKey });
    const target = await server.createDatabase('target');
    await restoreInto(server, bytes, target);
    const joined = (other: string) =>
      `SELECT COUNT(*) AS n, COUNT(DISTINCT p.code) AS c, SUM(p.number = c.number AND p.bytes = c.bytes) AS same
       FROM ${target}.child c JOIN ${other}.parent p ON p.code = c.code`;
    const [result] = await server.query(joined(target));
    expect(Object.values(result ?? {}).map(Number)).toEqual([1000, 1000, 1000]);
    const [left] = await server.query(
      `SELECT COUNT(*) AS n, COUNT(DISTINCT exact) AS e, COUNT(DISTINCT email) AS m,
         COUNT(DISTINCT uuid) AS u FROM ${target}.parent`,
    );
    expect(Object.values(left ?? {}).map(Number)).toEqual([count, count, count, count]);
    const [whole] = await server.query(
      `SELECT COUNT(*) AS n FROM ${target}.parent t JOIN ${source}.parent s USING (email)`,
    );
    expect(Number(whole?.['n'])).toBe(0);
    const report = await verify(sourceOf(bytes), { connection: server.url(target) });
    expect(report.differences).toEqual([]);
  });
});
