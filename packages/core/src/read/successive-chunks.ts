/** Reads a table chunk after chunk on one connection; each begins where the one before ended. */

import type { KeyBound } from '../plan/keyset.ts';
import type { ChunkReader, ChunkResult, FilledBlock } from './chunk-reader.ts';
import type { TableJob } from './table-job.ts';

/** @param onChunk - called with what was read, after each chunk */
export async function* successiveChunks(
  reader: ChunkReader,
  job: TableJob,
  onChunk: (result: ChunkResult) => void,
): AsyncGenerator<FilledBlock, void, undefined> {
  await job.prepare(reader);
  for (let task = job.nextListed(); task !== undefined; task = job.nextListed()) {
    onChunk(yield* reader.readChunk(task));
  }
  if (job.isListed) return;
  let lower: KeyBound | undefined;
  while (true) {
    const rowLimit = job.keyset === undefined ? undefined : job.size.rows;
    const result = yield* reader.readChunk(job.task({ lower, rowLimit }));
    onChunk(result);
    if (result.lastKey === undefined) return;
    job.size.observe(result);
    lower = job.boundAt(result.lastKey);
  }
}
