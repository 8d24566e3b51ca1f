/** Remembers the first thing that went wrong: what follows from it must not hide it. */

/** The first failure of an upload, wherever it came from. */
export class FirstFailure {
  #failure: { readonly error: unknown } | undefined;
  readonly #waiting = new Set<(error: unknown) => void>();

  /** @throws the first failure, if there was one */
  throwIfAny(): void {
    if (this.#failure !== undefined) {
      throw this.#failure.error;
    }
  }

  /**
   * Waits for a promise that may take longer than it is of use.
   *
   * @throws the first failure, as soon as there is one
   */
  async orSooner<Value>(promise: PromiseLike<Value>): Promise<Value> {
    this.throwIfAny();
    const failure = Promise.withResolvers<never>();
    this.#waiting.add(failure.reject);
    try {
      return await Promise.race([promise, failure.promise]);
    } finally {
      this.#waiting.delete(failure.reject);
    }
  }

  /**
   * @param error - what went wrong; ignored if something did before
   * @returns the first failure
   */
  report(error: unknown): unknown {
    if (this.#failure === undefined) {
      this.#failure = { error };
      for (const reject of this.#waiting) {
        reject(error);
      }
    }
    return this.#failure.error;
  }
}
