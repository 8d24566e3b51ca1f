/** Lets several wait until something has changed. */

export class Condition {
  #change = Promise.withResolvers<void>();

  /** Resolves at the next change. To be asked for before looking whether one is waited for. */
  get next(): Promise<void> {
    return this.#change.promise;
  }

  notify(): void {
    this.#change.resolve();
    this.#change = Promise.withResolvers<void>();
  }
}
