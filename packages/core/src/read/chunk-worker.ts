/** The worker thread: opens connections, and reads and renders chunks that it is asked for. */

import { parentPort } from 'node:worker_threads';
import { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import { TupleBlock } from '../render/rows/tuple-block.ts';
import type { ChunkTask } from './chunk-reader.ts';
import { LocalReader } from './local-reader.ts';
import {
  type Answer,
  blocksAhead,
  type Reply,
  type Request,
  receivedError,
  type SendableSource,
  type SentSource,
  sentError,
  sentRows,
  type Work,
} from './worker-messages.ts';

const port = parentPort;

/** One connection of this thread. */
class WorkerSide {
  readonly #number: number;
  readonly #abort = new AbortController();
  #reader: LocalReader | undefined;
  /** Blocks that may be sent before one is taken. */
  #credit = blocksAhead;
  #onCredit = (): void => {};
  /** Who waits for a password, in the order in which they asked. */
  readonly #asking: PromiseWithResolvers<string>[] = [];

  constructor(number: number) {
    this.#number = number;
  }

  async handle(request: Request): Promise<void> {
    if (request.kind === 'memory') {
      this.#reader?.giveBack(new TupleBlock(request.memory));
    } else if (request.kind === 'taken') {
      this.#credit++;
      this.#onCredit();
    } else if (request.kind === 'password') {
      this.#asking.shift()?.resolve(request.password);
    } else if (request.kind === 'noPassword') {
      this.#asking.shift()?.reject(receivedError(request.error));
    } else {
      const { reader, id } = request;
      try {
        send({ kind: 'done', reader, id, value: await this.#do(request.work) });
      } catch (error) {
        send({ kind: 'failed', reader, id, error: sentError(error) });
      }
    }
  }

  async #do(work: Work): Promise<Answer> {
    switch (work.kind) {
      case 'open':
        this.#reader = new LocalReader(
          await DatabaseConnection.open(this.#source(work.sent), this.#abort.signal, work.wait),
        );
        return undefined;
      case 'query':
        return sentRows(await this.#opened().query(work.sql, work.action));
      case 'read':
        return this.#read(work.task);
      case 'end':
        await this.#reader?.end();
        return undefined;
      case 'destroy':
        return this.#destroy(receivedError(work.reason));
    }
  }

  /** The function that gives the password is in the main thread. */
  #source({ source, asksPassword }: SentSource): SendableSource {
    if (!asksPassword || typeof source === 'string') return source;
    const password = (): Promise<string> => {
      const answer = Promise.withResolvers<string>();
      this.#asking.push(answer);
      send({ kind: 'askPassword', reader: this.#number });
      return answer.promise;
    };
    return { ...source, password };
  }

  #opened(): LocalReader {
    if (this.#reader !== undefined) return this.#reader;
    throw new DumpError('INTERNAL', 'A connection is used that was not opened.');
  }

  async #read(task: ChunkTask): Promise<Answer> {
    const blocks = this.#opened().readBlocks(task);
    while (true) {
      const next = await blocks.next();
      if (next.done) return next.value;
      while (this.#credit === 0) {
        await new Promise<void>((resolve) => {
          this.#onCredit = resolve;
        });
      }
      this.#credit--;
      const { length, rows } = next.value;
      const memory = next.value.memory();
      send({ kind: 'block', reader: this.#number, block: { memory, length, rows } }, [
        memory.bytes,
        memory.ends,
      ]);
    }
  }

  async #destroy(reason: unknown): Promise<undefined> {
    this.#abort.abort(reason);
    this.#reader?.destroy(reason);
    this.#credit = Number.POSITIVE_INFINITY;
    this.#onCredit();
    await this.#reader?.stopped();
    return undefined;
  }
}

function send(reply: Reply, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(reply, transfer);
}

const sides = new Map<number, WorkerSide>();

port?.on('message', (request: Request) => {
  const side = sides.get(request.reader) ?? new WorkerSide(request.reader);
  sides.set(request.reader, side);
  void side.handle(request);
});
send({ kind: 'started' });
