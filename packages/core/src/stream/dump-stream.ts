/** The `Readable` that a dump is: pulls from a run, and ends it whatever happens. */

import { availableParallelism } from 'node:os';
import { Readable } from 'node:stream';
import { compress } from '../compress/compress.ts';
import { DumpError } from '../errors.ts';
import { checksumText } from '../manifest/format.ts';
import type { DumpOptions } from '../options.ts';
import { pieceBytes } from '../read/rate/rate-limit.ts';
import { OutputBuffer, type OutputForm, plainOutput } from '../render/output-buffer.ts';
import type { DumpEstimate, DumpProgress, DumpSummary } from '../summary.ts';
import { type DumpListener, runDump } from './dump-run.ts';
import { type DumpTail, makeTail, withTail } from './dump-tail.ts';
import type { ManifestFacts } from './manifest-facts.ts';

/** Each chunk is copied into pieces that are compressed, and comes back. */
const compressedOutput: OutputForm = { chunkBytes: 256 * 1024, reused: true };

/** Threads that libuv runs zlib on, unless the environment has UV_THREADPOOL_SIZE. */
const poolThreads = 4;

/** What `dump()` returns: an ordinary `Readable` of bytes that also tells about itself. */
export class DumpStream extends Readable {
  /** Resolves before the first row is read. Rejects with the error that ends the stream. */
  readonly estimate: Promise<DumpEstimate>;

  /** Resolves when the last byte has been made. Rejects with the error that ends the stream. */
  readonly summary: Promise<DumpSummary>;

  readonly #iterator: AsyncIterator<Buffer>;
  readonly #abort = new AbortController();
  readonly #rejectPromises: (error: Error) => void;
  readonly #forgetSignal: () => void;
  #outputBytes = 0;
  #pulling: Promise<void> = Promise.resolve();

  /** Use `dump()`, which checks the options. */
  constructor(options: DumpOptions) {
    // One chunk of the run is larger than this: it is taken when asked for, never ahead.
    super({ highWaterMark: 64 * 1024 });
    const estimate = Promise.withResolvers<DumpEstimate>();
    const summary = Promise.withResolvers<DumpSummary>();
    this.estimate = estimate.promise;
    this.summary = summary.promise;
    // The stream's own error event is enough: a caller need not look at these promises.
    this.estimate.catch(() => {});
    this.summary.catch(() => {});
    this.#rejectPromises = (error) => {
      estimate.reject(error);
      summary.reject(error);
    };
    let finished: Omit<DumpSummary, 'checksum' | 'outputBytes'> | undefined;
    let facts: ManifestFacts | undefined;
    let tail: DumpTail | undefined;
    const listener: DumpListener = {
      onEstimate: (value) => estimate.resolve(value),
      onProgress: (progress) => this.emit('progress', progress),
      onSummary: (value) => {
        finished = value;
      },
      onManifest: (value) => {
        facts = value;
      },
    };
    const endWith = (file: Parameters<typeof makeTail>[1]): DumpTail => {
      if (facts === undefined) throw new DumpError('INTERNAL', 'A dump ended without a manifest.');
      tail = makeTail(facts, file);
      return tail;
    };
    const { compress: format = 'none', compressionLevel } = options;
    const form = format === 'none' ? plainOutput : compressedOutput;
    const output = new OutputBuffer({
      ...form,
      chunkBytes: pieceBytes(options.maxRate, form.chunkBytes),
    });
    const source = runDump(options, listener, output, this.#abort.signal);
    const bytes =
      format === 'none'
        ? withTail(source, (fileBytes) => endWith({ fileBytes }))
        : compress(source, {
            format,
            level: compressionLevel,
            concurrency: Math.min(availableParallelism(), poolThreads),
            giveBack: (chunk) => output.giveBack(chunk),
            tail: endWith,
          });
    this.#iterator = bytes[Symbol.asyncIterator]();
    this.once('end', () => {
      if (finished === undefined || tail === undefined) return;
      summary.resolve({
        ...finished,
        bytes: finished.bytes + tail.bytes,
        checksum: checksumText(tail.checksum),
        outputBytes: this.#outputBytes,
      });
    });
    this.#forgetSignal = this.#follow(options.signal);
  }

  override on(event: 'progress', listener: (progress: DumpProgress) => void): this;
  override on(event: string | symbol, listener: (...parameters: never[]) => void): this;
  override on(event: string | symbol, listener: (...parameters: never[]) => void): this {
    return super.on(event, listener as (...parameters: unknown[]) => void);
  }

  override _read(): void {
    this.#pulling = this.#pull();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#forgetSignal();
    const reason = error ?? new DumpError('ABORTED', 'The dump was destroyed before its end.');
    this.#rejectPromises(reason);
    this.#abort.abort(reason);
    // 'close' is emitted only after the connection has been closed.
    const closed = this.#iterator.return?.() ?? Promise.resolve();
    Promise.allSettled([this.#pulling, closed]).then(() => callback(error));
  }

  async #pull(): Promise<void> {
    try {
      const result = await this.#iterator.next();
      if (this.destroyed) return;
      if (result.done === true) {
        this.push(null);
        return;
      }
      this.#outputBytes += result.value.length;
      this.push(result.value);
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Ends the stream when the caller's signal is triggered. Returns how to stop listening to it. */
  #follow(signal: AbortSignal | undefined): () => void {
    if (signal === undefined) return () => {};
    const onAbort = (): void => {
      this.destroy(
        new DumpError('ABORTED', 'The dump was aborted by its signal.', { cause: signal.reason }),
      );
    };
    if (signal.aborted) process.nextTick(onAbort);
    else signal.addEventListener('abort', onAbort, { once: true });
    return () => signal.removeEventListener('abort', onAbort);
  }
}
