/** Reads chunks on a connection of a worker thread. */

import type { ResultRow } from '../connect/database-connection.ts';
import { passwordForLogin } from '../connect/password.ts';
import type { ServerWait } from '../connect/server-wait.ts';
import { Arrivals } from './arrivals.ts';
import type { ChunkReader, ChunkResult, ChunkTask, FilledBlock } from './chunk-reader.ts';
import { type ReaderThread, threadEnded } from './reader-thread.ts';
import {
  type Answer,
  type Reply,
  receivedError,
  receivedResult,
  receivedRows,
  type SendableSource,
  type SentBlock,
  sentError,
  sentSource,
  type Work,
} from './worker-messages.ts';

/** Milliseconds for a thread to tell the server that nobody waits any more. */
const stopLimit = 4_000;

type Asked = {
  readonly resolve: (value: Answer) => void;
  readonly reject: (error: unknown) => void;
};

export class WorkerReader implements ChunkReader {
  readonly #thread: ReaderThread;
  readonly #number: number;
  readonly #source: SendableSource;
  /** Of the chunk that is being read. */
  #blocks = new Arrivals<SentBlock>();
  /** Who waits for the end of what the thread was asked to do. */
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;
  /** Set when the connection or its thread is gone. */
  #failure: { readonly error: unknown } | undefined;
  #left: Promise<void> | undefined;
  #stopping: Promise<void> = Promise.resolve();

  private constructor(thread: ReaderThread, number: number, source: SendableSource) {
    this.#thread = thread;
    this.#number = number;
    this.#source = source;
    thread.listen(number, (reply) => this.#onReply(reply));
  }

  /**
   * @param number - another one for each reader of the thread
   * @throws DumpError as `DatabaseConnection.open`
   * @throws DataCloneError for a source that can't be sent to another thread
   */
  static async open(
    thread: ReaderThread,
    number: number,
    source: SendableSource,
    signal: AbortSignal,
    wait: ServerWait,
  ): Promise<WorkerReader> {
    const reader = new WorkerReader(thread, number, source);
    const cut = (): void => reader.destroy(signal.reason);
    signal.addEventListener('abort', cut, { once: true });
    try {
      signal.throwIfAborted();
      await reader.#ask({ kind: 'open', sent: sentSource(source), wait });
      return reader;
    } catch (error) {
      await reader.#leave();
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener('abort', cut);
    }
  }

  async query(sql: string, action: string): Promise<readonly ResultRow[]> {
    const rows = await this.#ask({ kind: 'query', sql, action });
    return Array.isArray(rows) ? receivedRows(rows) : [];
  }

  async *readChunk(task: ChunkTask): AsyncGenerator<FilledBlock, ChunkResult, undefined> {
    const blocks = new Arrivals<SentBlock>();
    this.#blocks = blocks;
    const reading = this.#ask({ kind: 'read', task });
    reading.then(
      () => blocks.end(),
      (error: unknown) => blocks.end({ error }),
    );
    for await (const block of blocks.take()) {
      this.#send({ kind: 'taken', reader: this.#number });
      yield this.#received(block);
    }
    return receivedResult((await reading) as ChunkResult);
  }

  async end(): Promise<void> {
    if (this.#failure !== undefined || this.#left !== undefined) return;
    await this.#ask({ kind: 'end' });
    await this.#leave();
  }

  destroy(reason: unknown): void {
    if (this.#failure !== undefined || this.#left !== undefined) return;
    this.#stopping = this.#stop(reason);
    this.#fail(reason);
  }

  async stopped(): Promise<void> {
    await this.#stopping;
  }

  /** The thread is given the time to stop what the server does for it. */
  async #stop(reason: unknown): Promise<void> {
    const stopped = this.#ask({ kind: 'destroy', reason: sentError(reason) });
    const { promise: limit, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, stopLimit);
    await Promise.race([stopped.catch(() => {}), limit]);
    clearTimeout(timer);
    await this.#leave();
  }

  #leave(): Promise<void> {
    this.#left ??= this.#thread.leave(this.#number);
    return this.#left;
  }

  #received({ memory, length, rows }: SentBlock): FilledBlock {
    return {
      tuples: {
        bytes: Buffer.from(memory.bytes, 0, length),
        ends: new Uint32Array(memory.ends, 0, rows),
      },
      release: () => {
        const request = { kind: 'memory', reader: this.#number, memory } as const;
        this.#send(request, [memory.bytes, memory.ends]);
      },
    };
  }

  #send(...parameters: Parameters<ReaderThread['send']>): void {
    if (this.#left === undefined) this.#thread.send(...parameters);
  }

  #ask(work: Work): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure.error);
        return;
      }
      const id = ++this.#lastId;
      this.#asked.set(id, { resolve, reject });
      try {
        this.#thread.send({ kind: 'work', reader: this.#number, id, work });
      } catch (error) {
        this.#asked.delete(id);
        reject(error);
      }
    });
  }

  /** Ends all that is waited for but the stop itself, which was asked for last. */
  #fail(error: unknown): void {
    this.#failure = { error };
    for (const [id, { reject }] of this.#asked) {
      if (id === this.#lastId) break;
      this.#asked.delete(id);
      reject(error);
    }
  }

  #onReply(reply: Reply | undefined): void {
    if (reply === undefined) {
      this.#lastId++;
      this.#fail(this.#failure?.error ?? threadEnded());
    } else if (reply.kind === 'block') {
      this.#blocks.add(reply.block);
    } else if (reply.kind === 'askPassword') {
      void this.#givePassword();
    } else if (reply.kind !== 'started') {
      const asked = this.#asked.get(reply.id);
      this.#asked.delete(reply.id);
      if (reply.kind === 'done') asked?.resolve(reply.value);
      else asked?.reject(receivedError(reply.error));
    }
  }

  async #givePassword(): Promise<void> {
    const reader = this.#number;
    try {
      const source = typeof this.#source === 'string' ? {} : this.#source;
      const password = await passwordForLogin(source.password);
      this.#send({ kind: 'password', reader, password: password ?? '' });
    } catch (error) {
      this.#send({ kind: 'noPassword', reader, error: sentError(error) });
    }
  }
}
