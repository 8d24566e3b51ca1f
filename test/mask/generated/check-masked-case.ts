/** Dumps a generated database under its policy, searches the dump, restores it, and compares. */

import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { dump, restore } from '@dumpstream/core';
import type { Session } from '../../property/session.ts';
import { streamOf } from '../../restore/restored.ts';
import type { DatabaseServer } from '../../services/index.ts';
import {
  firstKey,
  generatedExpression,
  isText,
  keyNames,
  type MaskedCase,
  policyOf,
  secretsOf,
  sqlOf,
} from './masked-case.ts';
import { SecretSearch } from './secret-forms.ts';

/** Databases of one case, which are made and dropped. */
export interface CaseDatabases {
  readonly source: string;
  readonly copy: string;
  readonly target: string;
}

/** The dump is refused, before the first byte. */
export class PolicyRefused extends Error {}

/** @throws PolicyRefused; Error for whatever is wrong */
export async function checkMaskedCase(
  server: DatabaseServer,
  session: Session,
  masked: MaskedCase,
  names: CaseDatabases,
): Promise<{ readonly rows: number }> {
  const { source, copy, target } = names;
  for (const database of [source, copy]) await make(session, database, sqlOf(masked));
  const search = new SecretSearch(secretsOf(masked));
  for (const value of await wholeValues(session, source, masked)) search.addValue(value);

  const first = await outcomeOf(server, source, masked, {});
  assert.deepEqual(search.in(first.told), [], 'an original is told beside the dump');
  if (first.error !== undefined) {
    assert.equal(first.bytes.length, 0, 'a refusal came behind the first byte');
    throw new PolicyRefused(first.error);
  }
  assert.deepEqual(search.in(first.bytes), [], 'an original is in the dump');

  const parallel = { parallel: 2, threads: 1, chunkBytes: 150 } as const;
  const second = await outcomeOf(server, source, masked, parallel);
  assert.equal(insertsOf(second.bytes), insertsOf(first.bytes), 'it depends on the connections');
  const other = await outcomeOf(server, copy, masked, { chunkBytes: 90 });
  assert.equal(insertsOf(other.bytes), insertsOf(first.bytes), 'it depends on the database');

  await session.execute(`CREATE DATABASE ${target}`);
  await restore(streamOf(first.bytes), { connection: server.url(target) });
  await compare(session, masked, names);
  const [counted] = await session.query(`SELECT COUNT(*) AS n FROM ${target}.t`);
  return { rows: Number(counted?.['n']) };
}

async function make(session: Session, database: string, sql: readonly string[]): Promise<void> {
  await session.execute(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
  await session.execute(`USE ${database}`);
  for (const statement of sql) await session.execute(statement);
}

/** Bytes of texts and bytes, as their columns have them. */
async function wholeValues(
  session: Session,
  database: string,
  { columns }: MaskedCase,
): Promise<readonly Buffer[]> {
  const values: Buffer[] = [];
  for (const [index, column] of columns.entries()) {
    if (!isText(column) && !/BINARY|BLOB/.test(column.kind.type)) continue;
    for (const table of ['t', 'u']) {
      const rows = await session.query(`SELECT HEX(c${index}) AS hex FROM ${database}.${table}`);
      for (const { hex } of rows) if (hex !== null) values.push(Buffer.from(String(hex), 'hex'));
    }
  }
  return values;
}

interface Outcome {
  readonly bytes: Buffer;
  /** Everything that is told beside the bytes: the summary or the error, with all that is in them. */
  readonly told: string;
  readonly error: string | undefined;
}

async function outcomeOf(
  server: DatabaseServer,
  database: string,
  masked: MaskedCase,
  options: MaskedCase['options'],
): Promise<Outcome> {
  const given = { ...masked.options, ...options, ...policyOf(masked) };
  const stream = dump({ connection: server.url(database), ...given });
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const told = inspect(await stream.summary, { depth: null });
    return { bytes: Buffer.concat(chunks), told, error: undefined };
  } catch (error) {
    await stream.summary.catch(() => undefined);
    const told = inspect(error, { depth: null, showHidden: true });
    if (!(error instanceof Error && 'code' in error && error.code === 'INVALID_MASK')) throw error;
    return { bytes: Buffer.concat(chunks), told, error: error.message };
  }
}

/** Rows, without what names the database. They need not be cut into statements alike. */
function insertsOf(dumped: Buffer): string {
  return dumped
    .toString('latin1')
    .split('\n')
    .filter((line) => line.startsWith('INSERT') || line.startsWith('('))
    .map((line) => line.replace(/^INSERT INTO .* VALUES$/, 'INSERT').replace(/[,;]$/, ''))
    .filter((line) => line !== 'INSERT')
    .join('\n');
}

async function compare(session: Session, masked: MaskedCase, names: CaseDatabases): Promise<void> {
  const { columns } = masked;
  const same = async (what: string, sql: (database: string) => string): Promise<void> => {
    const [before, after] = [names.source, names.target].map((name) => session.query(sql(name)));
    assert.deepEqual(await after, await before, what);
  };
  const none = async (what: string, sql: string): Promise<void> => {
    assert.deepEqual(await session.query(sql), [], what);
  };
  for (const table of ['t', 'u']) {
    const nulls = columns
      .filter(({ rule }) => rule !== 'null' && !isTrustedNull(rule))
      .map((column) => `c${columns.indexOf(column)} IS NULL AS n${columns.indexOf(column)}`);
    await same(
      `NULLs of ${table}`,
      (database) => `SELECT ${['id', ...nulls].join()} FROM ${database}.${table} ORDER BY id`,
    );
  }
  await same('kept values', (database) => `SELECT id, kept FROM ${database}.t ORDER BY id`);
  for (const key of keyNames(masked)) {
    await same(
      `rows joined by (${key})`,
      (database) =>
        `SELECT t.id AS t, u.id AS u FROM ${database}.t JOIN ${database}.u USING (${key}) ORDER BY 1, 2`,
    );
  }
  const primary = firstKey(masked);
  if (primary !== undefined) {
    await same(
      'rows of a masked primary key',
      (database) =>
        `SELECT m.id AS m, t.id AS t FROM ${database}.m JOIN ${database}.t USING (${primary}) ORDER BY 1, 2`,
    );
  }
  await same('rows of a table in parts', (database) => `SELECT id FROM ${database}.w ORDER BY id`);
  await none(
    'a text is masked otherwise in another column',
    `SELECT id FROM ${names.target}.v WHERE NOT CONVERT(LOWER(a) USING utf8mb4) <=> CONVERT(LOWER(b) USING utf8mb4) COLLATE utf8mb4_bin`,
  );
  const expression = generatedExpression(masked);
  if (expression !== undefined) {
    await none(
      'a computed column is not what it is computed from',
      `SELECT id FROM ${names.target}.t WHERE NOT computed <=> ${expression}`,
    );
  }
  for (const [index, { kind }] of columns.entries()) {
    if (kind.name !== 'ENUM' && kind.name !== 'SET') continue;
    await none('no member', `SELECT id FROM ${names.target}.t WHERE c${index} = ''`);
  }
}

function isTrustedNull(rule: MaskedCase['columns'][number]['rule']): boolean {
  return typeof rule === 'object' && rule.rule === 'null';
}
