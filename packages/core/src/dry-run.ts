/** `dryRun()`: what a dump would be, and whether it would work. */

import type { Table } from './catalog/model.ts';
import { grantStatements, type NeededGrant, neededFor } from './catalog/needed-grants.ts';
import { attempt, type Problems } from './catalog/problems.ts';
import { isHeldStill } from './catalog/snapshot-tables.ts';
import { checkOptions } from './check-options.ts';
import { checkConnectionSource } from './connect/connection-options.ts';
import type { DatabaseConnection } from './connect/database-connection.ts';
import { estimateDump } from './dry-run-estimate.ts';
import type { DryRunProblem, DryRunReport, DryRunTable } from './dry-run-report.ts';
import { foreseeSnapshot } from './dry-run-snapshot.ts';
import { DumpError } from './errors.ts';
import type { DumpOptions } from './options.ts';
import { discreetSession } from './read/discreet-reader.ts';
import { singleChunkBytes } from './read/single-source.ts';
import { renderTableStructure } from './render/definitions/table-structure.ts';
import { OutputBuffer } from './render/output-buffer.ts';
import { renderDefinition } from './stream/definitions.ts';
import { type DumpPlan, findScope, planDump } from './stream/dump-plan.ts';
import { findRefusedValues } from './stream/refused-values.ts';
import { Sessions } from './stream/sessions.ts';

/**
 * Tells what `dump()` with the same options would do, over one connection, and without reading rows,
 * taking a lock or beginning a transaction: databases, tables and their sizes, how the snapshot would
 * be taken, and everything with which the dump would fail, as far as it can be found so. Rows are
 * not looked into, so `INVALID_TEXT` is not foreseen; nor is what happens while a dump runs. But with
 * `mask` the server is asked, as by a dump, whether unique columns have values that the rules `redact`,
 * `uuid` and `ip` can't keep apart: a scan of each table with such columns, which `noData` spares.
 *
 * The estimate leans on the server's statistics, which may be old (ANALYZE TABLE), and on figures of
 * one machine with 2 cores and the server on it: size and time of your dump may well be half or
 * twice of it. Rows that the option `where` leaves out are counted.
 *
 * @example
 * ```ts
 * const { estimate, missingGrants, problems } = await dryRun({ connection, compress: 'zstd' });
 * ```
 *
 * @throws DumpError (rejects with it) as `dump()` does where there is no answer: `INVALID_OPTION`,
 *   `CONNECT_FAILED`, `AUTHENTICATION_FAILED`, `TLS_FAILED`, `UNKNOWN_DATABASE`, `CONNECTION_LOST`,
 *   `ABORTED` by the option `signal`
 */
export async function dryRun(options: DumpOptions): Promise<DryRunReport> {
  checkOptions(options);
  checkConnectionSource(options.connection);
  const abort = new AbortController();
  const onAbort = (): void =>
    abort.abort(
      new DumpError('ABORTED', 'The dry run was aborted by its signal.', {
        cause: options.signal?.reason,
      }),
    );
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted) onAbort();
  try {
    abort.signal.throwIfAborted();
    return await look(Object.freeze({ ...options }), abort.signal);
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
}

async function look(options: DumpOptions, signal: AbortSignal): Promise<DryRunReport> {
  const sessions = await Sessions.open(options, signal);
  try {
    signal.throwIfAborted();
    await readOnly(sessions.coordinator);
    const report = await reportOn(sessions.coordinator, options);
    await sessions.end();
    return report;
  } finally {
    sessions.destroy(signal.reason ?? new DumpError('ABORTED', 'The dry run was stopped.'));
    await sessions.stopped();
  }
}

/** A condition of the caller's may call a function that writes: a dump refuses it by its transaction. */
async function readOnly(connection: DatabaseConnection): Promise<void> {
  await connection.query('SET SESSION TRANSACTION READ ONLY', 'set up the session');
}

/** Notes everything, and goes on. */
class ProblemList implements Problems {
  readonly problems: DryRunProblem[] = [];
  readonly needed: NeededGrant[] = [];
  /** A policy may have thousands of names that mean nothing. */
  readonly #told = new Set<string>();

  report(error: DumpError): void {
    const { code, message, policyPaths } = error;
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.problems.push({ code, message, ...(policyPaths === undefined ? {} : { policyPaths }) });
    this.needed.push(...neededFor(error));
  }
}

async function reportOn(
  connection: DatabaseConnection,
  options: DumpOptions,
): Promise<DryRunReport> {
  const list = new ProblemList();
  const scope = await findScope(connection, options, list);
  const snapshot = await foreseeSnapshot(connection, scope, options, list);
  const plan = await planDump(connection, scope, options, { problems: list, rowsFollow: false });
  await foreseeRefusedValues(connection, plan, options, list);
  const { databases } = plan.catalog;
  const definitionBytes = await renderDefinitions(connection, plan, options, list);
  const tables: DryRunTable[] = [];
  for (const table of databases.flatMap((database) => database.tables)) {
    tables.push(await describe(table, plan, options, list));
  }
  const count = (of: (database: (typeof databases)[number]) => readonly unknown[]): number =>
    databases.reduce((sum, database) => sum + of(database).length, 0);
  return {
    server: scope.server,
    databases: databases.map(({ name }) => name),
    tables,
    sequences: count((database) => database.sequences),
    views: count((database) => database.views),
    triggers: count((database) => database.triggers),
    routines: count((database) => database.routines),
    events: count((database) => database.events),
    accounts: plan.catalog.accounts.length,
    snapshot,
    estimate: estimateDump(tables, definitionBytes, options),
    ...(plan.masks === undefined ? {} : { mask: plan.masks.coverage }),
    missingGrants: grantStatements(list.needed, scope.grants.account),
    warnings: [...(plan.masks?.warnings ?? []), ...(plan.subset?.warnings ?? [])],
    problems: list.problems,
  };
}

/** Of a subset only tables of which all rows of a condition are taken: it is not looked for. */
async function foreseeRefusedValues(
  connection: DatabaseConnection,
  { catalog, masks, rowsOf }: DumpPlan,
  { noData = false }: DumpOptions,
  problems: Problems,
): Promise<void> {
  if (masks === undefined || noData) return;
  const search = { catalog, masks, rowsOf };
  await attempt(problems, undefined, () =>
    findRefusedValues(discreetSession(connection), search, problems),
  );
}

async function describe(
  table: Table,
  plan: DumpPlan,
  options: DumpOptions,
  problems: Problems,
): Promise<DryRunTable> {
  const job = await attempt(problems, undefined, () => plan.makeJob(table, singleChunkBytes));
  const hasRows = table.holdsRows && options.noData !== true;
  return {
    database: table.database,
    table: table.name,
    engine: table.engine,
    estimatedRows: hasRows ? table.estimatedRows : 0,
    estimatedBytes: hasRows ? table.estimatedBytes : 0,
    inChunks: job?.keyset !== undefined,
    consistent: isHeldStill(table),
  };
}

/** @returns how many bytes they are */
async function renderDefinitions(
  connection: DatabaseConnection,
  { catalog, sections }: DumpPlan,
  options: DumpOptions,
  problems: Problems,
): Promise<number> {
  // With it, definitions look for rows: where a sequence stands, whether a table of ARCHIVE has any.
  const withoutRows = { ...options, noData: true };
  const output = new OutputBuffer();
  for (const section of sections) {
    if (section.kind === 'header' || section.kind === 'footer' || section.kind === 'tableRows') {
      continue;
    }
    await attempt(problems, undefined, () =>
      section.kind === 'tableStructure'
        ? renderTableStructure(connection, section.table, undefined, withoutRows, output, () => {})
        : renderDefinition(connection, catalog, section, withoutRows, output),
    );
    if (output.full) output.take();
  }
  return output.total;
}
