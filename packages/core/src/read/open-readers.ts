/** Opens the connections that rows are read over, in worker threads where they can be had. */

import { availableParallelism } from 'node:os';
import { DatabaseConnection } from '../connect/database-connection.ts';
import type { ServerWait } from '../connect/server-wait.ts';
import type { ConnectionSource } from '../connection-source.ts';
import type { ChunkReader } from './chunk-reader.ts';
import { LocalReader } from './local-reader.ts';
import { ReaderThread } from './reader-thread.ts';
import { type SendableSource, sentSource } from './worker-messages.ts';
import { WorkerReader } from './worker-reader.ts';

/** Cores of which none is worth a thread: one is for the main thread, one for compression. */
const coresWithoutThreads = 2;

/** Threads that rows are read in. */
export interface ReaderThreads {
  /** By default as many as there are cores for. */
  readonly wanted: number | undefined;
  /** Whether they are to mask values. */
  readonly masks: boolean;
}

/**
 * Opens all or none: once one has failed, the others are not waited for.
 *
 * @throws DumpError as `DatabaseConnection.open`
 */
export async function openReaders(
  source: ConnectionSource,
  count: number,
  { wanted, masks }: ReaderThreads,
  signal: AbortSignal,
  wait: ServerWait,
): Promise<readonly ChunkReader[]> {
  const cores = availableParallelism();
  const usual = cores > coresWithoutThreads ? cores - 1 : 0;
  const threads = await startThreads(source, Math.min(count, wanted ?? usual), masks);
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const opening = Array.from({ length: count }, async (_, index) => {
    try {
      return await openReader(source, threads[index % threads.length], index, either, wait);
    } catch (error) {
      failure.abort(error);
      throw error;
    }
  });
  const results = await Promise.allSettled(opening);
  const readers = results.flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return readers;
  for (const reader of readers) reader.destroy(failed.reason);
  await Promise.all(readers.map((reader) => reader.stopped()));
  throw failed.reason;
}

/** None where the source can't be sent to another thread. */
async function startThreads(
  source: ConnectionSource,
  count: number,
  masks: boolean,
): Promise<readonly ReaderThread[]> {
  if (count === 0 || !isSendable(source)) return [];
  const starting = Array.from({ length: count }, () => ReaderThread.start(masks));
  const threads = await Promise.all(starting);
  return threads.filter((thread) => thread !== undefined);
}

function isSendable(source: ConnectionSource): source is SendableSource {
  if (typeof source === 'function') return false;
  try {
    structuredClone(sentSource(source).source);
    return true;
  } catch {
    // Functions, or objects with functions, that mysql2 is to call.
    return false;
  }
}

async function openReader(
  source: ConnectionSource,
  thread: ReaderThread | undefined,
  number: number,
  signal: AbortSignal,
  wait: ServerWait,
): Promise<ChunkReader> {
  if (thread === undefined || !isSendable(source)) {
    return new LocalReader(await DatabaseConnection.open(source, signal, wait));
  }
  return WorkerReader.open(thread, number, source, signal, wait);
}
