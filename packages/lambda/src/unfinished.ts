/**
 * What may be left of an invocation that was ended before its cleaning up was done. Lambda freezes
 * the process between invocations, and thaws it with the next one, or ends it.
 */

import type { Deadline } from './deadline.ts';
import { InvocationError } from './errors.ts';
import type { Purpose } from './purpose.ts';

interface Work {
  readonly deadline: Deadline;
  /** Never rejects. */
  readonly settled: Promise<void>;
}

export class Unfinished {
  readonly #works = new Set<Work>();
  readonly #purpose: Purpose;

  constructor(purpose: Purpose) {
    this.#purpose = purpose;
  }

  /** Takes note of what an invocation does. */
  begin(deadline: Deadline, work: Promise<unknown>): void {
    const entry: Work = {
      deadline,
      settled: work.then(
        () => this.#forget(entry),
        () => this.#forget(entry),
      ),
    };
    this.#works.add(entry);
  }

  /**
   * Ends what is there although its invocation is over. Lambda Managed Instances run several
   * invocations at the same time: those that go on are left alone.
   *
   * @param why - completes "It was ended since …"
   * @param waitMs - for it to be cleaned up
   * @returns `'nothing'` where nothing was left; `'running'` where it is still there
   */
  async endLeftovers(why: string, waitMs: number): Promise<'nothing' | 'ended' | 'running'> {
    return this.#end(
      [...this.#works].filter(({ deadline }) => deadline.isOver),
      why,
      waitMs,
    );
  }

  /** As {@link endLeftovers}, but whatever there is. */
  async endAll(why: string, waitMs: number): Promise<'nothing' | 'ended' | 'running'> {
    return this.#end([...this.#works], why, waitMs);
  }

  async #end(
    works: readonly Work[],
    why: string,
    waitMs: number,
  ): Promise<'nothing' | 'ended' | 'running'> {
    if (works.length === 0) return 'nothing';
    const message = `The ${this.#purpose.name} was ended since ${why}.`;
    for (const { deadline } of works) {
      deadline.end(new InvocationError('ShutdownError', 'SHUTDOWN', message));
    }
    let timer: NodeJS.Timeout | undefined;
    const timedOut = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, waitMs);
    });
    await Promise.race([Promise.all(works.map(({ settled }) => settled)), timedOut]);
    clearTimeout(timer);
    return works.some((work) => this.#works.has(work)) ? 'running' : 'ended';
  }

  #forget(work: Work): void {
    this.#works.delete(work);
  }
}
