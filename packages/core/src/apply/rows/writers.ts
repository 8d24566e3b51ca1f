/** Hands groups of rows to the writers, and knows which are still on their way. */

import type { SessionLog } from '../session/session-log.ts';
import type { InsertGroup } from './insert-group.ts';
import type { Writer } from './writer.ts';

interface Lane {
  readonly writer: Writer;
  /** Those that no other writer may take. */
  readonly own: InsertGroup[];
  busy: boolean;
}

export interface WritersOptions {
  readonly log: SessionLog;
  /** Bytes of statements that may wait for a writer: each has its next group at hand. */
  readonly waitingBytes: number;
  /** Called with the first error; everything ends then. */
  readonly onFailure: (error: unknown) => void;
}

export class Writers {
  readonly #lanes: readonly Lane[];
  readonly #options: WritersOptions;
  readonly #shared: InsertGroup[] = [];
  /** Of tables whose groups must stay in order: who writes them. */
  readonly #laneOfTable = new Map<string, Lane>();
  /** Groups that are not written yet, by table. */
  readonly #pending = new Map<string, number>();
  /** Of each table: whether the last group must stay in order. */
  readonly #isOrdered = new Map<string, boolean>();
  #pendingGroups = new Set<InsertGroup>();
  #waiting = 0;
  #failure: { readonly error: unknown } | undefined;
  #changed = Promise.withResolvers<void>();

  constructor(writers: readonly Writer[], options: WritersOptions) {
    this.#lanes = writers.map((writer) => ({ writer, own: [], busy: false }));
    this.#options = options;
  }

  /** Where the first statement is that is not in the target yet, of those that were handed over. */
  get firstPending(): number | undefined {
    let first: number | undefined;
    for (const { statements } of this.#pendingGroups) {
      const number = statements[0]?.number;
      if (number !== undefined && (first === undefined || number < first)) first = number;
    }
    return first;
  }

  /**
   * Resolves when there is room for another group.
   *
   * @throws what a writer has failed with
   */
  async write(group: InsertGroup): Promise<void> {
    this.#throwFailure();
    await this.#keepOrder(group);
    this.#pending.set(group.key, (this.#pending.get(group.key) ?? 0) + 1);
    this.#pendingGroups.add(group);
    this.#waiting += group.bytes;
    if (group.ordered) this.#laneFor(group.key).own.push(group);
    else this.#shared.push(group);
    for (const lane of this.#lanes) if (!lane.busy) void this.#work(lane);
    await this.#until(() => this.#waiting <= this.#options.waitingBytes);
  }

  /**
   * Resolves when all rows are written: of one table, or of all.
   *
   * @throws what a writer has failed with
   */
  async written(key?: string): Promise<void> {
    await this.#until(() =>
      key === undefined ? this.#pending.size === 0 : !this.#pending.has(key),
    );
    if (key !== undefined) this.#laneOfTable.delete(key);
    else this.#laneOfTable.clear();
  }

  /** Lets sessions that have had no rows for long catch up, so that the log can be cut. */
  async catchUp(): Promise<void> {
    await this.written();
    const { log } = this.#options;
    const { end } = log;
    await Promise.all(this.#lanes.map(({ writer }) => writer.follow(end)));
    log.forget(end);
  }

  /** Ends all waits. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#notify();
  }

  /** A REPLACE needs the rows before it, wherever they are written; and those after it need it. */
  async #keepOrder({ key, ordered }: InsertGroup): Promise<void> {
    const before = this.#isOrdered.get(key);
    this.#isOrdered.set(key, ordered);
    if (before !== undefined && before !== ordered) await this.written(key);
  }

  /** The writer that has one, or else that with the least to do. */
  #laneFor(key: string): Lane {
    const known = this.#laneOfTable.get(key);
    if (known !== undefined) return known;
    const load = ({ own, busy }: Lane): number => own.length + (busy ? 1 : 0);
    const [lane] = this.#lanes.toSorted((a, b) => load(a) - load(b));
    if (lane === undefined) throw new RangeError('There are no writers.');
    this.#laneOfTable.set(key, lane);
    return lane;
  }

  async #work(lane: Lane): Promise<void> {
    lane.busy = true;
    try {
      for (;;) {
        const group = lane.own.shift() ?? this.#shared.shift();
        if (group === undefined || this.#failure !== undefined) break;
        this.#waiting -= group.bytes;
        this.#notify();
        await lane.writer.write(group);
        this.#pendingGroups.delete(group);
        const left = (this.#pending.get(group.key) ?? 1) - 1;
        if (left === 0) this.#pending.delete(group.key);
        else this.#pending.set(group.key, left);
        this.#notify();
      }
    } catch (error) {
      this.fail(error);
      this.#options.onFailure(error);
    } finally {
      lane.busy = false;
    }
  }

  async #until(condition: () => boolean): Promise<void> {
    for (;;) {
      this.#throwFailure();
      if (condition()) return;
      await this.#changed.promise;
    }
  }

  #notify(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
