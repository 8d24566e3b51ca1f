/** Which tables and views the caller chose, and which condition goes with which table. */

import type { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { type ObjectName, optionNames, unknownTable } from './option-names.ts';

/** The options `tables`, `ignoreTables` and `where`, resolved against the names in the database. */
export class TableSelection {
  readonly #tables: ReadonlySet<string> | undefined;
  readonly #ignoreTables: ReadonlySet<string>;
  readonly #where: DumpOptions['where'];
  readonly #databases: readonly string[];
  readonly #met = new Set<string>();

  /**
   * A name that begins with the name of a dumped database and a dot is that database's table. Any
   * other is a table of whichever database, also where it has a dot in it: the table `a.b` of the
   * database `a` is written `a.a.b`.
   *
   * @param databases - names of the databases that are dumped
   */
  constructor(
    options: Pick<DumpOptions, 'tables' | 'ignoreTables' | 'where'>,
    databases: readonly string[],
  ) {
    this.#databases = databases;
    this.#tables = options.tables && new Set(options.tables);
    this.#ignoreTables = new Set(options.ignoreTables);
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
    const names = optionNames(object, this.#databases);
    const entry = Object.keys(where).find((name) => names.includes(name));
    if (entry === undefined) return undefined;
    this.#met.add(entry);
    return where[entry];
  }

  /**
   * Called when all objects have been asked about.
   *
   * @returns errors `UNKNOWN_TABLE`, for each name in the options that no object has. A misspelt
   *   `ignoreTables` would dump what the caller wants kept back.
   */
  unknownNames(): readonly DumpError[] {
    const perTable = typeof this.#where === 'object' ? Object.keys(this.#where) : [];
    const options = {
      tables: [...(this.#tables ?? [])],
      ignoreTables: [...this.#ignoreTables],
      where: perTable,
    };
    return Object.entries(options).flatMap(([option, names]) =>
      names
        .filter((name) => !this.#met.has(name))
        .map((name) => unknownTable(option, name, this.#databases)),
    );
  }

  #meets(names: ReadonlySet<string>, object: ObjectName): boolean {
    const meeting = optionNames(object, this.#databases).filter((name) => names.has(name));
    for (const entry of meeting) this.#met.add(entry);
    return meeting.length > 0;
  }
}
