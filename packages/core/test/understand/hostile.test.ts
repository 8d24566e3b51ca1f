/** No bytes, however hostile, make the reading of a statement throw or go astray. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReadingModes } from '../../src/split/statement.ts';
import { quoteIdentifier } from '../../src/sql/identifier.ts';
import { namesDatabase } from '../../src/understand/database-references.ts';
import { inDatabase } from '../../src/understand/in-database.ts';
import { preparedTexts } from '../../src/understand/prepared-text.ts';
import { shownStatement } from '../../src/understand/shown-statement.ts';
import { targetsOf } from '../../src/understand/targets.ts';
import { understand } from '../../src/understand/understand.ts';
import { withoutDefiner } from '../../src/understand/without-definer.ts';

const modes: fc.Arbitrary<ReadingModes> = fc.record({
  ansiQuotes: fc.boolean(),
  noBackslashEscapes: fc.boolean(),
  characterSet: fc.constantFrom(
    'utf8mb4',
    'latin1',
    'sjis',
    'gbk',
    'big5',
    'binary',
    'constructor',
  ),
});

const servers = fc.constantFrom(
  undefined,
  { flavor: 'mysql', version: '5.7.29' } as const,
  { flavor: 'mysql', version: '9.1.0' } as const,
  { flavor: 'mariadb', version: '10.11.6-MariaDB' } as const,
);

const pieces = fc.constantFrom(
  ...['CREATE ', 'TABLE ', 'VIEW ', 'TRIGGER ', 'DEFINER', '=', '@', 'INSERT ', 'INTO ', 'VALUES '],
  ...[
    'DROP ',
    'ALTER ',
    'RENAME ',
    'TO ',
    'SET ',
    'GLOBAL ',
    'IF ',
    'EXISTS ',
    'USE ',
    'ON ',
    'OR ',
  ],
  ...[
    '/*',
    '*/',
    '/*!50003 ',
    '/*M!100100 ',
    '/*!99999 ',
    '/*!',
    '-- ',
    '#',
    '\n',
    ' ',
    '\0',
    '\t',
  ],
  ...[
    "'",
    '"',
    '`',
    '\\',
    '(',
    ')',
    ',',
    '.',
    ';',
    '0x41',
    '0x',
    "x'41'",
    '_utf8 ',
    '$$',
    'a',
    'shop',
  ],
  ...[
    'UNION',
    'REFERENCES ',
    'FROM ',
    'LIKE ',
    'PREPARE s FROM ',
    'nextval(',
    '\u00e9',
    '日',
    '\x83\x5c',
  ],
  ...['IDENTIFIED BY ', 'PASSWORD ', 'SELECT ', 'FLUSH ', 'LOCK ', 'BEGIN ', 'START '],
);

const statements = fc.oneof(
  fc.array(pieces, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''))),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.array(pieces, { maxLength: 20 }), fc.uint8Array({ maxLength: 50 }))
    .map(([parts, bytes]) => Buffer.concat([Buffer.from(parts.join('')), Buffer.from(bytes)])),
);

/** 0 where it is refused, which is the only error that there may be. */
function renamedLength(statement: Parameters<typeof inDatabase>[0], its: ReadingModes): number {
  try {
    return inDatabase(statement, 'shop', 'other', its).bytes.length;
  } catch (error) {
    expect(error).toMatchObject({ code: 'REFUSED_STATEMENT' });
    return 0;
  }
}

describe('a statement of any bytes', () => {
  test('is understood as something', () => {
    fc.assert(
      fc.property(statements, modes, servers, fc.nat(2), (bytes, its, server, rows) => {
        const headBytes = rows === 0 ? 0 : bytes.length >> 1;
        const understood = understand({ bytes, headBytes, rows }, its, server);
        expect(typeof understood.kind).toBe('string');
        expect(Array.isArray(targetsOf(understood))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('is changed and shown without an error', () => {
    fc.assert(
      fc.property(statements, modes, (bytes, its) => {
        const statement = { bytes, headBytes: 0, rows: 0 };
        expect(renamedLength(statement, its)).toBeLessThanOrEqual(bytes.length + 8 * 300);
        expect(withoutDefiner(bytes, its).length).toBeLessThanOrEqual(bytes.length);
        expect(typeof namesDatabase(bytes, 'shop', its)).toBe('boolean');
        expect(Array.isArray(preparedTexts(bytes, its))).toBe(true);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
        expect(shownStatement(bytes)).not.toMatch(/[\0-\x1f\x7f-\x9f]/);
      }),
      { numRuns: 3000 },
    );
  });

  test('names the same objects with a database as it was given', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(name, name, name, (database, first, second) => {
        const quoted = [database, first, second].map(quoteIdentifier);
        const sql = `DROP /* ' */ TABLE IF EXISTS ${quoted[0]} . ${quoted[1]} , -- \n${quoted[2]}`;
        const statement = { bytes: Buffer.from(sql), headBytes: 0, rows: 0 };
        const its = { ansiQuotes: false, noBackslashEscapes: false, characterSet: 'utf8mb4' };
        const known = { kind: 'drop', object: 'table' };
        const others = [{ name: second.toWellFormed() }];
        const named = { database: database.toWellFormed(), name: first.toWellFormed() };
        expect(understand(statement, its)).toEqual({ ...known, ...named, others });
        const renamed = inDatabase(statement, named.database, 'x', its);
        expect(understand(renamed, its)).toEqual({ ...known, name: named.name, others });
      }),
    );
  });
});

/** Any of these takes minutes, or all of the stack, unless each byte is looked at a bounded number of times. */
describe('a long statement', () => {
  const size = 200_000;

  test.each<[string, string]>([
    ['blanks', ' '],
    ['comments that do not end', '/*'],
    ['executable comments', '/*!50003 '],
    ['skipped comments', '/*!99999 /* '],
    ['ends of comments', '*/'],
    ['single quotes', "'"],
    ['single and double quotes', `'"`],
    ['backticks', '`'],
    ['backslashes', '\\'],
    ['opening parentheses', '('],
    ['dots', '.'],
    ['commas', ','],
    ['names', '`a`,'],
    ['dashes', '-- '],
    ['executable comments in comments', '/*/*!'],
    ['a word', 'a'],
    ['references', 'shop.a '],
    ['unions', 'UNION=(a,'],
    ['renames', 'RENAME '],
    ['attributes', 'DEFINER=a@b '],
    ['modifiers', 'OR REPLACE '],
  ])('of %s', (_title, piece) => {
    const its = { ansiQuotes: false, noBackslashEscapes: false, characterSet: 'utf8mb4' };
    const text = piece.repeat(size / piece.length);
    for (const start of [
      '',
      'CREATE ',
      'CREATE TABLE a ',
      'ALTER TABLE a ',
      'SET @a=',
      'DROP TABLE a,',
    ]) {
      const bytes = Buffer.from(start + text);
      const statement = { bytes, headBytes: 0, rows: 0 };
      expect(understand(statement, its).kind).not.toBe('insert');
      renamedLength(statement, its);
      namesDatabase(bytes, 'shop', its);
      withoutDefiner(bytes, its);
      preparedTexts(bytes, its);
      expect(shownStatement(bytes).length).toBeLessThan(2000);
    }
  });
});
