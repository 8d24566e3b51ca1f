/** A dump compared with another one in place of the database's: what differs is found, and nothing else. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDump } from '../../src/decompress/open-dump.ts';
import { splitStatements } from '../../src/split/split-statements.ts';
import { Comparison } from '../../src/verify/compare/comparison.ts';
import { DumpText } from '../../src/verify/compare/dump-text.ts';
import type { LiveSection } from '../../src/verify/compare/live-text.ts';
import { SectionedStatements } from '../../src/verify/compare/sectioned-statements.ts';
import { tupleValues } from '../../src/verify/compare/tuple-values.ts';
import type { DumpDifference } from '../../src/verify-report.ts';
import { type MadeDump, type MadeSection, makeDump, tableOf } from './dump.ts';

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  for (let start = 0; start < bytes.length; start += 61) yield bytes.subarray(start, start + 61);
}

async function compare(dump: MadeDump, live: MadeDump): Promise<readonly DumpDifference[]> {
  const source = {
    bytes: dump.bytes.length,
    label: 'dump.sql',
    read: (start: number, end: number) => chunksOf(dump.bytes.subarray(start, end)),
  };
  const opened = await openDump(source, new AbortController().signal);
  const text = new DumpText(opened, dump.manifest, () => {});
  const comparison = new Comparison(text, dump.manifest, new Map([['shop', 'shop']]));
  const sections = [
    { kind: 'createDatabase', database: 'shop', start: 0 },
    ...live.manifest.sections.map((section): LiveSection => ({ ...section, columns: ['id', 'v'] })),
  ];
  const statements = splitStatements(chunksOf(live.bytes.subarray(0, live.end)));
  await comparison.run(new SectionedStatements(statements, sections));
  await text.end();
  return comparison.differences(true);
}

function keysOf(differences: readonly DumpDifference[]): readonly string[] {
  return differences.map(({ kind, name, key }) => `${kind} ${name} ${key ?? ''}`.trim());
}

/** A table without its key. */
function withoutKey(sections: readonly MadeSection[]): readonly MadeSection[] {
  return sections.map(({ key, ...section }) => section);
}

type Row = readonly [id: number, value: string];

const literal = (value: string): string => `'${value.replace(/[\\']/g, '\\$&')}'`;
const rowsOf = (rows: readonly Row[]): readonly string[] =>
  rows.map(([id, value]) => `(${id},${literal(value)})`);

/** Rows by key, in statements that are cut anywhere. */
const table = fc.uniqueArray(
  fc.tuple(
    fc.integer({ min: -5, max: 30 }),
    fc.string({ unit: fc.constantFrom(..."ab'\\(),; é") }),
  ),
  { selector: ([id]) => id, maxLength: 12 },
);

function inStatements(rows: readonly Row[], length: number): readonly (readonly string[])[] {
  const sorted = rowsOf([...rows].sort(([a], [b]) => a - b));
  const statements: string[][] = [];
  for (let start = 0; start < sorted.length; start += length) {
    statements.push(sorted.slice(start, start + length));
  }
  return statements;
}

describe('rows', () => {
  test('with a key: the first one that differs is named, and how', async () => {
    const length = fc.integer({ min: 1, max: 5 });
    await fc.assert(
      fc.asyncProperty(
        table,
        table,
        length,
        length,
        async (left, right, leftLength, rightLength) => {
          const before = tableOf('first', [["(1,'x')"]]);
          const after = tableOf('last', [["(1,'x')"]]);
          const dump = makeDump([
            ...before,
            ...tableOf('t', inStatements(left, leftLength)),
            ...after,
          ]);
          const live = makeDump([
            ...before,
            ...tableOf('t', inStatements(right, rightLength)),
            ...after,
          ]);
          const ids = [...left, ...right].map(([id]) => id).sort((a, b) => a - b);
          const find = (rows: readonly Row[], id: number) => rows.find((row) => row[0] === id)?.[1];
          const first = ids.find((id) => find(left, id) !== find(right, id));
          const differences = await compare(dump, live);
          if (first === undefined) {
            expect(differences).toEqual([]);
            return;
          }
          expect(differences).toHaveLength(1);
          const [{ key = '', message = '' } = {}] = differences;
          // Where neither side has the other's key, that of the dump is named.
          const [inDump, inLive] = [find(left, first), find(right, first)];
          if (inDump === undefined) expect(message).toMatch(/not in the dump|in the place of/);
          else expect(key).toBe(`id = ${first}`);
          if (inDump !== undefined && inLive !== undefined)
            expect(message).toContain('other values');
          if (left.length !== right.length) {
            expect(message).toContain(`${left.length} rows in the dump, ${right.length} in the`);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('without a key are compared without regard to their order, each as often as it is there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("(1,'a')", "(1,'b')", "(2,'a')"), { maxLength: 8 }),
        fc.array(fc.constantFrom("(1,'a')", "(1,'b')", "(2,'a')"), { maxLength: 8 }),
        async (left, right) => {
          const dump = makeDump(withoutKey(tableOf('t', left.length > 0 ? [left] : [])));
          const live = makeDump(
            withoutKey(
              tableOf(
                't',
                right.map((row) => [row]),
              ),
            ),
          );
          const isSame = [...left].sort().join() === [...right].sort().join();
          expect(keysOf(await compare(dump, live))).toEqual(isSame ? [] : ['rows t']);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('in another order are the same, also with a key: servers may sort otherwise', async () => {
    const dump = makeDump(tableOf('t', [["(1,'a')", "(2,'b')", "(3,'c')"]]));
    const live = makeDump(tableOf('t', [["(2,'b')"], ["(3,'c')", "(1,'a')"]]));
    expect(await compare(dump, live)).toEqual([]);
  });

  test('say nothing but the key', async () => {
    const dump = makeDump(tableOf('t', [["(1,'secret')", "(2,'hidden')"]]));
    const live = makeDump(tableOf('t', [["(1,'secret')", "(2,'covered')"]]));
    const [difference] = await compare(dump, live);
    expect(difference).toMatchObject({ kind: 'rows', key: 'id = 2' });
    expect(JSON.stringify(difference)).not.toMatch(/secret|hidden|covered/);
  });

  test('are compared of every table, whatever differs in those before', async () => {
    const tables = (value: string) => [
      ...tableOf('a', [[`(1,'${value}')`]]),
      ...tableOf('b', [["(1,'same')"]]),
      ...tableOf('c', [["(1,'x')", `(7,'${value}')`]]),
    ];
    const differences = await compare(makeDump(tables('x')), makeDump(tables('y')));
    expect(keysOf(differences)).toEqual(['rows a id = 1', 'rows c id = 7']);
  });

  test('are found wherever their table is in the dump', async () => {
    const one = tableOf('one', [["(1,'x')"]]);
    const two = tableOf('two', [["(1,'x')"], ["(2,'y')"]]);
    const changed = tableOf('two', [["(1,'x')"], ["(2,'z')"]]);
    expect(await compare(makeDump([...one, ...two]), makeDump([...two, ...one]))).toEqual([]);
    expect(
      keysOf(await compare(makeDump([...one, ...two]), makeDump([...changed, ...one]))),
    ).toEqual(['rows two id = 2']);
    expect(
      keysOf(await compare(makeDump([...two, ...one]), makeDump([...one, ...changed]))),
    ).toEqual(['rows two id = 2']);
  });
});

describe('objects', () => {
  const procedure = (body: string): MadeSection => ({
    kind: 'procedure',
    database: 'shop',
    name: 'p',
    text: `\nDELIMITER ;;\nCREATE PROCEDURE p() ${body}\n;;\nDELIMITER ;\n`,
  });

  test('are missing, extra or defined otherwise', async () => {
    const dump = makeDump([...tableOf('a', []), ...tableOf('b', []), procedure('SELECT 1')]);
    const live = makeDump([...tableOf('b', []), ...tableOf('c', []), procedure('SELECT 2')]);
    expect(keysOf(await compare(dump, live))).toEqual(['missing a', 'definition p', 'extra c']);
  });

  test.each([
    [
      'ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4',
      'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4',
      [],
    ],
    ["COMMENT='a'", "COMMENT='b'", ['definition t']],
    ["COMMENT='AUTO_INCREMENT=7 '", "COMMENT='AUTO_INCREMENT=8 '", ['definition t']],
  ])('table options %s and %s', async (left, right, expected) => {
    const made = (options: string) =>
      makeDump([
        {
          kind: 'tableStructure',
          database: 'shop',
          name: 't',
          text: `\nCREATE TABLE \`t\` (\n  \`id\` int NOT NULL\n) ${options};\n`,
        },
      ]);
    expect(keysOf(await compare(made(left), made(right)))).toEqual(expected);
  });
});

describe('the values of a row', () => {
  test.each([
    ["(1,'a,b',NULL)", [0], ['1']],
    ["(1,'a,b',NULL)", [2, 1], ['NULL', "'a,b'"]],
    ["('it\\'s)','\\\\',3)", [2], ['3']],
    ["(JSON_OBJECT('a, b',JSON_ARRAY(1,2)),_binary 'x',-1.5e0)", [1, 2], ["_binary 'x'", '-1.5e0']],
    ["(_cp932 0xFA54,'')", [0, 1], ['_cp932 0xFA54', "''"]],
    ['(1)', [1], undefined],
    ['()', [3], undefined],
  ])('of %s at %j are %j', (row, positions, expected) => {
    expect(tupleValues(Buffer.from(row), positions)).toEqual(expected);
  });
});
