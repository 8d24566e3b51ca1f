/** Runs bytes through a decompressor of `node:zlib`, at the pace of whoever reads. */

import type * as zlib from 'node:zlib';

/** What decompresses: a Transform that tells how many bytes it has taken. */
export type Engine = ReturnType<typeof zlib.createGunzip> | zlib.ZstdDecompress;

/** Bytes of one output buffer: each takes a round trip to a thread of libuv's pool. */
export const outputBytes = 256 * 1024;

/** Options of every engine: one buffer may wait while the next one is made. */
export const engineOptions = {
  chunkSize: outputBytes,
  readableHighWaterMark: 2 * outputBytes,
} as const;

/** Gives bytes to the engine. */
export interface EngineFeeder {
  /**
   * Resolves once the engine has worked on all of it, and given out what came of it.
   *
   * @returns how many of the bytes it has taken: fewer where the compressed data ended in them
   */
  write(bytes: Uint8Array): Promise<number>;
}

/**
 * @param feed - writes all there is; what it throws is thrown behind the bytes that came before
 * @param explain - makes an error of what the engine says
 */
export async function* runEngine(
  engine: Engine,
  feed: (feeder: EngineFeeder) => Promise<void>,
  explain: (error: unknown) => unknown,
): AsyncGenerator<Buffer, void, undefined> {
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => {});
  let feedFailure: { readonly error: unknown } | undefined;

  async function write(bytes: Uint8Array): Promise<number> {
    const before = engine.bytesWritten;
    // A write whose output nobody reads has no end: its callback is not called after a `destroy()`.
    const written = new Promise<void>((resolve, reject) => {
      engine.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([written, stopped.promise]);
    return engine.bytesWritten - before;
  }

  async function feedAll(): Promise<void> {
    try {
      await feed({ write });
      engine.end();
    } catch (error) {
      if (engine.destroyed) return;
      feedFailure = { error };
      engine.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  engine.on('close', () => stopped.reject(new Error('the decompressor was closed')));
  const feeding = feedAll();
  try {
    for await (const bytes of engine) yield bytes as Buffer;
  } catch (error) {
    throw feedFailure === undefined ? explain(error) : feedFailure.error;
  } finally {
    engine.destroy();
    stopped.reject(new Error('the decompressor is no longer read'));
    await feeding;
  }
}
