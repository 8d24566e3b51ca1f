/** One run of a dump: opens, reads the catalog, and makes the planned sections in their order. */

import { readCatalog } from '../catalog/catalog.ts';
import type { Catalog, Schema, Table } from '../catalog/model.ts';
import { readGrants } from '../catalog/read-grants.ts';
import { readAllSchemas, readSchemas } from '../catalog/schemas.ts';
import { TableSelection } from '../catalog/selection.ts';
import { listSnapshotTables } from '../catalog/snapshot-tables.ts';
import { text } from '../catalog/text.ts';
import { databaseOf } from '../connect/connection-options.ts';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { planSections, type Section } from '../plan/sections.ts';
import { LocalReader } from '../read/local-reader.ts';
import { ParallelSource } from '../read/parallel-source.ts';
import type { RowSource } from '../read/row-source.ts';
import { SingleSource, singleChunkBytes } from '../read/single-source.ts';
import { TableJob } from '../read/table-job.ts';
import { TableWatch } from '../read/table-watch.ts';
import type { OutputBuffer } from '../render/output-buffer.ts';
import {
  type SnapshotRequest,
  type StartedSnapshots,
  startSnapshots,
} from '../snapshot/parallel-snapshot.ts';
import { prepareSession, readServerInfo } from '../snapshot/session.ts';
import { releaseMetadataLocks } from '../snapshot/snapshot.ts';
import type { DumpEstimate, DumpProgress, DumpSummary } from '../summary.ts';
import { SectionWriter } from './section-writer.ts';
import { Sessions } from './sessions.ts';

/** What a run tells while it goes. */
export interface DumpListener {
  onEstimate(estimate: DumpEstimate): void;
  onProgress(progress: DumpProgress): void;
  onSummary(summary: Omit<DumpSummary, 'outputBytes'>): void;
}

/**
 * Yields the bytes of the dump, uncompressed, as chunks of the output. Whatever ends it, the
 * connections are closed when it has ended.
 */
export async function* runDump(
  options: DumpOptions,
  listener: DumpListener,
  output: OutputBuffer,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const started = performance.now();
  const sessions = await Sessions.open(options, signal);
  let source: RowSource | undefined;
  try {
    signal.throwIfAborted();
    const connection = sessions.coordinator;
    const server = await readServerInfo(connection);
    await prepareSession(connection, server);
    const grants = await readGrants(connection, server);
    const schemas = options.allDatabases
      ? await readAllSchemas(connection, grants)
      : await chosenSchemas(connection, options);
    const schemaNames = schemas.map((schema) => schema.name);
    const selection = new TableSelection(options, schemaNames);
    const unopened = await sessions.openReaders(server);
    const { snapshot, warning = unopened } = await startAll(sessions, {
      server,
      account: grants.account,
      options,
      signal,
      // One of its own: the names that the dump's has met are those that are in the dump.
      listTables: (session) =>
        listSnapshotTables(session, schemas, new TableSelection(options, schemaNames)),
    });
    const catalog = await readCatalog(connection, server, grants, schemas, selection, options);
    await releaseMetadataLocks(connection);
    listener.onEstimate(estimateOf(catalog));
    const sections = planSections(catalog, options);
    const watch = new TableWatch(catalog);
    source = openSource(sessions, sections, catalog, selection, options, watch);
    const writer = new SectionWriter(
      connection,
      catalog,
      snapshot,
      source,
      watch,
      options,
      output,
      (progress) => listener.onProgress(progress),
    );
    for (const section of sections) yield* writer.write(section);
    await sessions.end();
    listener.onSummary({
      ...writer.summary(),
      warnings: warning === undefined ? [] : [warning],
      durationMs: performance.now() - started,
    });
  } catch (error) {
    // Cut, not ended: an unfinished result would have to be read to its end first.
    sessions.destroy(error);
    throw error;
  } finally {
    // Reached by a consumer that stops early.
    const reason = signal.reason ?? new DumpError('ABORTED', 'The dump was stopped.');
    sessions.destroy(reason);
    source?.stop(reason);
    await sessions.stopped();
  }
}

async function startAll(
  sessions: Sessions,
  request: Omit<SnapshotRequest, 'coordinator' | 'readers' | 'openLocker'>,
): Promise<StartedSnapshots> {
  const started = await startSnapshots({
    ...request,
    coordinator: sessions.coordinator,
    readers: sessions.readers,
    openLocker: () => sessions.openAnother(),
  });
  // Cut, not ended: one of them may hang.
  if (started.readers === 0) await sessions.cutReaders();
  return started;
}

/** Bytes of rows that a chunk aims at where several are read at the same time: some must wait. */
const parallelChunkBytes = 4 * 1024 * 1024;

function openSource(
  { coordinator, readers }: Sessions,
  sections: readonly Section[],
  catalog: Catalog,
  selection: TableSelection,
  options: DumpOptions,
  watch: TableWatch,
): RowSource {
  const parallel = readers.length > 0;
  const chunkBytes = options.chunkBytes ?? (parallel ? parallelChunkBytes : singleChunkBytes);
  const makeJob = (table: Table): TableJob =>
    new TableJob(table, catalog, {
      hexBlob: options.hexBlob === true,
      condition: selection.condition(table),
      chunkBytes,
    });
  if (!parallel) return new SingleSource(new LocalReader(coordinator), makeJob, watch);
  const tables = sections.flatMap((section) =>
    section.kind === 'tableRows' ? [section.table] : [],
  );
  return new ParallelSource({ readers, tables, makeJob, watch, chunkBytes });
}

async function chosenSchemas(
  connection: DatabaseConnection,
  options: DumpOptions,
): Promise<readonly Schema[]> {
  const names = options.databases ?? [await currentDatabase(connection, options)];
  return readSchemas(connection, names);
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
