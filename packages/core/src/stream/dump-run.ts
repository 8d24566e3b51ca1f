/** One run of a dump: opens, reads the catalog, and makes the planned sections in their order. */

import type { Catalog, Table } from '../catalog/model.ts';
import { firstIsTheEnd } from '../catalog/problems.ts';
import { listSnapshotTables } from '../catalog/snapshot-tables.ts';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import type { Section } from '../plan/sections.ts';
import type { ChunkReader } from '../read/chunk-reader.ts';
import { DiscreetReader, discreetSession } from '../read/discreet-reader.ts';
import { LocalReader } from '../read/local-reader.ts';
import { ParallelSource } from '../read/parallel-source.ts';
import { LimitedReader } from '../read/rate/limited-reader.ts';
import { RateLimit } from '../read/rate/rate-limit.ts';
import type { RowSource } from '../read/row-source.ts';
import { SingleSource, singleChunkBytes } from '../read/single-source.ts';
import type { TableJob } from '../read/table-job.ts';
import { TableWatch } from '../read/table-watch.ts';
import type { OutputBuffer } from '../render/output-buffer.ts';
import {
  type SnapshotRequest,
  type StartedSnapshots,
  startSnapshots,
} from '../snapshot/parallel-snapshot.ts';
import { releaseMetadataLocks } from '../snapshot/snapshot.ts';
import type { Subset } from '../subset/subset.ts';
import type { DumpEstimate, DumpProgress, DumpSummary } from '../summary.ts';
import { type DumpPlan, findScope, planDump, selectionOf } from './dump-plan.ts';
import { type ManifestFacts, manifestFacts } from './manifest-facts.ts';
import { completeAndTell } from './progress-of-subset.ts';
import { findRefusedValues } from './refused-values.ts';
import { SectionWriter } from './section-writer.ts';
import { Sessions } from './sessions.ts';

/** What a run tells while it goes. */
export interface DumpListener {
  onEstimate(estimate: DumpEstimate): void;
  onProgress(progress: DumpProgress): void;
  onSummary(summary: Omit<DumpSummary, 'checksum' | 'outputBytes'>): void;
  /** Once, when all sections have been written. */
  onManifest?(facts: ManifestFacts): void;
  /** @param start - where the section, which comes next, begins in the text */
  onSection?(section: Section, start: number): void;
}

/**
 * Yields the bytes of the dump up to its manifest, uncompressed, as chunks of the output. Whatever ends it, the
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
  let subset: Subset | undefined;
  try {
    signal.throwIfAborted();
    const connection = sessions.coordinator;
    const scope = await findScope(connection, options, firstIsTheEnd);
    const { server, grants, schemas } = scope;
    const unopened = await sessions.openReaders(server);
    const { snapshot, warning = unopened } = await startAll(sessions, {
      server,
      account: grants.account,
      options,
      lockTimeout: options.lockTimeout,
      signal,
      // One of its own: the names that the dump's has met are those that are in the dump.
      listTables: (session) => listSnapshotTables(session, schemas, selectionOf(options, schemas)),
    });
    const plan = await planDump(connection, scope, options, {
      problems: firstIsTheEnd,
      rowsFollow: true,
    });
    const { catalog, sections } = plan;
    subset = plan.subset;
    await releaseMetadataLocks(connection);
    if (subset !== undefined) {
      const session = plan.masks === undefined ? connection : discreetSession(connection);
      const whole = estimateOf(catalog, undefined);
      await completeAndTell(subset, session, whole, (told) => listener.onProgress(told));
    }
    await lookForRefusedValues(connection, plan, options);
    const estimate = estimateOf(catalog, subset);
    listener.onEstimate(estimate);
    const watch = new TableWatch(catalog);
    const limit =
      options.maxRate === undefined ? undefined : new RateLimit(options.maxRate, signal);
    source = openSource(sessions, plan, options, watch, limit);
    const writer = new SectionWriter(
      connection,
      catalog,
      snapshot,
      source,
      watch,
      options,
      output,
      limit,
      estimate,
      (progress) => listener.onProgress(progress),
    );
    for (const section of sections) {
      listener.onSection?.(section, output.total);
      yield* writer.write(section);
    }
    await sessions.end();
    listener.onManifest?.(manifestFacts(catalog, snapshot, options, writer.textFacts()));
    listener.onSummary({
      ...writer.summary(),
      warnings: [
        ...(warning === undefined ? [] : [warning]),
        ...(plan.masks?.warnings ?? []),
        ...(subset?.warnings ?? []),
      ],
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
    subset?.close();
  }
}

/** The first one is the end, while there is nothing yet that would have to be thrown away. */
async function lookForRefusedValues(
  connection: DatabaseConnection,
  { catalog, masks, rowsOf }: DumpPlan,
  { noData = false }: DumpOptions,
): Promise<void> {
  if (masks === undefined || noData) return;
  const session = discreetSession(connection);
  await findRefusedValues(session, { catalog, masks, rowsOf }, firstIsTheEnd);
  await releaseMetadataLocks(connection);
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

/** With a limit of the rate: one of a later chunk is spent while the next one in the dump waits. */
const smallestLimitedChunk = 256 * 1024;

/** Bytes of rows that one SELECT aims at, by default. */
export function chunkBytesOf(
  { chunkBytes, maxRate = Number.POSITIVE_INFINITY }: DumpOptions,
  parallel: boolean,
): number {
  if (chunkBytes !== undefined) return chunkBytes;
  if (!parallel) return singleChunkBytes;
  return Math.min(parallelChunkBytes, Math.max(smallestLimitedChunk, Math.ceil(maxRate)));
}

function openSource(
  { coordinator, readers }: Sessions,
  { sections, makeJob: makeJobOf, masks }: DumpPlan,
  options: DumpOptions,
  watch: TableWatch,
  limit: RateLimit | undefined,
): RowSource {
  const parallel = readers.length > 0;
  const chunkBytes = chunkBytesOf(options, parallel);
  const discreet = (reader: ChunkReader): ChunkReader =>
    masks === undefined ? reader : new DiscreetReader(reader);
  const limited = (reader: ChunkReader): ChunkReader =>
    limit === undefined ? discreet(reader) : new LimitedReader(discreet(reader), limit);
  const makeJob = (table: Table): TableJob => makeJobOf(table, chunkBytes);
  if (!parallel) return new SingleSource(limited(new LocalReader(coordinator)), makeJob, watch);
  const tables = sections.flatMap((section) =>
    section.kind === 'tableRows' ? [section.table] : [],
  );
  return new ParallelSource({ readers: readers.map(limited), tables, makeJob, watch, chunkBytes });
}

function estimateOf(catalog: Catalog, subset: Subset | undefined): DumpEstimate {
  const tables = catalog.databases.flatMap((database) => database.tables);
  const estimates = tables.map((table) => {
    const { estimatedRows: all, estimatedBytes } = table;
    const rows = subset?.rowsOf(table) ?? all;
    return { rows, bytes: Math.round((estimatedBytes * rows) / Math.max(1, rows, all)) };
  });
  return {
    databases: catalog.databases.map((database) => database.name),
    tables: tables.length,
    rows: estimates.reduce((sum, { rows }) => sum + rows, 0),
    bytes: estimates.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
