/** Dumps in character sets that the driver does not know. */

import { expect, test } from 'vitest';
import { describeEachServer } from '../services/vitest.ts';
import { failureOf, restoreInto } from './restored.ts';

const end = '\n-- Dump completed\n';

describeEachServer('a restore of a dump in any character set', (server) => {
  test.for(['dec8', 'swe7', 'hp8', 'geostd8', 'keybcs2', 'armscii8', 'macce', 'eucjpms', 'binary'])(
    'runs what follows SET NAMES %s, and says with the server what is wrong',
    async (characterSet) => {
      const target = await server.createDatabase('target');
      const text = (last: string): string =>
        `-- MySQL dump 10.13  Distrib 8.0.0\nSET NAMES ${characterSet};\nSELECT 'a', 1 AS b;\n` +
        'DROP TABLE IF EXISTS t;\nCREATE TABLE t (id INT PRIMARY KEY, x VARCHAR(9) CHARACTER SET latin1);\n' +
        `INSERT INTO t VALUES (1, 'abc');\nSET NAMES ${characterSet};\n${last};\nINSERT INTO t VALUES (2, 'def');${end}`;
      for (const parallel of [1, 2]) {
        const options = { parallel, force: true };
        const summary = await restoreInto(server, text('SHOW TABLES'), target, options);
        expect(summary.rows).toBe(2);
        expect(await server.query(`SELECT x FROM ${target}.t ORDER BY id`)).toEqual([
          { x: 'abc' },
          { x: 'def' },
        ]);
        const error = await failureOf(
          restoreInto(server, text('ALTER TABLE missing ADD x INT'), target, options),
        );
        expect(error.code).toBe('STATEMENT_FAILED');
        expect(error.message).toMatch(/missing' doesn't exist/);
      }
    },
  );
});
