/** `describeColumns()` of core, on which drafts stand: what it tells of tables, and how it reads their rows. */

import { type DescribedTable, describeColumns, type RowSample } from '@dumpstream/core';
import { beforeAll, expect, test } from 'vitest';
import { listProcesses } from '../../../../test/services/processes.ts';
import { describeEachServer } from '../../../../test/services/vitest.ts';

describeEachServer('the description of columns', (server) => {
  let database = '';
  beforeAll(async () => {
    database = await server.createDatabase('described');
    await server.query(
      `USE ${database};
       CREATE TABLE parents (code VARCHAR(30) PRIMARY KEY) COMMENT 'those that are named';
       CREATE TABLE numbers (
         n INT PRIMARY KEY, code VARCHAR(30) COMMENT 'whose', doubled INT GENERATED ALWAYS AS (n * 2) VIRTUAL, long_text LONGTEXT,
         bytes BLOB, place POINT, doc JSON, day DATE, UNIQUE KEY both_of_them (code, n)
       );
       CREATE TABLE children (id INT PRIMARY KEY, parent VARCHAR(30), CONSTRAINT of_parent FOREIGN KEY (parent) REFERENCES parents (code));
         CREATE TABLE heap (word VARCHAR(9)) ENGINE=MyISAM;
         CREATE VIEW seen AS SELECT * FROM heap;
         INSERT INTO heap VALUES ('one'), ('one');
         INSERT INTO numbers (n, long_text, bytes, doc, day) VALUES
           ${Array.from({ length: 30 }, (_, n) => `(${n}, REPEAT('あ', 9000), REPEAT('x', 100), '{"a": ${n}}', '0000-01-01')`).join()};`,
    );
  });

  async function described(options: object = {}) {
    const samples = new Map<string, RowSample>();
    const result = await describeColumns({
      connection: server.url(database),
      onSample: (table, sample) => void samples.set(table.name, sample),
      ...options,
    });
    const tables = new Map(
      result.tables.map((table): [string, DescribedTable] => [table.name, table]),
    );
    return { ...result, samples, byName: tables };
  }

  test('tells columns, keys, comments and joins, and leaves out views and what is computed', async () => {
    const { byName } = await described();
    expect([...byName.keys()]).toEqual(['children', 'heap', 'numbers', 'parents']);
    expect(byName.get('parents')).toMatchObject({
      comment: 'those that are named',
      primaryKey: ['code'],
    });
    const numbers = byName.get('numbers')?.columns ?? [];
    expect(numbers.map(({ name }) => name)).toEqual([
      'n',
      'code',
      'long_text',
      'bytes',
      'place',
      'doc',
      'day',
    ]);
    expect(numbers[0]).toMatchObject({ inUniqueKey: true, uniqueAlone: true, checked: false });
    expect(numbers[1]).toMatchObject({
      comment: 'whose',
      inUniqueKey: true,
      uniqueAlone: false,
      longest: 30,
    });
    expect(numbers[5]).toMatchObject({ holdsJson: true });
    expect(byName.get('children')?.columns[1]?.references).toEqual([
      { database, table: 'parents', column: 'code' },
    ]);
  });

  test('shows the first and the last rows by the key, each once, with long values cut', async () => {
    const { samples } = await described({ sampleRows: 8 });
    const rows = samples.get('numbers')?.rows ?? [];
    expect(rows.map((row) => row.get('n')).sort((a, b) => Number(a) - Number(b))).toEqual([
      '0',
      '1',
      '2',
      '3',
      '26',
      '27',
      '28',
      '29',
    ]);
    const [row] = rows;
    expect(row?.get('long_text')).toBe('あ'.repeat(8192));
    expect(row?.get('bytes')).toEqual(Buffer.from('x'.repeat(64)));
    expect(row?.get('doc')).toMatch(/^\{"a": ?\d+\}$/);
    expect(row?.has('place')).toBe(false);
    const all = await described({ sampleRows: 50 });
    expect(all.samples.get('numbers')?.rows).toHaveLength(30);
    expect(all.samples.get('heap')?.rows).toHaveLength(2);
    expect(all.samples.get('parents')).toEqual({ rows: [], missing: undefined });
  });

  test('tells what does not fit, of all columns at once', async () => {
    const { problemsOf } = await described({ sampleRows: 0 });
    const column = (table: string, name: string) => ({ database, table, column: name });
    const problems = problemsOf([
      { ...column('parents', 'code'), rule: 'text' },
      { ...column('children', 'parent'), rule: 'email' },
      { ...column('numbers', 'day'), rule: 'email' },
      { ...column('numbers', 'long_text'), rule: 'text' },
    ]);
    const told = problems.map(({ columns }) => columns.map(({ table }) => table).join());
    expect(told.toSorted()).toEqual(['children,parents', 'numbers', 'parents']);
    expect(problemsOf([])).toEqual([]);
  });

  test('ends by its signal in the middle, and leaves no connection', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    const reading = describeColumns({
      connection: server.url(database),
      signal: abort.signal,
      onSample(table) {
        seen.push(table.name);
        abort.abort();
      },
    });
    await expect(reading).rejects.toMatchObject({ name: 'DumpError', code: 'ABORTED' });
    expect(seen).toHaveLength(1);
    const processes = await listProcesses(server);
    expect(processes.filter((process) => process.database === database)).toEqual([]);
  });

  test('passes on what the caller throws, and names a table that is not there', async () => {
    const thrown = described({
      onSample() {
        throw new RangeError('mine');
      },
    });
    await expect(thrown).rejects.toThrow(RangeError);
    await expect(described({ tables: ['nonsense'] })).rejects.toMatchObject({
      code: 'UNKNOWN_TABLE',
    });
  });
});
