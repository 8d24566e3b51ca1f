/** Where statements end: strings, names, comments, delimiters. */

import { expect, test } from 'vitest';
import { splitStatements } from '../../src/split/split-statements.ts';
import { StatementSplitter } from '../../src/split/splitter.ts';
import type { OuterComment } from '../../src/split/statement.ts';
import { split, texts } from './split-helpers.ts';

test.for([
  ['a string', "SELECT 'a;b'", '"c;d"'],
  ['a doubled quote', "SELECT 'a'';'", '"a"";"'],
  ['an escaped quote', "SELECT 'a\\';'", '"a\\";"'],
  ['an escaped backslash', "SELECT 'a\\\\'", "';'"],
  ['a name', 'SELECT `a;b`', '`c``;`'],
  ['a backslash in a name', 'SELECT `a\\`', '`;`'],
  ['a comment', 'SELECT /* ; */ 1', '/* it\'s "; */ 2'],
  ['a comment with stars', 'SELECT /***;***/ 1', '/**/ 2'],
  ['a comment to the end of its line', "SELECT 1 -- it's;\n", '# "; it\'s\n'],
  ['two dashes that are no comment', 'SELECT 1--1', '2--(1)'],
  ['two dashes and a control character', "SELECT 1 --\x01it's;\n", '--\t;\n'],
  ['an optimizer hint', 'SELECT /*+ MAX_EXECUTION_TIME(1000) ; */ 1', '2'],
  ['an executable comment', "/*!50003 SELECT ';', 1; SELECT 2 */", "/*! SELECT '*/' */"],
  ["an executable comment of MariaDB's", '/*M!100201 SELECT 1; 2 */', '/*M! SELECT `*/` */'],
  ['a comment in an executable one', '/*!50003 SELECT /* ; */ 1; */', '1 /*! +1 */ /* ; */'],
  ['bytes of any kind', "SELECT '\0\x1a\xff\xfe;'", '\0'],
  ['CR LF', "SELECT 'a\r\n;'\r\n, 1", '-- ;\r\n 1'],
  ['NULL in short', 'SELECT \\N', '\\N'],
  ['a slash and a star alone', 'SELECT 1 / 2 * 3', '4 */ 5'],
])('a statement has no border in %s', ([, ...parts]) => {
  const statement = parts.join(', ');
  expect(texts(`${statement};SELECT 2`)).toEqual([statement, 'SELECT 2']);
});

test('the memory of a long statement that was lent is given back when the next one is read', () => {
  const splitter = new StatementSplitter({ passing: true });
  const statement = Buffer.from(`SELECT '${'x'.repeat(5_000_000)}';\n`);
  const lent: Buffer[] = [];
  const lengths: number[] = [];
  for (let at = 0; at < 3 * statement.length; at += 65_536) {
    const text = Buffer.concat([statement, statement, statement]).subarray(at, at + 65_536);
    for (const { bytes } of splitter.push(text)) {
      lengths.push(bytes.length);
      lent.push(bytes);
    }
  }
  expect(lengths).toEqual([5_000_009, 5_000_009, 5_000_009]);
  expect(lent.map(({ length }) => length)).toEqual([0, 0, 5_000_009]);
});

test('white space, comments and delimiters without anything are no statements', () => {
  expect(texts(' ;\n;-- a\n;/* b */ ; # c\n\t; SELECT 1;;\r\n')).toEqual(['SELECT 1']);
});

test('an empty comment does not end the reading', () => {
  expect(texts('#\n#\nSELECT 1; #\n--\n/**/SELECT #\n2')).toEqual(['SELECT 1', 'SELECT #\n2']);
});

test('the last statement needs no delimiter', () => {
  expect(texts('SELECT 1;\n SELECT 2 \n')).toEqual(['SELECT 1', 'SELECT 2']);
  expect(texts('SELECT 1 -- x')).toEqual(['SELECT 1 -- x']);
  expect(texts('SELECT 1 --')).toEqual(['SELECT 1 --']);
  expect(texts('SELECT 1 -')).toEqual(['SELECT 1 -']);
});

test('a parenthesis behind a statement that lacks one belongs to the next statement', () => {
  expect(texts('INSERT INTO t VALUES (1;),(2)')).toEqual(['INSERT INTO t VALUES (1', '),(2)']);
});

test('comments outside of statements are told with their offsets', () => {
  const text = '-- a\r\nSELECT /* b */ 1; # c\n/* d\ne */ /*!50003 SELECT 2 */; --';
  for (const chunkBytes of [1, 5, 1000]) {
    const comments: OuterComment[] = [];
    split(text, { onComment: (comment) => comments.push(comment) }, chunkBytes);
    expect(comments).toEqual([
      { offset: 0, text: '-- a' },
      { offset: 24, text: '# c' },
      { offset: 28, text: '/* d\ne */' },
      { offset: 60, text: '--' },
    ]);
  }
});

test('of a very long comment the first MiB is told', () => {
  const text = `/* ${'x'.repeat(3 * 1024 * 1024)} */ SELECT 1`;
  for (const chunkBytes of [1000, 10_000_000]) {
    const comments: OuterComment[] = [];
    const statements = split(text, { onComment: (comment) => comments.push(comment) }, chunkBytes);
    expect(comments.map((comment) => comment.text.length)).toEqual([1024 * 1024]);
    expect(statements.map(({ offset }) => offset)).toEqual([text.length - 8]);
  }
});

test("mariadb-dump's sandbox line is a comment", () => {
  const comments: OuterComment[] = [];
  const line = '/*M!999999\\- enable the sandbox mode */ \n';
  const statements = split(`${line}SELECT 1;`, { onComment: (comment) => comments.push(comment) });
  expect(statements.map(({ bytes, number }) => [number, String(bytes)])).toEqual([[1, 'SELECT 1']]);
  expect(comments.map(({ text }) => text)).toEqual([line.trim()]);
  expect(texts(line.replace('M!', '!'))).toEqual([]);
});

test('a byte order mark at the beginning is left out', () => {
  expect(texts('\xef\xbb\xbfSELECT 1')).toEqual(['SELECT 1']);
  expect(texts('\xef\xbb')).toEqual(['\xef\xbb']);
});

test.for([
  ['DELIMITER ;;\nBEGIN; END ;;\nDELIMITER ;\nSELECT 1;', ['BEGIN; END ', 'SELECT 1']],
  ['delimiter //\r\nA; B //\r\nDelimiter ;\r\nC;', ['A; B ', 'C']],
  ['  DELIMITER  $$  \nA $ B; $$C$$', ['A $ B; ', 'C']],
  ['DELIMITER "go" x\nSELECT 1 go SELECT 2 go', ['SELECT 1 ', 'SELECT 2 ']],
  ['SELECT 1; DELIMITER |\nA; | B', ['SELECT 1', 'A; ', 'B']],
  ['DELIMITER //\nSELECT 1 / 2 /* // */ // SELECT 3', ['SELECT 1 / 2 /* // */ ', 'SELECT 3']],
  ['DELIMITER --\nSELECT 1 -- SELECT 2', ['SELECT 1 ', 'SELECT 2']],
  ['DELIMITER ((\nSELECT (1) ((SELECT 2', ['SELECT (1) ', 'SELECT 2']],
  ['SELECT delimiter ;;\nFROM t; delimiter_x;', ['SELECT delimiter ', 'FROM t', 'delimiter_x']],
  ['delimiter;', ['delimiter']],
  [
    "DELIMITER ;;\n/*!50003 CREATE TRIGGER ';;' */;;\nDELIMITER ;",
    ["/*!50003 CREATE TRIGGER ';;' */"],
  ],
] as const)('delimiters: %j', ([text, expected]) => {
  expect(texts(text)).toEqual(expected);
});

test.for([
  ['\\! ls\n', 1, 0],
  ['SELECT 1;\n \\. file.sql\n', 2, 11],
  ['SELECT 1;\nSELECT 2 \\G\n', 2, 10],
  ["/*!50003 SELECT '\\a' \\! ls */;", 1, 0],
  ['DELIMITER\nSELECT 1;', 1, 0],
  ['DELIMITER \\\\\nSELECT 1;', 1, 0],
  [`DELIMITER ${'x'.repeat(300)}\n`, 1, 0],
  [`DELIMITER ;; ${' '.repeat(3000)}`, 1, 0],
] as const)('refuses %j', ([text, number, offset]) => {
  for (const chunkBytes of [1, 4, 10_000]) {
    expect(() => split(text, {}, chunkBytes)).toThrowError(
      expect.objectContaining({
        code: 'REFUSED_STATEMENT',
        statement: expect.objectContaining({ number, offset }),
      }),
    );
  }
});

test.for([
  ["SELECT 1; SELECT 'a\\'", 'a string or a quoted name', 2, 10],
  ['SELECT 1; SELECT `a', 'a string or a quoted name', 2, 10],
  ['SELECT 1; /* a *', 'a comment', 2, 10],
  ['SELECT 1 /* a', 'a comment', 1, 0],
  ['/*!50003 SELECT 1', 'an executable comment', 1, 0],
  ['INSERT INTO t VALUES (1),(2', 'the rows of an INSERT', 1, 0],
  ['INSERT INTO t VALUES (1),\n', 'the rows of an INSERT', 1, 0],
] as const)('a text that ends too early is told: %j', ([text, within, number, offset]) => {
  for (const chunkBytes of [1, 10_000]) {
    expect(() => split(text, {}, chunkBytes)).toThrowError(
      expect.objectContaining({
        code: 'TRUNCATED_DUMP',
        message: expect.stringContaining(`ends within ${within}.`),
        statement: expect.objectContaining({ number, offset }),
      }),
    );
  }
});

test('an error shows the beginning of the statement, but no value', () => {
  const text = "CREATE USER u IDENTIFIED BY 'secret' \\! ls";
  expect(() => split(text)).toThrowError(
    expect.objectContaining({
      statement: expect.objectContaining({ text: 'CREATE USER u IDENTIFIED BY …' }),
    }),
  );
});

test('the statements of a stream are counted, and told with their offsets', async () => {
  async function* chunks() {
    yield Buffer.from('SELECT 1; SEL');
    yield Buffer.from('ECT 2;\nSELECT 3');
  }
  const statements: unknown[] = [];
  for await (const { number, offset } of splitStatements(chunks())) {
    statements.push([number, offset]);
  }
  expect(statements).toEqual([
    [1, 0],
    [2, 10],
    [3, 20],
  ]);
});
