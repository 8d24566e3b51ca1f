/** Makes the bytes of each section of the plan. */

import type { Catalog, Database, Table } from '../catalog/model.ts';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { SqlSession } from '../connect/sql-session.ts';
import type { DumpOptions } from '../options.ts';
import type { Section } from '../plan/sections.ts';
import type { RateLimit } from '../read/rate/rate-limit.ts';
import type { RowSource } from '../read/row-source.ts';
import type { TableWatch } from '../read/table-watch.ts';
import { isGrantable } from '../render/accounts.ts';
import { renderTableStructure } from '../render/definitions/table-structure.ts';
import { renderFooter, renderHeader } from '../render/frame.ts';
import type { OutputBuffer } from '../render/output-buffer.ts';
import { PartBudget } from '../render/rows/table-parts.ts';
import { releaseMetadataLocks } from '../snapshot/snapshot.ts';
import { quoteAccount } from '../sql/account.ts';
import type {
  DoubtfulMemberSummary,
  DumpEstimate,
  DumpProgress,
  DumpSummary,
  SnapshotInfo,
} from '../summary.ts';
import { renderDefinition } from './definitions.ts';
import { type TextFacts, TextSections } from './manifest-sections.ts';
import { ProgressTracker } from './progress.ts';
import { tableRows, type WrittenRows } from './table-rows.ts';

/** Makes sections on one connection. */
export class SectionWriter {
  readonly #connection: DatabaseConnection;
  readonly #catalog: Catalog;
  readonly #snapshot: SnapshotInfo;
  readonly #source: RowSource;
  readonly #watch: TableWatch;
  readonly #options: DumpOptions;
  readonly #output: OutputBuffer;
  readonly #limit: RateLimit | undefined;
  readonly #progress: ProgressTracker;
  readonly #doubtfulMembers: DoubtfulMemberSummary[] = [];
  readonly #parts = new PartBudget();
  readonly #sections = new TextSections();

  constructor(
    connection: DatabaseConnection,
    catalog: Catalog,
    snapshot: SnapshotInfo,
    source: RowSource,
    watch: TableWatch,
    options: DumpOptions,
    output: OutputBuffer,
    limit: RateLimit | undefined,
    estimate: DumpEstimate,
    onProgress: (progress: DumpProgress) => void,
  ) {
    this.#connection = connection;
    this.#catalog = catalog;
    this.#snapshot = snapshot;
    this.#source = source;
    this.#watch = watch;
    this.#options = options;
    this.#output = output;
    this.#limit = limit;
    this.#progress = new ProgressTracker(estimate, onProgress);
  }

  /** Of what has been written. */
  textFacts(): TextFacts {
    return this.#sections.facts();
  }

  /** Bytes and checksum are those of the sections. */
  summary(): Omit<DumpSummary, 'checksum' | 'durationMs' | 'outputBytes' | 'warnings'> {
    const count = (of: (database: Database) => readonly unknown[]): number =>
      this.#catalog.databases.reduce((sum, database) => sum + of(database).length, 0);
    return {
      server: this.#catalog.server,
      snapshot: this.#snapshot,
      databases: this.#catalog.databases.map((database) => database.name),
      tables: this.#progress.tables,
      doubtfulMembers: this.#doubtfulMembers,
      views: count((database) => database.views),
      brokenViews: this.#catalog.databases
        .flatMap((database) => database.brokenViews)
        .map(({ database, name, reason }) => ({ database, view: name, reason })),
      triggers: count((database) => database.triggers),
      routines: count((database) => database.routines),
      events: count((database) => database.events),
      accounts: this.#catalog.accounts.map(({ name, grants }) => ({
        account: quoteAccount(name),
        grantsLeftOut: grants.filter(({ target }) => !isGrantable(this.#catalog, target)).length,
      })),
      rows: this.#progress.rows,
      bytes: this.#output.total,
      longestStatementBytes: this.#sections.longestStatement,
    };
  }

  async *write(section: Section): AsyncGenerator<Buffer, void, undefined> {
    let rows: WrittenRows | undefined;
    if (section.kind === 'tableRows') {
      rows = yield* this.#rows(section);
    } else {
      const before = this.#output.total;
      await this.#text(section);
      // Rows have waited where they were read.
      await this.#limit?.take(this.#output.total - before);
    }
    this.#sections.add(section, this.#output.endSection(), rows);
    if (this.#output.full || section.kind === 'footer') yield this.#output.take();
  }

  async *#rows(
    section: Section & { readonly kind: 'tableRows' },
  ): AsyncGenerator<Buffer, WrittenRows, undefined> {
    const { table } = section;
    const output = this.#output;
    const before = output.total;
    this.#progress.startTable(table);
    const { job, blocks, invalidTexts } = this.#source.rowsOf(table);
    const rows = tableRows(job, blocks, this.#options, output, this.#parts, (count) =>
      this.#progress.update(count, output.total),
    );
    const written = yield* rows;
    const masked = job.format.writers.filter(({ kind }) => kind === 'masked');
    this.#progress.endTable(table, output.total - before, {
      invalidTexts: invalidTexts.summary(),
      ...(masked.length === 0 ? {} : { maskedColumns: masked.map(({ column }) => column.name) }),
    });
    return written;
  }

  async #text(section: Exclude<Section, { kind: 'tableRows' }>): Promise<void> {
    const output = this.#output;
    const frame = { ...this.#options, skipDumpDate: this.#options.skipDumpDate === true };
    switch (section.kind) {
      case 'header':
        return output.text(renderHeader(this.#catalog, this.#snapshot, frame));
      case 'tableStructure':
        return this.#tableStructure(section.table);
      case 'footer':
        output.text(renderFooter(this.#catalog, this.#snapshot, this.#options));
        return this.#progress.report(output.total);
      default:
        return renderDefinition(this.#connection, this.#catalog, section, this.#options, output);
    }
  }

  async #tableStructure(table: Table): Promise<void> {
    const connection = this.#connection;
    let asked = false;
    const session: SqlSession = {
      query: (sql, action) => {
        asked = true;
        return connection.query(sql, action);
      },
    };
    try {
      await renderTableStructure(
        session,
        table,
        this.#watch.definition(table),
        this.#options,
        this.#output,
        (doubtful) => this.#doubtfulMembers.push(doubtful),
      );
    } catch (error) {
      throw await this.#watch.explain(connection, table, error);
    }
    const rowsFollow = !this.#options.noData && table.holdsRows;
    if (!rowsFollow) this.#progress.endTable(table, 0);
    // The rows' own check comes later, unless they were read before this.
    if (rowsFollow && !(asked && this.#source.readsAhead)) return;
    await this.#watch.check(connection, table);
    await releaseMetadataLocks(connection);
  }
}
