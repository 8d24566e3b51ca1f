/** What comes from elsewhere one by one, and is taken in its order. */

export class Arrivals<Item> {
  readonly #items: Item[] = [];
  #end: { readonly error?: unknown } | undefined;
  #wake = (): void => {};

  /** How many have come and were not taken. */
  get waiting(): number {
    return this.#items.length;
  }

  add(item: Item): void {
    this.#items.push(item);
    this.#wake();
  }

  /** @param failure - why no more come, unless that was all; told behind those that have come */
  end(failure?: { readonly error: unknown }): void {
    this.#end ??= failure ?? {};
    this.#wake();
  }

  async *take(): AsyncGenerator<Item, void, undefined> {
    while (true) {
      const item = this.#items.shift();
      if (item !== undefined) {
        yield item;
      } else if (this.#end !== undefined) {
        if ('error' in this.#end) throw this.#end.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
