/** A worker thread that reads and renders rows, as the main thread sees it. */

import { extname } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { DumpError } from '../errors.ts';
import type { Reply, Request } from './worker-messages.ts';

/** Milliseconds for a thread to begin. */
const startLimit = 10_000;

/** Called with what the thread says to one reader; `undefined` once it has ended. */
export type ReplyHandler = (reply: Reply | undefined) => void;

export class ReaderThread {
  readonly #worker: Worker;
  readonly #handlers = new Map<number, ReplyHandler>();
  #ended = false;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: Reply) => {
      if (reply.kind !== 'started') this.#handlers.get(reply.reader)?.(reply);
    });
    const onEnd = (): void => {
      this.#ended = true;
      for (const handler of this.#handlers.values()) handler(undefined);
    };
    worker.on('error', onEnd);
    worker.on('exit', onEnd);
  }

  /**
   * Starts a thread; `undefined` where none can be had: the file of the worker is missing from a
   * bundle, say, or the process may not start threads.
   *
   * @param masks - whether it is to mask values
   */
  static async start(masks: boolean): Promise<ReaderThread | undefined> {
    let worker: Worker;
    try {
      // The file beside this one, under the extension that this one has.
      const name = masks ? 'masked-chunk-worker' : 'chunk-worker';
      const file = `./${name}${extname(new URL(import.meta.url).pathname)}`;
      worker = new Worker(new URL(file, import.meta.url), threadOptions());
    } catch {
      return undefined;
    }
    const started = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), startLimit);
      const settle = (result: boolean): void => {
        clearTimeout(timer);
        resolve(result);
      };
      worker.once('message', () => settle(true));
      worker.once('error', () => settle(false));
      worker.once('exit', () => settle(false));
    });
    if (started) return new ReaderThread(worker);
    await worker.terminate();
    return undefined;
  }

  /** Tells the handler what the thread says to that reader. */
  listen(reader: number, handler: ReplyHandler): void {
    this.#handlers.set(reader, handler);
    if (this.#ended) handler(undefined);
  }

  /** @throws DataCloneError for what can't be sent to another thread */
  send(request: Request, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  /** Ends the thread once its last reader has left. */
  async leave(reader: number): Promise<void> {
    this.#handlers.delete(reader);
    if (this.#handlers.size === 0) await this.#worker.terminate();
  }
}

/** A thread takes over the flags of its process; this one is refused where the code is in a file. */
function threadOptions(): WorkerOptions {
  const evaluated = process.execArgv.some((flag) => flag.startsWith('--input-type'));
  return evaluated ? { execArgv: [] } : {};
}

/** Why a statement failed whose thread is gone: a bug, or a process that is out of memory. */
export function threadEnded(): DumpError {
  return new DumpError(
    'INTERNAL',
    'A worker thread that reads rows has ended by itself. Run the dump again with parallel: 1; if ' +
      'that works, please report this.',
  );
}
