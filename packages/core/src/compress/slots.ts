/** A counting semaphore. */

export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(free: number) {
    this.#free = free;
  }

  /** Takes a slot, once there is one. */
  acquire(): Promise<void> {
    if (this.#free === 0) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#free -= 1;
    return Promise.resolve();
  }

  /** Gives a slot to whoever has waited longest, or keeps it. */
  release(): void {
    const resolve = this.#waiting.shift();
    if (resolve === undefined) this.#free += 1;
    else resolve();
  }
}
