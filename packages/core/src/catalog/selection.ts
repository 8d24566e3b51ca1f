/** Which tables and views the caller chose, and which condition goes with which table. */

import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';

type ObjectName = { readonly database: string; readonly name: string };

/** The options `tables`, `ignoreTables` and `where`, resolved against the names in the database. */
export class TableSelection {
  readonly #tables: readonly string[] | undefined;
  readonly #ignoreTables: readonly string[];
  readonly #where: DumpOptions['where'];
  readonly #met = new Set<string>();

  constructor(options: Pick<DumpOptions, 'tables' | 'ignoreTables' | 'where'>) {
    this.#tables = options.tables;
    this.#ignoreTables = options.ignoreTables ?? [];
    this.#where = options.where;
  }

  /** Whether a table or view is part of the dump. */
  includes(object: ObjectName): boolean {
    const chosen = this.#tables === undefined || this.#meets(this.#tables, object);
    return !this.#meets(this.#ignoreTables, object) && chosen;
  }

  /** The condition for the rows of a table. */
  condition(object: ObjectName): string | undefined {
    if (this.#where === undefined || typeof this.#where === 'string') return this.#where;
    const where = this.#where;
    const entry = Object.keys(where).find((name) => this.#meets([name], object));
    return entry === undefined ? undefined : where[entry];
  }

  /**
   * Called when all objects have been asked about.
   *
   * @throws DumpError `UNKNOWN_TABLE` for a name in the options that no object has. A misspelt
   *   `ignoreTables` would dump what the caller wants kept back.
   */
  checkAllMet(databases: readonly string[]): void {
    const perTable = typeof this.#where === 'object' ? Object.keys(this.#where) : [];
    const options = {
      tables: this.#tables ?? [],
      ignoreTables: this.#ignoreTables,
      where: perTable,
    };
    for (const [option, names] of Object.entries(options)) {
      const unknown = names.find((name) => !this.#met.has(name));
      if (unknown === undefined) continue;
      throw new DumpError(
        'UNKNOWN_TABLE',
        `The option ${option} names "${unknown}", but there is no such table or view in ` +
          `${databases.map((name) => `"${name}"`).join(', ')}, or the account may not see it. ` +
          'Names are compared with upper and lower case, and written table or database.table.',
      );
    }
  }

  #meets(names: readonly string[], { database, name }: ObjectName): boolean {
    const meeting = names.filter((entry) => entry === name || entry === `${database}.${name}`);
    for (const entry of meeting) this.#met.add(entry);
    return meeting.length > 0;
  }
}
