/**
 * What may be left of an invocation that was ended before its cleaning up was done. Lambda freezes
 * the process between invocations, and thaws it with the next one, or ends it.
 */

import type { Deadline } from './deadline.ts';
import { InvocationError } from './errors.ts';

interface Work {
  readonly deadline: Deadline;
  /** Never rejects. */
  readonly settled: Promise<void>;
}

/** At most one invocation, as an environment has one at a time. */
export class Unfinished {
  #work: Work | undefined;

  /** Takes note of what an invocation does. */
  begin(deadline: Deadline, work: Promise<unknown>): void {
    const entry: Work = {
      deadline,
      settled: work.then(
        () => this.#forget(entry),
        () => this.#forget(entry),
      ),
    };
    this.#work = entry;
  }

  /**
   * Ends what is there.
   *
   * @param why - completes "The dump was ended since …"
   * @param waitMs - for it to be cleaned up
   * @returns `'nothing'` where nothing was left; `'running'` where it is still there
   */
  async end(why: string, waitMs: number): Promise<'nothing' | 'ended' | 'running'> {
    const work = this.#work;
    if (work === undefined) return 'nothing';
    const message = `The dump was ended since ${why}.`;
    work.deadline.end(new InvocationError('ShutdownError', 'SHUTDOWN', message));
    let timer: NodeJS.Timeout | undefined;
    const timedOut = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, waitMs);
    });
    await Promise.race([work.settled, timedOut]);
    clearTimeout(timer);
    return this.#work === work ? 'running' : 'ended';
  }

  #forget(work: Work): void {
    if (this.#work === work) this.#work = undefined;
  }
}
