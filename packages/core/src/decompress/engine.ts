/** Runs bytes through a decompressor of `node:zlib`, at the pace of whoever reads. */

import type * as zlib from 'node:zlib';
import type { InputBytes } from '../source/input-bytes.ts';
import { PassedMemory } from '../source/passed-memory.ts';

/** What decompresses: a Transform that tells how many bytes it has taken. */
export type Engine = ReturnType<typeof zlib.createGunzip> | zlib.ZstdDecompress;

/**
 * One output buffer is read while the next one is made. With 256 KiB the main thread has 5% less to
 * do, as it is asked for each; but the garbage waits longer for its collector: 16 MB more.
 */
export const engineOptions = { chunkSize: 64 * 1024, readableHighWaterMark: 64 * 1024 } as const;

/** How a run goes. */
export interface EngineRun {
  /** Closed when the output is no longer read. When it is aborted, the run ends at once. */
  readonly input: InputBytes;
  readonly engine: Engine;
  /** Whether each buffer that comes out is its reader's only until the next one is asked for. */
  readonly passing: boolean;
  /**
   * Reads the input and writes it all.
   *
   * @param write - resolves once the engine has given out what came of the bytes, with how many of
   *   them it has taken: fewer where the compressed data ended in them
   */
  feed(write: (bytes: Uint8Array) => Promise<number>): Promise<void>;
  /** Makes an error of what the engine says. */
  explain(error: EngineError): Error;
}

/** What zlib and zstd tell of data that they can't read. */
export interface EngineError extends Error {
  readonly code: string;
}

/** @throws what `feed` throws, also what the input throws; what the engine tells, explained */
export async function* runEngine({
  input,
  engine,
  passing,
  feed,
  explain,
}: EngineRun): AsyncGenerator<Buffer, void, undefined> {
  let stop: (reason: Error) => void = () => {};
  let failure: { readonly error: unknown } | undefined;
  let isRead = false;

  function write(bytes: Uint8Array): Promise<number> {
    const before = engine.bytesWritten;
    return new Promise((resolve, reject) => {
      // A write whose output nobody reads has no end: its callback is not called after a `destroy()`.
      stop = reject;
      engine.write(bytes, (error) => {
        if (error) reject(error);
        else resolve(engine.bytesWritten - before);
      });
    });
  }

  function fail(error: unknown): void {
    failure ??= { error };
    engine.destroy(error instanceof Error ? error : new Error(String(error)));
  }

  async function feedAll(): Promise<void> {
    try {
      await feed(write);
      engine.end();
    } catch (error) {
      // It may have failed for its own reason, which says more.
      if (isRead || !engine.destroyed) fail(error);
    }
  }

  input.onGivenUp = fail;
  // Heard also when its output has been read to the end.
  engine.on('error', () => {});
  engine.on('close', () => stop(new Error('the decompressor was closed')));
  const feeding = feedAll();
  try {
    const passed = new PassedMemory();
    for await (const bytes of engine) {
      yield bytes as Buffer;
      if (passing) passed.pass(bytes as Buffer);
    }
    isRead = true;
    // The engine may have ended before its input, in which there may be something else.
    await feeding;
    if (failure !== undefined) throw failure.error;
  } catch (error) {
    if (failure !== undefined) throw failure.error;
    throw isEngineError(error) ? explain(error) : error;
  } finally {
    input.onGivenUp = undefined;
    input.close();
    engine.destroy();
    stop(new Error('the decompressor is no longer read'));
    await feeding;
  }
}

function isEngineError(error: unknown): error is EngineError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^(Z_|ZSTD_)/.test(code);
}
