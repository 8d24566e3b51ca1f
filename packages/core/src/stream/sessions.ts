/** All connections of one dump: opened together, and gone together. */

import { DatabaseConnection } from '../connect/database-connection.ts';
import { waitOf, waitOfOthers } from '../connect/server-wait.ts';
import { DumpError } from '../errors.ts';
import { hasFunctions } from '../mask/column-mask.ts';
import type { DumpOptions } from '../options.ts';
import type { ChunkReader } from '../read/chunk-reader.ts';
import { openReaders } from '../read/open-readers.ts';
import { prepareSession } from '../snapshot/session.ts';
import type { DumpWarning, ServerInfo } from '../summary.ts';

export class Sessions {
  /** Reads the catalog, and the rows where there are no readers. */
  readonly coordinator: DatabaseConnection;
  readonly #options: DumpOptions;
  readonly #signal: AbortSignal;
  #readers: readonly ChunkReader[] = [];
  readonly #cut = (): void => this.destroy(this.#signal.reason);

  private constructor(coordinator: DatabaseConnection, options: DumpOptions, signal: AbortSignal) {
    this.coordinator = coordinator;
    this.#options = options;
    this.#signal = signal;
    signal.addEventListener('abort', this.#cut, { once: true });
  }

  /**
   * Opens the coordinator. All sessions are cut when the signal is triggered.
   *
   * @throws DumpError as `DatabaseConnection.open`
   */
  static async open(options: DumpOptions, signal: AbortSignal): Promise<Sessions> {
    const coordinator = await DatabaseConnection.open(options.connection, signal, waitOf(options));
    return new Sessions(coordinator, options, signal);
  }

  /** Read rows in place of the coordinator, where there are any. */
  get readers(): readonly ChunkReader[] {
    return this.#readers;
  }

  /**
   * Opens the readers that the option `parallel` asks for.
   *
   * @returns why there are none, where they were asked for and the caller goes on without
   */
  async openReaders(server: ServerInfo): Promise<DumpWarning | undefined> {
    const { connection, mask, parallel = 1, parallelFallback } = this.#options;
    const threads = {
      // A function can't be sent to another thread.
      wanted: hasFunctions(mask) ? 0 : this.#options.threads,
      masks: mask !== undefined,
    };
    if (parallel === 1) return undefined;
    try {
      const wait = waitOfOthers(this.#options);
      this.#readers = await openReaders(connection, parallel, threads, this.#signal, wait);
    } catch (error) {
      // Too many connections, most likely: the first one is there.
      const refused = error instanceof DumpError && error.code === 'CONNECT_FAILED';
      if (!refused || parallelFallback === 'error') throw error;
      return {
        code: 'FEWER_CONNECTIONS',
        message:
          `The ${parallel} connections of the option parallel could not be opened: ` +
          `${error.message} The rows are read over one connection.`,
      };
    }
    const { lockTimeout } = this.#options;
    await Promise.all(this.#readers.map((reader) => prepareSession(reader, server, lockTimeout)));
    return undefined;
  }

  /** Opens a session that its caller ends. */
  async openAnother(): Promise<DatabaseConnection> {
    const { connection } = this.#options;
    return DatabaseConnection.open(connection, this.#signal, waitOfOthers(this.#options));
  }

  /** The rows are read on the coordinator after all. */
  async cutReaders(): Promise<void> {
    const readers = this.#readers;
    this.#readers = [];
    for (const reader of readers) {
      reader.destroy(new DumpError('ABORTED', 'Its snapshot is not that of the dump.'));
    }
    await Promise.all(readers.map((reader) => reader.stopped()));
  }

  async end(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.end()));
    await this.coordinator.end();
  }

  /** Cuts all at once, in the middle of whatever runs. */
  destroy(reason: unknown): void {
    for (const session of [this.coordinator, ...this.#readers]) session.destroy(reason);
  }

  /** After {@link destroy}: resolves when the server has been told as well, or can't be. */
  async stopped(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#cut);
    await Promise.all([this.coordinator, ...this.#readers].map((session) => session.stopped()));
  }
}
