/**
 * Every column type and every character set: what the stock client restores equals what was dumped.
 * The README's tables are made of what is found here; `npm run update:exactness` writes them.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { DumpError, dump } from '@dumpstream/core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { restoreCopy } from '../round-trip/round-trip.ts';
import type { DatabaseServer, DatabaseSession } from '../services/index.ts';
import { repositoryFolder } from '../services/paths.ts';
import { describeEachServer, startPrivateServer } from '../services/vitest.ts';
import {
  type CharacterSet,
  characterSets,
  createCandidates,
  createCharacterTables,
} from './character-set-values.ts';
import { differingValues } from './differing-values.ts';
import { documentFamilies } from './document-families.ts';
import { numberFamilies } from './number-families.ts';
import { rowsOf, withFindings } from './proof-table.ts';
import { serverZone, useZoneWithSummerTime } from './server-zone.ts';
import { temporalFamilies, timestamps } from './temporal-families.ts';
import { textFamilies } from './text-families.ts';
import type { TypeCase, TypeFamily } from './type-family.ts';

const families: readonly TypeFamily[] = [
  ...numberFamilies,
  ...temporalFamilies,
  ...textFamilies,
  ...documentFamilies,
];

/** The servers that have a column in the README; what another one says is not told there. */
const publishedServers: readonly string[] = [
  ...['mysql-5.7', 'mysql-8.0', 'mysql-8.4', 'mysql-9'],
  ...['mariadb-10.11', 'mariadb-11'],
];

/** What was found, by server and row, for the last test. */
const typeFindings = new Map<string, Map<string, string>>();
const characterSetFindings = new Map<string, Map<string, string>>();

/** The server does not know the type: ER_PARSE_ERROR, and MariaDB's ER_UNKNOWN_DATA_TYPE. */
const notOffered = new Set([1064, 4161]);

describeEachServer('values of the types', (server) => {
  const found = new Map<string, string>();
  if (publishedServers.includes(server.name)) typeFindings.set(server.name, found);
  /** Databases of the families that can be dumped. */
  const dumped: string[] = [];

  for (const family of families) {
    test(`${family.name} come back equal, or are refused by name`, async (context) => {
      const tables = tablesOf(server, family);
      const source = await server.createDatabase('types');
      const offered = await createTables(server, source, tables, family.lenient === true);
      if (offered === 0) {
        found.set(family.name, 'not offered');
        context.skip(`${server.name} does not have them`);
      }
      expect(offered).toBe(tables.length);
      found.set(family.name, 'differs');
      const outcomes = new Set<string>();
      for (const hexBlob of family.hexBlob === true ? [false, true] : [false]) {
        const typeMayChange = family.typeMayChange === true;
        outcomes.add(await outcomeOf(server, source, tables, { hexBlob, typeMayChange }));
      }
      found.set(family.name, [...outcomes].join(', '));
      if (!outcomes.has('refused')) dumped.push(source);
    });
  }

  // A thread is slow to start: one for all of them.
  test('are the same bytes where a thread has read them', async (context) => {
    context.skip(dumped.length === 0, 'no family was tried');
    const options = { connection: server.url(), databases: dumped, skipDumpDate: true };
    const expected = await buffer(dump(options));
    const threads = { parallel: 2, threads: 1, parallelFallback: 'error' } as const;
    const stream = dump({ ...options, ...threads, chunkBytes: 20_000 });
    expect((await buffer(stream)).equals(expected)).toBe(true);
  });

  test(`${serverZone.name} comes back equal, restored under another zone`, async () => {
    found.set(serverZone.name, 'differs');
    const own = await startPrivateServer(server);
    await useZoneWithSummerTime(own);
    const source = await own.createDatabase('zone');
    const values = timestamps('.999999').map((value, id) => `(${id}, '${value}')`);
    await own.query(
      `USE \`${source}\`; SET time_zone = '+00:00', sql_mode = '';
CREATE TABLE t (id INT PRIMARY KEY, v TIMESTAMP(6) NULL DEFAULT '2024-10-27 00:30:00');
INSERT INTO t VALUES ${values.join(', ')}; INSERT INTO t (id) VALUES (1000)`,
    );
    // In this zone, 00:30 and 01:30 UTC are one and the same time of day.
    const [twice] = await own.query(
      `SELECT COUNT(*) - COUNT(DISTINCT CAST(v AS CHAR)) AS twice FROM \`${source}\`.t`,
    );
    expect(twice).toEqual({ twice: 1 });
    const sql = await buffer(dump({ connection: own.url(source) }));
    await own.query("SET GLOBAL time_zone = '-11:00'");
    const target = await own.createDatabase('zone');
    await own.restore(target, sql);
    expect(await differingValues(own, source, target, 't')).toEqual([]);
    found.set(serverZone.name, 'equal');
  });
});

interface TableOfTypes {
  readonly name: string;
  readonly columns: readonly TypeCase[];
}

function tablesOf(server: DatabaseServer, family: TypeFamily): readonly TableOfTypes[] {
  const cases = family.cases(server);
  if (family.oneTable === true) return [{ name: 't', columns: cases }];
  return cases.map((column, index) => ({ name: `t${index}`, columns: [column] }));
}

/** @returns how many of the tables the server takes */
async function createTables(
  server: DatabaseServer,
  database: string,
  tables: readonly TableOfTypes[],
  lenient: boolean,
): Promise<number> {
  const mode = lenient ? '' : 'STRICT_ALL_TABLES,';
  let offered = 0;
  for (const { name, columns } of tables) {
    const table = `\`${database}\`.\`${name}\``;
    const definitions = columns.map(({ type }, index) => `v${index} ${type}`);
    try {
      await server.query(`CREATE TABLE ${table} (id INT PRIMARY KEY, ${definitions.join(', ')})`);
    } catch (error) {
      if (notOffered.has(Number((error as { errno?: unknown }).errno))) continue;
      throw error;
    }
    offered++;
    const rowCount = 1 + Math.max(...columns.map(({ values }) => values.length));
    const rows = Array.from({ length: rowCount }, (_, id) =>
      [id, ...columns.map(({ values }) => values[id] ?? 'NULL')].join(', '),
    );
    await server.query(
      `SET time_zone = '+00:00', sql_mode = '${mode}ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO';
INSERT INTO ${table} VALUES (${rows.join('), (')})`,
    );
  }
  return offered;
}

type Outcome = 'equal' | 'same text' | 'refused';

async function outcomeOf(
  server: DatabaseServer,
  source: string,
  tables: readonly TableOfTypes[],
  { hexBlob, typeMayChange }: { readonly hexBlob: boolean; readonly typeMayChange: boolean },
): Promise<Outcome> {
  try {
    const { target } = await restoreCopy(server, source, { hexBlob });
    const session = await server.connect();
    onTestFinished(() => session.close());
    let outcome: Outcome = 'equal';
    for (const { name, columns } of tables) {
      const differences = await differingValues(session, source, target, name);
      if (typeMayChange && differences.length > 0) {
        outcome = 'same text';
        expect(await texts(session, target, name)).toEqual(await texts(session, source, name));
      } else {
        expect(differences, columns.map(({ type }) => type).join(', ')).toEqual([]);
      }
    }
    return outcome;
  } catch (error) {
    if (!(error instanceof DumpError) || error.code !== 'UNSUPPORTED') throw error;
    expect(error.message).toContain(source);
    return 'refused';
  }
}

function texts(session: DatabaseSession, database: string, table: string): Promise<unknown[]> {
  return session.query(
    `SELECT id, CAST(v0 AS CHAR) AS text FROM \`${database}\`.\`${table}\` ORDER BY id`,
  );
}

const setsByServer = new Map<string, readonly CharacterSet[]>();

describeEachServer('characters by their bytes', (server) => {
  let candidates: string;

  beforeAll(async () => {
    setsByServer.set(server.name, await characterSets(server));
    candidates = await createCandidates(server);
  });

  // The sets are known only once the server is asked, so they share a test.
  test('come back equal in every character set and collation', async () => {
    const found = new Map<string, string>();
    if (publishedServers.includes(server.name)) characterSetFindings.set(server.name, found);
    const differences: string[] = [];
    const session = await server.connect();
    onTestFinished(() => session.close());
    for (const set of setsByServer.get(server.name) ?? []) {
      const source = await server.createDatabase('characters');
      const tables = await createCharacterTables(server, source, set, candidates);
      const different: string[] = [];
      const target = await restoreCopy(server, source).then(
        (copy) => copy.target,
        (error: unknown) => void different.push(`${set.name}: ${error}`),
      );
      for (const table of target === undefined ? [] : tables) {
        const found = await differingValues(session, source, String(target), table);
        different.push(...found.map((difference) => `${set.name}: ${difference}`));
      }
      const [counted] = await server.query(`SELECT COUNT(*) AS n FROM \`${source}\`.characters`);
      const characters = Number(counted?.['n']).toLocaleString('en');
      const proven = `${characters}, ${set.collations.length}`;
      found.set(rowName(set), different.length === 0 ? proven : 'differs');
      differences.push(...different);
      await server.query(`DROP DATABASE \`${source}\`; DROP DATABASE IF EXISTS \`${target}\``);
    }
    expect(differences).toEqual([]);
  }, 600_000);
});

/** MySQL before 8.0.28 and MariaDB before 10.6 call it by its older name. */
function rowName({ name }: CharacterSet): string {
  return name === 'utf8' ? '`utf8mb3`' : `\`${name}\``;
}

test('The tables in the README say what was found', async () => {
  const path = join(repositoryFolder, 'README.md');
  const document = await readFile(path, 'utf8');
  const types = [...families, serverZone].map(({ name, tried }) => ({ name, tried: [tried] }));
  const withTypes = withFindings(document, 'types', ['Column types', 'Tried'], types, typeFindings);
  const sets = new Set([
    ...rowsOf(document, 'character-sets', 1).map(({ name }) => name),
    ...[...characterSetFindings.values()].flatMap((found) => [...found.keys()]),
  ]);
  const setRows = [...sets].sort().map((name) => ({ name, tried: [] }));
  for (const [server, found] of characterSetFindings) {
    const offered = new Set((setsByServer.get(server) ?? []).map(rowName));
    for (const { name } of setRows) if (!offered.has(name)) found.set(name, 'not offered');
  }
  const headings = ['Character set'];
  const updated = withFindings(
    withTypes,
    'character-sets',
    headings,
    setRows,
    characterSetFindings,
  );
  await expect(updated).toMatchFileSnapshot(path);
});
