/** Which statements concern the tables that the option `tables` names. */

import type { RestoreOptions } from '../../restore-options.ts';
import type { Understood } from '../../understand/understood.ts';

export class Selection {
  /** `undefined` means all. */
  readonly #names: ReadonlySet<string> | undefined;
  readonly #found = new Set<string>();

  constructor(tables: RestoreOptions['tables']) {
    this.#names = tables === undefined ? undefined : new Set(tables);
  }

  /** Whether only some tables are restored. */
  get isLimited(): boolean {
    return this.#names !== undefined;
  }

  /** Names of the option that no table had. */
  get missing(): readonly string[] {
    return [...(this.#names ?? [])].filter((name) => !this.#found.has(name));
  }

  /**
   * @param current - names of the current database: the dump's own, and that of the target
   */
  takes(understood: Understood, current: readonly (string | undefined)[]): boolean {
    if (this.#names === undefined) return true;
    const { kind, object, name, database, table, tableDatabase } = understood;
    const of = (named: string | undefined): readonly (string | undefined)[] =>
      named === undefined ? current : [named];
    switch (kind) {
      case 'use':
      case 'setSession':
      case 'setGlobal':
        return true;
      case 'insert':
      case 'change':
      case 'enableKeys':
      case 'disableKeys':
        return this.#isNamed(name, of(database));
      case 'create':
      case 'alter':
      case 'drop':
        if (object === 'database') return kind === 'create';
        // Tables may take their default values from them.
        if (object === 'sequence') return true;
        if (object === 'trigger') return this.#isNamed(table, of(tableDatabase));
        return (object === 'table' || object === 'view') && this.#isNamed(name, of(database));
      default:
        return false;
    }
  }

  /**
   * Whether a table of the dump is one of them.
   *
   * @param databases - names of its database
   */
  isNamed(databases: readonly (string | undefined)[], table: string): boolean {
    return this.#names === undefined || this.#isNamed(table, databases);
  }

  #isNamed(table: string | undefined, databases: readonly (string | undefined)[]): boolean {
    if (table === undefined) return false;
    const qualified = databases.map((database) => `${database}.${table}`);
    for (const name of [table, ...qualified]) {
      if (this.#names?.has(name) !== true) continue;
      this.#found.add(name);
      return true;
    }
    return false;
  }
}
