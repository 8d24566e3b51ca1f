/** Ends an invocation cleanly before Lambda ends it: what is killed leaves its parts in S3. */

import { InvocationError } from './errors.ts';
import type { MemoryContext } from './memory.ts';
import type { Purpose } from './purpose.ts';

/** The part of Lambda's context object that the handler uses. */
export interface InvocationContext extends MemoryContext {
  readonly awsRequestId: string;
  readonly functionName?: string;
  getRemainingTimeInMillis(): number;
}

/** Less than this is not worth connecting for. */
const leastMs = 500;

/**
 * Time kept for the end: the upload is aborted, with its second and third try, and the statement
 * that runs is stopped over a connection of its own, which takes as long as the first one took.
 *
 * @param remainingMs - of the invocation, at its start
 * @param connectingMs - how long connecting took, where that is known
 * @returns at most a fifth of what there is, as a function may have little
 */
export function marginOf(remainingMs: number, connectingMs = 0): number {
  return Math.round(Math.min(10_000 + 2 * Math.min(connectingMs, 10_000), remainingMs / 5));
}

/**
 * Kept for the last word, where the cleaning up does not come to its end: half a second, or
 * a tenth of the margin.
 */
function lastWordOf(margin: number): number {
  return Math.min(500, margin / 10);
}

/** What the error tells, known only when it happens. */
export interface DeadlineReport {
  /** How far it came. */
  readonly progress: string;
  /** What would have been enough. */
  readonly advice: string;
}

/** A signal that triggers shortly before the function's time is up. */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #overdue = Promise.withResolvers<never>();
  readonly #context: InvocationContext;
  readonly #purpose: Purpose;
  readonly #report: () => DeadlineReport;
  readonly #wholeMs: number;
  #margin: number;
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  /** @throws InvocationError `DEADLINE` where there is no time to begin with */
  constructor(context: InvocationContext, purpose: Purpose, report: () => DeadlineReport) {
    this.#context = context;
    this.#purpose = purpose;
    this.#report = report;
    this.#wholeMs = context.getRemainingTimeInMillis();
    this.#margin = marginOf(this.#wholeMs);
    this.#overdue.promise.catch(() => {});
    if (this.#wholeMs - this.#margin < leastMs) throw noTime(this.#wholeMs, purpose);
    this.#start();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What the function had at the start of the invocation. */
  get wholeMs(): number {
    return this.#wholeMs;
  }

  /** Until {@link signal} triggers. */
  get availableMs(): number {
    return Math.max(0, this.#context.getRemainingTimeInMillis() - this.#margin);
  }

  /** Rejects when there is no time left even for cleaning up. */
  get overdue(): Promise<never> {
    return this.#overdue.promise;
  }

  /** Keeps more time for the end, where connecting took long. */
  noteConnecting(milliseconds: number): void {
    if (this.signal.aborted) return;
    this.#margin = marginOf(this.#wholeMs, milliseconds);
    this.#start();
  }

  /**
   * Ends the invocation if its time is up by the clock. A timer does not count the time for which
   * the environment was frozen.
   */
  check(): void {
    if (!this.signal.aborted && this.availableMs === 0) this.#abort();
  }

  /** Ends the invocation before its time. */
  end(reason: InvocationError): void {
    clearTimeout(this.#timer);
    this.#controller.abort(reason);
  }

  /** Whether the invocation has ended, or should have. */
  get isOver(): boolean {
    return this.#isDisposed || this.#context.getRemainingTimeInMillis() <= 0;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#isDisposed = true;
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort(), this.availableMs);
  }

  #abort(): void {
    clearTimeout(this.#timer);
    const left = this.#context.getRemainingTimeInMillis();
    const error = timeoutError(this.#wholeMs - left, this.#purpose, this.#report());
    this.#controller.abort(error);
    const wait = Math.max(0, left - lastWordOf(this.#margin));
    this.#timer = setTimeout(() => this.#overdue.reject(unclean(error, this.#purpose)), wait);
  }
}

function timeoutError(
  afterMs: number,
  { name }: Purpose,
  { progress, advice }: DeadlineReport,
): InvocationError {
  return new InvocationError(
    'TimeoutError',
    'DEADLINE',
    `The ${name} was not done after ${Math.round(afterMs / 1000)} s, so it was ended before the ` +
      `function's timeout. ${progress} ${advice}`,
  );
}

function unclean(error: InvocationError, { leftover }: Purpose): InvocationError {
  return new InvocationError(
    error.name,
    error.code,
    `${error.message} There was no time to clean up: what may be left is ${leftover}.`,
    error,
  );
}

function noTime(remainingMs: number, { nothingDone }: Purpose): InvocationError {
  return new InvocationError(
    'TimeoutError',
    'DEADLINE',
    `The function has only ${(remainingMs / 1000).toFixed(1)} s, in which ${nothingDone}. ` +
      'Raise its timeout, which is 3 s where none is set; 900 s are the most.',
  );
}
