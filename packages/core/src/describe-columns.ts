/** `describeColumns()`: the columns that a policy of masks has to name, with a few of their values. */

import { type Comments, readComments } from './catalog/comments.ts';
import type { Column, Table } from './catalog/model.ts';
import { firstIsTheEnd, type Problems } from './catalog/problems.ts';
import { limitStatements, sampleRows } from './catalog/sample-rows.ts';
import { TableSelection } from './catalog/selection.ts';
import type { TableConstraints } from './catalog/table-constraints.ts';
import { readTableFacts } from './catalog/table-facts.ts';
import { readTableEntries, readTables } from './catalog/tables.ts';
import { checkConnectionSource } from './connect/connection-options.ts';
import { DatabaseConnection } from './connect/database-connection.ts';
import { waitOf } from './connect/server-wait.ts';
import type {
  DescribeColumnsOptions,
  DescribedColumn,
  DescribedColumns,
  DescribedTable,
} from './described-columns.ts';
import { problemsOfRules } from './described-problems.ts';
import { DumpError } from './errors.ts';
import { maskedColumn } from './mask/masked-column.ts';
import {
  booleanCheck,
  type Check,
  checkEach,
  connectionCheck,
  isMilliseconds,
  isNames,
  isPositiveInteger,
  signalCheck,
  waitCheck,
} from './option-checks.ts';
import { findScope } from './stream/dump-plan.ts';

const defaultRows = 200;
const mostRows = 10_000;
const defaultTimeout = 5_000;

/** Seconds that a table is waited for which somebody else alters. */
const lockTimeout = 10;

const isFunction: Check = (value) => typeof value === 'function';

/**
 * Reads what a policy of masks must know of tables: their columns, keys, foreign keys and comments, and
 * a few rows of each. Views, sequences and tables without rows of their own are left out, as masks have
 * nothing to do with them.
 *
 * Rows go to `onSample`, table by table, and are kept nowhere: no error or result holds one.
 *
 * @example
 * ```ts
 * const { tables } = await describeColumns({ connection, onSample: (table, { rows }) => look(rows) });
 * ```
 *
 * @throws DumpError (rejects with it) `INVALID_OPTION`, `CONNECT_FAILED`, `AUTHENTICATION_FAILED`,
 *   `TLS_FAILED`, `UNKNOWN_DATABASE`, `UNKNOWN_TABLE`, `MISSING_PRIVILEGE`, `CONNECTION_LOST`,
 *   `ABORTED` by the option `signal`; what `onSample` throws
 */
export async function describeColumns(options: DescribeColumnsOptions): Promise<DescribedColumns> {
  check(options);
  const abort = new AbortController();
  const onAbort = (): void =>
    abort.abort(
      new DumpError('ABORTED', 'Reading the columns was aborted by its signal.', {
        cause: options.signal?.reason,
      }),
    );
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted) onAbort();
  try {
    abort.signal.throwIfAborted();
    return await withConnection(options, abort.signal);
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
}

function check(options: DescribeColumnsOptions): void {
  checkEach(
    options,
    {
      connection: connectionCheck,
      waitForServer: waitCheck,
      databases: [isNames, 'a list of database names'],
      allDatabases: booleanCheck,
      tables: [isNames, 'a list of table names'],
      ignoreTables: [isNames, 'a list of table names'],
      sampleRows: [
        (value) => value === 0 || (isPositiveInteger(value) && Number(value) <= mostRows),
        `a whole number from 0 to ${mostRows}`,
      ],
      sampleTimeout: [
        (value) => isMilliseconds(value) && Number(value) > 0,
        'a whole number of milliseconds, 1 or more',
      ],
      onSample: [isFunction, 'a function'],
      signal: signalCheck,
    },
    'describeColumns()',
  );
  checkConnectionSource(options.connection);
}

async function withConnection(
  options: DescribeColumnsOptions,
  signal: AbortSignal,
): Promise<DescribedColumns> {
  const connection = await DatabaseConnection.open(options.connection, signal, waitOf(options));
  const cut = (): void => connection.destroy(signal.reason);
  signal.addEventListener('abort', cut, { once: true });
  try {
    signal.throwIfAborted();
    const described = await describe(connection, options);
    await connection.end();
    return described;
  } finally {
    signal.removeEventListener('abort', cut);
    connection.destroy(signal.reason ?? new DumpError('ABORTED', 'The reading was stopped.'));
    await connection.stopped();
  }
}

/** Tables that can't be dumped are no concern of a policy. */
const passedOver: Problems = { report() {} };

async function describe(
  connection: DatabaseConnection,
  options: DescribeColumnsOptions,
): Promise<DescribedColumns> {
  const { server, schemas } = await findScope(
    connection,
    { connection: options.connection, lockTimeout, ...databasesOf(options) },
    firstIsTheEnd,
  );
  const selection = new TableSelection(
    options,
    schemas.map(({ name }) => name),
  );
  const comments = new Map<string, Comments>();
  const tables: Table[] = [];
  for (const { name } of schemas) {
    const entries = (await readTableEntries(connection, name)).filter((entry) =>
      selection.includes({ database: name, name: entry.name }),
    );
    const read = await readTables(passedOver, connection, name, entries, { noData: true });
    tables.push(...read.filter(({ holdsRows }) => holdsRows));
    comments.set(name, await readComments(connection, name));
  }
  const [unknown] = selection.unknownNames();
  if (unknown !== undefined) throw unknown;
  const databases = schemas.map((schema) => ({
    ...schema,
    ...{ sequences: [], views: [], brokenViews: [], triggers: [], routines: [], events: [] },
    tableStates: new Map(),
    tables: tables.filter(({ database }) => database === schema.name),
  }));
  const { constraints, foldsNames } = await readTableFacts(connection, { databases });
  const described = new Map(
    tables.map((table) => {
      const of = comments.get(table.database);
      return [table, describedTable(table, constraints.get(table), of)] as const;
    }),
  );
  const { onSample, sampleRows: count = defaultRows, sampleTimeout = defaultTimeout } = options;
  if (onSample !== undefined && count > 0) {
    await limitStatements(connection, server, sampleTimeout);
    for (const [table, shown] of described) {
      await onSample(shown, await sampleRows(connection, table, count));
    }
  }
  return {
    server,
    tables: [...described.values()],
    problemsOf: (rules) => problemsOfRules(constraints, foldsNames, rules),
  };
}

function databasesOf({ databases, allDatabases }: DescribeColumnsOptions) {
  if (allDatabases === true) return { allDatabases };
  return databases === undefined ? {} : { databases };
}

function describedTable(
  table: Table,
  constraints: TableConstraints | undefined,
  comments: Comments | undefined,
): DescribedTable {
  const primary = constraints?.unique.find(({ name }) => name === 'PRIMARY');
  return {
    database: table.database,
    name: table.name,
    comment: comments?.ofTable(table.name) ?? '',
    primaryKey: primary?.parts.flatMap(({ column }) => column ?? []) ?? [],
    columns: table.columns
      .filter((column) => !column.generated && column.rowTime === undefined)
      .map((column) =>
        describedColumn(table, column, constraints, comments?.ofColumn(table.name, column.name)),
      ),
  };
}

function describedColumn(
  table: Table,
  column: Column,
  constraints: TableConstraints | undefined,
  comment = '',
): DescribedColumn {
  const isIt = (name: string | undefined): boolean =>
    name?.toLowerCase() === column.name.toLowerCase();
  const keys = constraints?.unique.filter(({ parts }) =>
    parts.some(({ mentions }) => mentions.some(isIt)),
  );
  const { longest, members, characterSet } = maskedColumn(table, column, false);
  return {
    name: column.name,
    comment,
    dataType: column.dataType,
    columnType: column.columnType,
    characterSet,
    nullable: column.nullable,
    longest,
    members,
    inUniqueKey: keys !== undefined && keys.length > 0,
    uniqueAlone: keys?.some(({ parts }) => parts.length === 1 && isIt(parts[0]?.column)) ?? false,
    checked:
      (constraints?.partitionedBy.some(isIt) ?? false) ||
      (constraints?.checks.some(
        ({ mentions, jsonColumn }) => jsonColumn === undefined && mentions.some(isIt),
      ) ??
        false),
    holdsJson:
      column.dataType === 'json' ||
      (constraints?.checks.some(({ jsonColumn }) => isIt(jsonColumn)) ?? false),
    references:
      constraints?.foreignKeys.flatMap((key) =>
        key.columns.flatMap((name, index) =>
          isIt(name)
            ? {
                database: key.database ?? table.database,
                table: key.table,
                column: key.references[index] ?? '',
              }
            : [],
        ),
      ) ?? [],
  };
}
