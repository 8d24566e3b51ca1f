/** Which temporary tables the dump has made: they are there in the session alone that made them. */

import type { Understood } from '../../understand/understood.ts';

/** In doubt a table counts as temporary: its rows are then written where the definitions are run. */
export class TemporaryTables {
  readonly #keys = new Set<string>();

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /**
   * To be called with each statement after it was run.
   *
   * @param keys - the tables that it names
   */
  follow({ kind, object, temporary = false }: Understood, keys: readonly string[]): void {
    if (object !== 'table') return;
    if (kind === 'create' && temporary) {
      for (const key of keys) this.#keys.add(key);
    } else if (kind === 'drop') {
      // One of that name goes first, also without the word.
      for (const key of keys) this.#keys.delete(key);
    } else if (kind === 'alter' && keys.some((key) => this.#keys.has(key))) {
      // It may have got another name.
      for (const key of keys) this.#keys.add(key);
    }
  }
}
