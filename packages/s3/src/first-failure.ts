/** Remembers the first thing that went wrong: what follows from it must not hide it. */

/** The first failure of an upload, wherever it came from. */
export class FirstFailure {
  #failure: { readonly error: unknown } | undefined;
  #reject: (error: unknown) => void = () => {};

  /** Rejects with the first failure, and stays open if there is none. */
  readonly rejection = new Promise<never>((_resolve, reject) => {
    this.#reject = reject;
  });

  constructor() {
    // Whoever races against it sees the rejection; nobody has to.
    this.rejection.catch(() => {});
  }

  /** Whether something failed. */
  get happened(): boolean {
    return this.#failure !== undefined;
  }

  /**
   * @param error - what went wrong; ignored if something did before
   * @returns the first failure
   */
  report(error: unknown): unknown {
    if (this.#failure === undefined) {
      this.#failure = { error };
      this.#reject(error);
    }
    return this.#failure.error;
  }
}
