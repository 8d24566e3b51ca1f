/** One run of a dump: opens, reads the catalog, and makes the planned sections in their order. */

import { readCatalog } from '../catalog/catalog.ts';
import type { Catalog, Schema } from '../catalog/model.ts';
import { readGrants } from '../catalog/read-grants.ts';
import { readAllSchemas, readSchemas } from '../catalog/schemas.ts';
import { TableSelection } from '../catalog/selection.ts';
import { text } from '../catalog/text.ts';
import { databaseOf } from '../connect/connection-options.ts';
import { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { planSections } from '../plan/sections.ts';
import { LocalReader } from '../read/local-reader.ts';
import { SingleReaderSource } from '../read/row-source.ts';
import type { OutputBuffer } from '../render/output-buffer.ts';
import { prepareSession, readServerInfo } from '../snapshot/session.ts';
import { releaseMetadataLocks, startSnapshot } from '../snapshot/snapshot.ts';
import type { DumpEstimate, DumpProgress, DumpSummary } from '../summary.ts';
import { SectionWriter } from './section-writer.ts';

/** What a run tells while it goes. */
export interface DumpListener {
  onEstimate(estimate: DumpEstimate): void;
  onProgress(progress: DumpProgress): void;
  onSummary(summary: Omit<DumpSummary, 'outputBytes'>): void;
}

/**
 * Yields the bytes of the dump, uncompressed, as chunks of the output. Whatever ends it, the connection is closed when it
 * has ended.
 */
export async function* runDump(
  options: DumpOptions,
  listener: DumpListener,
  output: OutputBuffer,
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
    const grants = await readGrants(connection, server);
    const snapshot = await startSnapshot(connection, server, grants.account, options);
    const schemas = options.allDatabases
      ? await readAllSchemas(connection, grants)
      : await chosenSchemas(connection, options);
    const selection = new TableSelection(
      options,
      schemas.map((schema) => schema.name),
    );
    const catalog = await readCatalog(connection, server, grants, schemas, selection, options);
    await releaseMetadataLocks(connection);
    listener.onEstimate(estimateOf(catalog));
    const source = new SingleReaderSource(new LocalReader(connection), catalog, selection, options);
    const writer = new SectionWriter(
      connection,
      catalog,
      snapshot,
      source,
      options,
      output,
      (progress) => listener.onProgress(progress),
    );
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
