/** Rows of INSERTs: counted, and cut where a statement is too long. */

import { expect, test } from 'vitest';
import { usualModes } from '../../src/split/reading-modes.ts';
import { rowBorders } from '../../src/split/row-borders.ts';
import { StatementSplitter } from '../../src/split/splitter.ts';
import { split } from './split-helpers.ts';

test.for([
  ['INSERT INTO t VALUES (1),(2),(3)', 3, '(1)'],
  ['insert into `a``b`."c" (x, `VALUES (1)`) value (\'(),(\'),(2)', 2, "('(),(')"],
  ['REPLACE LOW_PRIORITY t VALUES(1)', 1, '(1)'],
  ['INSERT HIGH_PRIORITY IGNORE INTO d.values VALUES\n(1),\n(2)', 2, '(1)'],
  ['INSERT value VALUES ((1)),(f(2,3))', 2, '((1))'],
  ['INSERT INTO t PARTITION (p0, p1) (a) VALUES () , (1)', 2, '()'],
  ['INSERT /* VALUES (1) */ INTO t -- (\n VALUES /* ( */ (1 /* ) */),(2)', 2, '(1 /*'],
  ['/*!50000 INSERT INTO t VALUES (1),(2) */', 2, '(1)'],
  ['INSERT INTO t VALUES ROW(1,2), ROW (3,4)', 2, 'ROW(1,2)'],
  ['INSERT INTO t VALUES ROW /*!80019 (1,2) */', 1, 'ROW /*'],
  ['INSERT INTO t VALUES ROW /*!80019 */ (1),ROW(2)', 2, 'ROW /*'],
  ['INSERT INTO t VALUES (1),(2) ON DUPLICATE KEY UPDATE a = VALUES(a)', 2, '(1)'],
  ['INSERT INTO t VALUES (1),(2) RETURNING (a)', 2, '(1)'],
] as const)('%s has %i rows', ([text, rows, first]) => {
  const [statement, ...others] = split(text);
  expect(others).toEqual([]);
  expect(statement).toMatchObject({ rows, continues: false });
  expect(text.startsWith(first, statement?.headBytes)).toBe(true);
  const borders = rowBorders(Buffer.from(text), statement?.headBytes ?? 0, usualModes);
  expect(borders.length).toBe(2 * rows);
  expect(borders[0]).toBe(statement?.headBytes);
});

test.for([
  'INSERT INTO t SELECT (1)',
  'INSERT INTO t SET a = (1)',
  'INSERT INTO t (a) (SELECT 1 UNION VALUES (1))',
  'INSERT INTO t (VALUES)',
  'SELECT 1 FROM t VALUES (1)',
  'CREATE TABLE t (a INT)',
  'REPLACE(a, b, c)',
])('%s has no rows', (text) => {
  expect(split(text)).toMatchObject([{ rows: 0, headBytes: 0 }]);
});

test('a table whose name begins with a byte beyond ASCII has rows', () => {
  // As a text of Latin letters it would have a capital letter beyond Latin-1.
  const text = 'INSERT INTO \xff VALUES (1)';
  expect(parts(text, 100)).toMatchObject([{ rows: 1, headBytes: text.length - 3 }]);
});

test('rows stand behind no-break spaces, too', () => {
  const text = 'INSERT INTO t\xa0VALUES\xa0ROW\xa0(1)\xa0,\xa0ROW(2)';
  const modes = { ...usualModes, characterSet: 'latin1' };
  expect(split(text, { modes })).toMatchObject([{ rows: 2, headBytes: 21 }]);
  expect([...rowBorders(Buffer.from(text, 'latin1'), 21, modes)]).toEqual([21, 28, 31, 37]);
});

test('the borders of rows are those of their parentheses', () => {
  const text = "INSERT INTO t VALUES (1,'),('),\n (f(2), \"it's\") /* (3) */, ((4))";
  const [statement] = split(text);
  const borders = rowBorders(Buffer.from(text), statement?.headBytes ?? 0, usualModes);
  const rows = Array.from({ length: borders.length / 2 }, (_, index) =>
    text.slice(borders[2 * index], borders[2 * index + 1]),
  );
  expect(rows).toEqual(["(1,'),(')", '(f(2), "it\'s")', '((4))']);
});

test('the borders of rows are found with the modes of the statement', () => {
  const text = Buffer.from("INSERT INTO t VALUES ('\x83\\'),('\\')", 'latin1');
  const modes = { ...usualModes, characterSet: 'sjis', noBackslashEscapes: true };
  expect([...rowBorders(text, 21, modes)]).toEqual([21, 27, 28, 33]);
});

/** In chunks of all sizes. */
function parts(text: string, maxStatementBytes: number) {
  const found = [1, 2, 7, 1000].map((chunkBytes) =>
    split(text, { maxStatementBytes }, chunkBytes).map((statement) => ({
      ...statement,
      bytes: statement.bytes.toString('latin1'),
    })),
  );
  for (const other of found) expect(other).toEqual(found[0]);
  return found[0] ?? [];
}

test('an INSERT that is too long comes in parts of whole rows, each with the head', () => {
  const text = "SELECT 1; INSERT INTO t VALUES (1,'a'), (2,'b') ,\n(3,'c'),(4,'d');SELECT 2";
  expect(parts(text, 45)).toMatchObject([
    { number: 1 },
    {
      number: 2,
      offset: 10,
      bytes: "INSERT INTO t VALUES (1,'a'), (2,'b')",
      rows: 2,
      headBytes: 21,
      continues: true,
    },
    {
      number: 2,
      offset: text.indexOf('(3'),
      bytes: "INSERT INTO t VALUES (3,'c'),(4,'d')",
      rows: 2,
      headBytes: 21,
      continues: false,
    },
    { number: 3, offset: text.indexOf('SELECT 2') },
  ]);
});

test('parts of rows in an executable comment end it', () => {
  expect(
    parts('/*!50000 INSERT INTO t VALUES (1),(2),(3) */;', 38).map(({ bytes }) => bytes),
  ).toEqual([
    '/*!50000 INSERT INTO t VALUES (1) */',
    '/*!50000 INSERT INTO t VALUES (2) */',
    '/*!50000 INSERT INTO t VALUES (3) */',
  ]);
});

test('white space and comments behind the rows do not make it too long', () => {
  const behind = `-- ${'x'.repeat(5000)}\n`;
  expect(parts(`INSERT INTO t VALUES (1)\n,(2)${behind};`, 30).map(({ bytes }) => bytes)).toEqual([
    'INSERT INTO t VALUES (1)\n,(2)',
  ]);
});

test('rows that are whole are told before an error in the next one, however the text is cut', () => {
  const text = `INSERT INTO t VALUES (1)/* ${'x'.repeat(50)} */,(\\-`;
  for (const chunkBytes of [1, 5, 30, 1000]) {
    const splitter = new StatementSplitter({ maxStatementBytes: 60 });
    const found: string[] = [];
    expect(() => {
      for (let at = 0; at < text.length; at += chunkBytes) {
        const chunk = Buffer.from(text.slice(at, at + chunkBytes));
        for (const { bytes } of splitter.push(chunk)) found.push(bytes.toString());
      }
      for (const { bytes } of splitter.end()) found.push(bytes.toString());
    }).toThrowError(expect.objectContaining({ code: 'REFUSED_STATEMENT' }));
    expect(found).toEqual(['INSERT INTO t VALUES (1)']);
  }
});

test.for([
  ['SELECT 1234567890123456789012345678901', /has 38 bytes, which can't be cut; the limit is 30/],
  ["INSERT INTO t VALUES (1),(2,'0123456789')", /row 2 has 16 bytes, which can't be cut/],
  ['INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a=1', /of 52 bytes with something behind/],
  [
    'INSERT INTO t VALUES (1),(2),(3),(4) RETURNING a',
    /of 48 bytes with something behind its rows/,
  ],
  ['INSERT INTO t SELECT a FROM another', /has 35 bytes/],
] as const)('is too large: %s', ([text, message]) => {
  for (const chunkBytes of [1, 4, 1000]) {
    expect(() => split(`SELECT 1;${text};`, { maxStatementBytes: 30 }, chunkBytes)).toThrowError(
      expect.objectContaining({
        code: 'STATEMENT_TOO_LARGE',
        message: expect.stringMatching(message),
        statement: expect.objectContaining({ number: 2, offset: 9 }),
      }),
    );
  }
});
