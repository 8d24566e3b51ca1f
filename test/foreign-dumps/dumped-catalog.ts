/** What the statements of a dump leave behind in a database, as far as they are understood. */

import { StatementSplitter } from '../../packages/core/src/split/splitter.ts';
import type { ReadingModes, Statement } from '../../packages/core/src/split/statement.ts';
import { understand } from '../../packages/core/src/understand/understand.ts';
import type { Understood } from '../../packages/core/src/understand/understood.ts';
import { text } from '../sample/quote.ts';
import type { DatabaseServer } from '../services/index.ts';

export interface UnderstoodStatement {
  readonly statement: Statement;
  readonly understood: Understood;
  readonly modes: ReadingModes;
}

/** All statements of a dump, as the server of the dump would take them. */
export function* understoodStatements(
  dump: Buffer,
  server: DatabaseServer,
): Generator<UnderstoodStatement, void, undefined> {
  const splitter = new StatementSplitter();
  const parts = [() => splitter.push(dump), () => splitter.end()];
  for (const part of parts) {
    for (const statement of part()) {
      const { modes } = splitter;
      yield { statement, understood: understand(statement, modes, server), modes };
    }
  }
}

/** Names with their kinds, `table a`; and the rows of each table. */
export interface DumpedCatalog {
  readonly objects: readonly string[];
  readonly rows: Readonly<Record<string, number>>;
}

/** What would be there when all of the statements had been run. */
export function catalogOf(statements: Iterable<UnderstoodStatement>): DumpedCatalog {
  const objects = new Set<string>();
  const rows: Record<string, number> = {};
  for (const { understood, statement } of statements) {
    const { kind, object, name = '' } = understood;
    if (kind === 'insert') rows[name] = (rows[name] ?? 0) + statement.rows;
    if (object === undefined || object === 'database') continue;
    if (kind === 'create') objects.add(`${object} ${name}`);
    if (kind === 'drop') objects.delete(`${object} ${name}`);
  }
  return { objects: [...objects].sort(), rows };
}

/** What is there. */
export async function catalogIn(server: DatabaseServer, database: string): Promise<DumpedCatalog> {
  const of = `= ${text(database)}`;
  const queries = [
    `SELECT REPLACE(REPLACE(LOWER(TABLE_TYPE), 'base ', ''), 'system versioned', 'table') AS kind,
      TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA ${of}`,
    `SELECT 'trigger' AS kind, TRIGGER_NAME AS name FROM information_schema.TRIGGERS
      WHERE TRIGGER_SCHEMA ${of}`,
    `SELECT REPLACE(LOWER(ROUTINE_TYPE), ' body', '') AS kind, ROUTINE_NAME AS name
      FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA ${of}`,
    `SELECT 'event' AS kind, EVENT_NAME AS name FROM information_schema.EVENTS
      WHERE EVENT_SCHEMA ${of}`,
  ];
  const objects = new Set<string>();
  const rows: Record<string, number> = {};
  for (const query of queries) {
    for (const { kind, name } of await server.query(query)) objects.add(`${kind} ${name}`);
  }
  for (const object of objects) {
    if (!object.startsWith('table ')) continue;
    const name = object.slice('table '.length);
    const quoted = [database, name].map((part) => `\`${part.replaceAll('`', '``')}\``).join('.');
    const [row] = await server.query(`SELECT COUNT(*) AS count FROM ${quoted}`);
    const count = Number(row?.['count']);
    if (count > 0) rows[name] = count;
  }
  return { objects: [...objects].sort(), rows };
}
