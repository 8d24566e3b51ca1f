/** Ends an invocation cleanly before Lambda ends it: what is killed leaves its parts in S3. */

import { InvocationError } from './errors.ts';
import type { MemoryContext } from './memory.ts';

/** The part of Lambda's context object that the handler uses. */
export interface InvocationContext extends MemoryContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Time kept for aborting the upload: ten seconds, or a fifth where the function has little. */
function marginOf(remaining: number): number {
  return Math.min(10_000, remaining / 5);
}

/** A signal that triggers shortly before the function's time is up. */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(context: InvocationContext) {
    const remaining = context.getRemainingTimeInMillis();
    const time = Math.max(0, remaining - marginOf(remaining));
    this.#timer = setTimeout(() => this.#controller.abort(timeoutError(time)), time);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}

function timeoutError(time: number): InvocationError {
  return new InvocationError(
    'TimeoutError',
    'TIMEOUT',
    `The dump was not done after ${Math.round(time / 1000)} seconds, so it was ended before the ` +
      "function's timeout. Raise the timeout (15 minutes at most), give " +
      'the function more memory, which brings more CPU, or dump fewer tables.',
  );
}
