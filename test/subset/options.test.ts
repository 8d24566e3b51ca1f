/** What the options of a subset take, and what they refuse before the first byte. */

import { buffer } from 'node:stream/consumers';
import {
  type DumpError,
  type DumpProgress,
  dryRun,
  dump,
  listDump,
  type SubsetOptions,
  verify,
} from '@dumpstream/core';
import { beforeAll, expect, test } from 'vitest';
import { dumpOf, failureOf, restoreInto, sourceOf } from '../restore/restored.ts';
import { describeEachFlavor } from '../services/vitest.ts';

describeEachFlavor('the options of a subset', (server) => {
  let shop: string;
  const count = 2000;

  beforeAll(async () => {
    shop = await server.createDatabase('shop');
    const ids = Array.from({ length: count }, (_, id) => `(${id}, ${id % 50}, ${id % 7})`);
    const countries = Array.from({ length: 50 }, (_, id) => `(${id}, 'country ${id}')`);
    await server.query(
      `USE ${shop};
       CREATE TABLE country (id INT PRIMARY KEY, name VARCHAR(20));
       CREATE TABLE person (id INT PRIMARY KEY, country INT, v INT, FOREIGN KEY (country) REFERENCES country (id));
       CREATE TABLE log (v INT, w INT);
       CREATE TABLE keyless_child (person INT, FOREIGN KEY (person) REFERENCES person (id));
       INSERT INTO country VALUES ${countries.join()};
       INSERT INTO person VALUES ${ids.join()};
       INSERT INTO log SELECT v, id FROM person;
       INSERT INTO keyless_child SELECT id FROM person WHERE id % 2 = 0`,
    );
  });

  async function restored(subset: SubsetOptions): Promise<Record<string, number>> {
    const target = await server.createDatabase('target');
    const { tables } = await restoreInto(server, await dumpOf(server, shop, { subset }), target);
    return Object.fromEntries(tables.map(({ table, rows }) => [table, rows]));
  }

  test('a sample takes the same share of the rows each time, and what they refer to', async () => {
    const first = await dumpOf(server, shop, { subset: { sample: 0.05 } });
    expect(await dumpOf(server, shop, { subset: { sample: 0.05 }, parallel: 2 })).toEqual(first);
    const rows = await restored({ roots: { person: 'TRUE' }, sample: { person: 0.05 } });
    expect(rows['person']).toBeGreaterThan(0.03 * count);
    expect(rows['person']).toBeLessThan(0.07 * count);
    expect(rows['country']).toBeGreaterThan(5);
    expect(rows['log']).toBe(0);
  });

  test('a sample of one table leaves the others whole', async () => {
    const rows = await restored({ sample: { log: 0.1 } });
    expect(rows).toMatchObject({ country: 50, person: count, keyless_child: count / 2 });
    // Its rows have no key: those with the same values are taken together.
    expect(rows['log']).toBeLessThan(count);
  });

  test('a limit takes the first rows of a table, and what they refer to', async () => {
    const rows = await restored({ roots: { person: 'v = 3' }, limit: 4 });
    expect(rows).toEqual({ country: 4, person: 4, log: 0, keyless_child: 0 });
    expect(await restored({ limit: { log: 10 } })).toMatchObject({ person: count, log: 10 });
  });

  test('tables that a sample or limit names are roots beside the others', async () => {
    const rows = await restored({ roots: { country: 'id < 3' }, limit: { log: 10 } });
    expect(rows).toEqual({ country: 3, person: 0, log: 10, keyless_child: 0 });
  });

  test('the option where narrows what a subset begins with', async () => {
    const target = await server.createDatabase('target');
    const where = {
      person: 'id < 10',
      keyless_child: 'person < 5',
      log: 'FALSE',
      country: 'FALSE',
    };
    const bytes = await dumpOf(server, shop, { where, subset: {} });
    const { tables } = await restoreInto(server, bytes, target);
    expect(tables.map(({ table, rows }) => [table, rows])).toEqual([
      ['country', 10],
      ['keyless_child', 3],
      ['log', 0],
      ['person', 10],
    ]);
  });

  test('a condition that is another one each time is asked once', async () => {
    const subset = { roots: { person: 'RAND() < 0.1' }, referring: true };
    const target = await server.createDatabase('target');
    await restoreInto(server, await dumpOf(server, shop, { subset }), target);
    const dangling = await server.query(
      `USE ${target}; SELECT 1 FROM person p LEFT JOIN country c ON c.id = p.country WHERE c.id IS NULL
       UNION ALL SELECT 1 FROM keyless_child k LEFT JOIN person p ON p.id = k.person WHERE p.id IS NULL`,
    );
    expect(dangling).toEqual([]);
  });

  test('how many rows have been found is told before the first is read', async () => {
    const subset = { roots: { person: 'id < 1000' } };
    const stream = dump({ connection: server.url(shop), subset });
    const told: DumpProgress[] = [];
    stream.on('progress', (progress) => told.push(progress));
    await buffer(stream);
    const finding = told.filter(({ subsetKeys }) => subsetKeys !== undefined);
    expect(finding.at(0)).toMatchObject({ database: shop, table: 'person', subsetKeys: 0 });
    expect(finding.at(-1)).toMatchObject({ rows: 0, bytes: 0, tablesDone: 0, subsetKeys: 1050 });
    expect(told.slice(0, finding.length)).toEqual(finding);
    // Of the subset, and not of the whole tables.
    expect(told.at(-1)).toMatchObject({ rows: 1050, tablesDone: 4 });
    expect(told.at(-1)?.estimatedRows).toBeLessThan(1500);
    expect(told.at(-1)).not.toHaveProperty('subsetKeys');
  });

  test('a listener of the progress that throws ends the dump', async () => {
    const subset = { roots: { person: 'id < 10' } };
    const stream = dump({ connection: server.url(shop), subset });
    stream.on('progress', () => {
      throw new RangeError('no more');
    });
    await expect(buffer(stream)).rejects.toThrow('no more');
  });

  test('a dump without a search tells of rows alone', async () => {
    const stream = dump({ connection: server.url(shop), subset: {} });
    const told: DumpProgress[] = [];
    stream.on('progress', (progress) => told.push(progress));
    await buffer(stream);
    expect(told.filter((progress) => 'subsetKeys' in progress)).toEqual([]);
  });

  test('a dump of a subset is verified against what it was restored into', async () => {
    const subset = { roots: { person: 'id < 100' }, referring: true };
    const bytes = await dumpOf(server, shop, { subset });
    const target = await server.createDatabase('target');
    await restoreInto(server, bytes, target);
    const report = await verify(sourceOf(bytes), { connection: server.url(target) });
    expect(report).toMatchObject({ rows: 200, differences: [] });
    expect(await listDump(sourceOf(bytes))).toMatchObject({ subset: true });
  });

  const refused: readonly [string, SubsetOptions, string, string][] = [
    ['a table that is not there', { roots: { persons: 'TRUE' } }, 'UNKNOWN_TABLE', '"persons"'],
    ['one in a limit', { limit: { nobody: 1 } }, 'UNKNOWN_TABLE', 'subset.limit names "nobody"'],
    ['one in referring', { referring: ['nobody'] }, 'UNKNOWN_TABLE', 'subset.referring'],
    [
      'a limit of rows without a key that others are referred to by',
      { roots: { keyless_child: 'TRUE' }, limit: 10 },
      'UNSUPPORTED',
      'keyless_child',
    ],
    [
      'a relation of a table that is not there',
      { relations: [{ from: 'shop.a.b', to: 'shop.c.d' }] },
      'UNKNOWN_TABLE',
      'subset.relations',
    ],
  ];

  test.for(refused)('%s is refused before the first byte, and by a dry run', async (row) => {
    const [, subset, code, message] = row;
    const error = await failureOf(dumpOf(server, shop, { subset }));
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) as string });
    const { problems } = await dryRun({ connection: server.url(shop), subset });
    expect(problems).toContainEqual(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }),
    );
  });

  test('a relation names columns that its tables have', async () => {
    const relations = [{ from: `${shop}.log.w`, to: `${shop}.person.nothing` }];
    const error = await failureOf(dumpOf(server, shop, { subset: { relations } }));
    expect(error.message).toContain('nothing');
  });

  test('an error of a condition is told', async () => {
    const error = await failureOf(
      dumpOf(server, shop, { subset: { roots: { person: 'nothing = 1' } } }),
    );
    expect(error).toMatchObject({ code: 'QUERY_FAILED' });
    expect(error.message).toContain('nothing');
  });

  test('rows that refer to a table which is not in the dump are warned of', async () => {
    const subset = { roots: { person: 'id < 10' } };
    const stream = dump({ connection: server.url(shop), ignoreTables: ['country'], subset });
    stream.resume();
    const { warnings } = await stream.summary;
    expect(warnings).toEqual([expect.objectContaining({ code: 'PARENT_LEFT_OUT' })]);
  });
});

test.for<[string, SubsetOptions]>([
  ['no roots', { roots: {} }],
  ['a condition with an open parenthesis', { roots: { a: '(1' } }],
  ['a sample of nothing', { sample: 0 }],
  ['a sample of more than all', { sample: 5 }],
  ['half a row', { limit: 0.5 }],
  ['a relation with a star', { relations: [{ from: 'a.b.*', to: 'a.c.d' }] }],
  ['a relation of one column to two', { relations: [{ from: 'a.b.c', to: ['a.c.d', 'a.c.e'] }] }],
  [
    'a relation to two tables',
    { relations: [{ from: ['a.b.c', 'a.b.d'], to: ['a.c.d', 'a.e.e'] }] },
  ],
])('the options refuse %s', ([, subset]) => {
  let error: unknown;
  try {
    dump({ connection: 'mysql://127.0.0.1:1/a', subset });
  } catch (thrown) {
    error = thrown;
  }
  expect((error as DumpError).code).toBe('INVALID_OPTION');
});
