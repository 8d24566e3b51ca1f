/** One run of a dump: opens, reads the catalog, and makes the planned sections in their order. */

import { readCatalog } from '../catalog/catalog.ts';
import type { Catalog, Database, Table } from '../catalog/model.ts';
import { TableSelection } from '../catalog/selection.ts';
import { checkTableUnchanged } from '../catalog/table-state.ts';
import { text } from '../catalog/tables.ts';
import { databaseOf } from '../connect/connection-options.ts';
import { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { planSections, type Section } from '../plan/sections.ts';
import {
  renderCreateDatabase,
  renderFooter,
  renderHeader,
  renderUseDatabase,
} from '../render/frame.ts';
import { OutputBuffer } from '../render/output-buffer.ts';
import { renderStoredProgram } from '../render/stored-program.ts';
import { renderTableStructure } from '../render/table-structure.ts';
import { renderView, renderViewPlaceholder } from '../render/view.ts';
import { prepareSession, readServerInfo } from '../snapshot/session.ts';
import { releaseMetadataLocks, startSnapshot } from '../snapshot/snapshot.ts';
import type { DumpEstimate, DumpProgress, DumpSummary, SnapshotInfo } from '../summary.ts';
import { ProgressTracker } from './progress.ts';
import { tableRows } from './table-rows.ts';

/** What a run tells while it goes. */
export interface DumpListener {
  onEstimate(estimate: DumpEstimate): void;
  onProgress(progress: DumpProgress): void;
  onSummary(summary: Omit<DumpSummary, 'outputBytes'>): void;
}

/**
 * Yields the bytes of the dump, uncompressed. Whatever ends it, the connection is closed when it
 * has ended.
 */
export async function* runDump(
  options: DumpOptions,
  listener: DumpListener,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const started = performance.now();
  const connection = await DatabaseConnection.open(options.connection, signal);
  const cut = (): void => connection.destroy(signal.reason);
  signal.addEventListener('abort', cut, { once: true });
  try {
    signal.throwIfAborted();
    const server = await readServerInfo(connection);
    await prepareSession(connection, server);
    const databases = options.databases ?? [await currentDatabase(connection, options)];
    const snapshot = await startSnapshot(connection, server);
    const selection = new TableSelection(options);
    const catalog = await readCatalog(connection, server, databases, selection, options);
    await releaseMetadataLocks(connection);
    listener.onEstimate(estimateOf(catalog));
    const writer = new SectionWriter(connection, catalog, snapshot, selection, options, listener);
    for (const section of planSections(catalog, options)) yield* writer.write(section);
    await connection.end();
    listener.onSummary({ ...writer.summary(), durationMs: performance.now() - started });
  } catch (error) {
    // Cut, not ended: an unfinished result would have to be read to its end first.
    connection.destroy(error);
    throw error;
  } finally {
    signal.removeEventListener('abort', cut);
    // Reached by a consumer that stops early.
    connection.destroy(signal.reason ?? new DumpError('ABORTED', 'The dump was stopped.'));
    await connection.stopped();
  }
}

async function currentDatabase(
  connection: DatabaseConnection,
  options: DumpOptions,
): Promise<string> {
  const named = databaseOf(options.connection);
  if (named !== undefined) return named;
  const [row] = await connection.query('SELECT DATABASE()', 'tell the current database');
  const current = text(row?.[0]);
  if (current !== '') return current;
  throw new DumpError(
    'INVALID_OPTION',
    'No database is named. Name one in the connection (mysql://user@host/database), or several ' +
      'with the option databases.',
  );
}

function estimateOf(catalog: Catalog): DumpEstimate {
  const tables = catalog.databases.flatMap((database) => database.tables);
  return {
    databases: catalog.databases.map((database) => database.name),
    tables: tables.length,
    rows: tables.reduce((sum, table) => sum + table.estimatedRows, 0),
    bytes: tables.reduce((sum, table) => sum + table.estimatedBytes, 0),
  };
}

/** Makes sections on one connection. */
class SectionWriter {
  readonly #connection: DatabaseConnection;
  readonly #catalog: Catalog;
  readonly #snapshot: SnapshotInfo;
  readonly #selection: TableSelection;
  readonly #options: DumpOptions;
  readonly #output = new OutputBuffer();
  readonly #progress: ProgressTracker;
  #longestStatementBytes = 0;

  constructor(
    connection: DatabaseConnection,
    catalog: Catalog,
    snapshot: SnapshotInfo,
    selection: TableSelection,
    options: DumpOptions,
    listener: DumpListener,
  ) {
    this.#connection = connection;
    this.#catalog = catalog;
    this.#snapshot = snapshot;
    this.#selection = selection;
    this.#options = options;
    this.#progress = new ProgressTracker(catalog, (progress) => listener.onProgress(progress));
  }

  summary(): Omit<DumpSummary, 'durationMs' | 'outputBytes'> {
    const count = (of: (database: Database) => readonly unknown[]): number =>
      this.#catalog.databases.reduce((sum, database) => sum + of(database).length, 0);
    return {
      server: this.#catalog.server,
      snapshot: this.#snapshot,
      databases: this.#catalog.databases.map((database) => database.name),
      tables: this.#progress.tables,
      views: count((database) => database.views),
      triggers: count((database) => database.triggers),
      routines: count((database) => database.routines),
      events: count((database) => database.events),
      rows: this.#progress.rows,
      bytes: this.#output.total,
      longestStatementBytes: this.#longestStatementBytes,
    };
  }

  async *write(section: Section): AsyncGenerator<Buffer, void, undefined> {
    if (section.kind === 'tableRows') yield* this.#rows(section);
    else await this.#text(section);
    if (this.#output.full || section.kind === 'footer') yield this.#output.take();
  }

  async *#rows(
    section: Section & { readonly kind: 'tableRows' },
  ): AsyncGenerator<Buffer, void, undefined> {
    const { table } = section;
    const output = this.#output;
    const before = output.total;
    const options = { ...this.#options, condition: this.#selection.condition(table) };
    this.#progress.startTable(table);
    const rows = tableRows(this.#connection, table, this.#catalog, options, output, (count) =>
      this.#progress.update(count, output.total),
    );
    const { invalidTexts, longestStatementBytes } = yield* this.#watched(table, rows);
    this.#longestStatementBytes = Math.max(this.#longestStatementBytes, longestStatementBytes);
    this.#progress.endTable(table, output.total - before, invalidTexts);
    await releaseMetadataLocks(this.#connection);
  }

  /** Fails where the table is not what it was when its columns were read. */
  async *#watched<Result>(
    table: Table,
    rows: AsyncGenerator<Buffer, Result, undefined>,
  ): AsyncGenerator<Buffer, Result, undefined> {
    try {
      const summary = yield* rows;
      await this.#checkUnchanged(table);
      return summary;
    } catch (error) {
      // A column that is gone, say: the statement's own error tells less.
      if (error instanceof DumpError && error.code === 'QUERY_FAILED') {
        await this.#checkUnchanged(table);
      }
      throw error;
    }
  }

  async #checkUnchanged(table: Table): Promise<void> {
    const { databases, server } = this.#catalog;
    const owner = databases.find(({ name }) => name === table.database);
    const before = owner?.tableStates.get(table.name);
    if (before === undefined) return;
    await checkTableUnchanged(this.#connection, server, table, before);
  }

  async #text(section: Exclude<Section, { kind: 'tableRows' }>): Promise<void> {
    const output = this.#output;
    const frame = { skipDumpDate: this.#options.skipDumpDate === true };
    switch (section.kind) {
      case 'header':
        return output.text(renderHeader(this.#catalog, this.#snapshot, frame));
      case 'createDatabase':
        return this.#database(renderCreateDatabase(section.database));
      case 'useDatabase':
        return this.#database(renderUseDatabase(section.database));
      case 'tableStructure':
        await renderTableStructure(this.#connection, section.table, this.#options, output);
        if (!this.#options.noData) return;
        this.#progress.endTable(section.table, 0);
        return this.#checkUnchanged(section.table);
      case 'viewPlaceholder':
        return output.text(renderViewPlaceholder(section.view));
      case 'view':
        return renderView(section.view, this.#options, output);
      case 'program':
        return renderStoredProgram(
          this.#connection,
          this.#catalog.server,
          section.program,
          section.database,
          this.#options,
          output,
        );
      case 'footer':
        output.text(renderFooter(this.#snapshot, frame));
        this.#progress.report(output.total);
    }
  }

  /** A dump that does not name its databases is restored into whichever is current. */
  #database(sql: string): void {
    if (this.#options.databases !== undefined) this.#output.text(sql);
  }
}
