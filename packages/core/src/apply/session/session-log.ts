/** What the dump has done to its session so far, to have it done on other connections as well. */

/**
 * The statements that change the session, in their order: SET, USE. Positions count them from the
 * beginning of the dump.
 */
export class SessionLog {
  #statements: Buffer[] = [];
  /** Position of the first one that is still here. */
  #first = 0;

  /** Where a session is that has run all of them. */
  get end(): number {
    return this.#first + this.#statements.length;
  }

  /** Statements that are kept. */
  get length(): number {
    return this.#statements.length;
  }

  add(statement: Buffer): void {
    this.#statements.push(statement);
  }

  /** Those that a session at the one position has to run to be at the other. */
  between(start: number, end: number): readonly Buffer[] {
    return this.#statements.slice(start - this.#first, end - this.#first);
  }

  /** Forgets those that every session has run. */
  forget(before: number): void {
    // Not one by one: the rest is copied each time.
    if (before - this.#first < 1000) return;
    this.#statements = this.#statements.slice(before - this.#first);
    this.#first = before;
  }
}
