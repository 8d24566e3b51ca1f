/** The part of a deep run that one server has: batches of cases until the time is over. */

import { clearParserCache } from 'mysql2';
import type { DatabaseOffer, DatabaseServer } from '../services/index.ts';
import { emptyTally, runCases } from './run-cases.ts';

/** Cases of one seed; then the next seed begins. */
const batchRuns = 50;

/** A counterexample is made smaller for so long, so that a difference doesn't cost the hour. */
const shrinkFor = 60_000;

/** Where no case comes to its end for so long, something hangs. */
const longestCase = 300_000;

/** A server that breaks again and again has had its chance. */
const mostRestarts = 5;

export interface DeepRunOptions {
  /** Of the first batch; each one after it has the next number. */
  readonly seed: number;
  /** Of one counterexample that is run again, and nothing else. */
  readonly path: string | undefined;
}

export class DeepRun {
  readonly name: string;
  readonly #offer: DatabaseOffer;
  readonly #options: DeepRunOptions;
  readonly #tally = emptyTally();
  readonly #failures: string[] = [];
  #batch = 0;
  #restarts = 0;
  #stopped = false;
  #server: DatabaseServer | undefined;

  constructor(offer: DatabaseOffer, options: DeepRunOptions) {
    this.name = offer.name;
    this.#offer = offer;
    this.#options = options;
  }

  /** Goes on after a difference, which is printed. Resolves once the server is stopped. */
  async until(deadline: number): Promise<void> {
    const isOver = () => this.#stopped || Date.now() >= deadline;
    try {
      while (!isOver() && this.#restarts <= mostRestarts) {
        await this.#runBatch(isOver);
        // mysql2 keeps a reader for each table that it has seen.
        clearParserCache();
        if (this.#options.path !== undefined) break;
        this.#batch += 1;
      }
    } finally {
      await this.#stopServer();
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  progress(): string {
    const { schemas, tables, rows } = this.#tally;
    const differences = this.#failures.length === 0 ? '' : `, ${this.#failures.length} differences`;
    return `${this.name} ${schemas} schemas, ${tables} tables, ${rows} rows${differences}`;
  }

  /** Whether all was equal, and enough of it was really compared. */
  isEqual(): boolean {
    const { schemas, discards, refusals } = this.#tally;
    const notCompared = discards + refusals;
    return this.#failures.length === 0 && schemas > 0 && notCompared <= schemas / 5;
  }

  summary(): string {
    const { schemas, tables, rows, discards, refusals, reasons } = this.#tally;
    const { seed } = this.#options;
    const often = [...reasons].sort(([, a], [, b]) => b - a).slice(0, 10);
    return [
      `${this.name}: seeds ${seed} to ${seed + this.#batch}, ${schemas} schemas, ${tables} tables, ` +
        `${rows} rows; ${discards} schemas were refused by the server, ${refusals} by the dump; ` +
        `${this.#failures.length} differences`,
      ...often.map(([reason, times]) => `  refused ${times} times: ${reason}`),
      ...this.#failures.map((failure) => `  ${failure}`),
    ].join('\n');
  }

  async #runBatch(isOver: () => boolean): Promise<void> {
    const seed = this.#options.seed + this.#batch;
    const watch = this.#watch(seed);
    try {
      this.#server ??= await this.#offer.start({ extraArguments: serverArguments });
      const difference = await runCases(this.#server, {
        seed,
        path: this.#options.path,
        runs: batchRuns,
        tally: this.#tally,
        shrinkFor,
        stopped: isOver,
      });
      if (difference !== undefined) this.#fail(seed, 'a difference', difference);
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#fail(seed, 'the server broke', message);
      this.#restarts += 1;
      await this.#stopServer();
    } finally {
      clearInterval(watch);
    }
  }

  /** Kills the server of a case that hangs: whatever waits for it then fails. */
  #watch(seed: number): NodeJS.Timeout {
    const done = () => {
      const { schemas, discards, refusals, failures } = this.#tally;
      return schemas + discards + refusals + failures;
    };
    let last = done();
    let since = Date.now();
    return setInterval(() => {
      const now = done();
      if (now !== last) {
        last = now;
        since = Date.now();
      } else if (Date.now() - since > longestCase) {
        since = Date.now();
        this.#fail(seed, 'a case hangs', `${this.name}: no end within ${longestCase / 1000} s`);
        void this.#server?.kill();
      }
    }, 5000);
  }

  #fail(seed: number, what: string, report: string): void {
    this.#failures.push(`seed ${seed}: ${what}`);
    console.error(`\n${report}\n`);
  }

  async #stopServer(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }
}

/** The kernel has few slots for asynchronous input and output, and several servers use them up. */
const serverArguments = ['--innodb-use-native-aio=0'];
