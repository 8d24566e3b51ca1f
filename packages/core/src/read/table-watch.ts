/** Makes sure that a table is still what it was when its columns were read. */

import type { Catalog, Table, TableState } from '../catalog/model.ts';
import { checkTableUnchanged } from '../catalog/table-state.ts';
import type { SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';

export class TableWatch {
  readonly #catalog: Pick<Catalog, 'databases' | 'server'>;

  constructor(catalog: Pick<Catalog, 'databases' | 'server'>) {
    this.#catalog = catalog;
  }

  /**
   * To be called while the session still holds the metadata lock of the rows it has read.
   *
   * @throws DumpError `SCHEMA_CHANGED`
   */
  async check(session: SqlSession, table: Table): Promise<void> {
    const before = this.#before(table);
    if (before === undefined) return;
    await checkTableUnchanged(session, this.#catalog.server, table, before);
  }

  /** Its definition, where the catalog keeps it: what {@link check} makes sure of. */
  definition(table: Table): string | undefined {
    return this.#before(table)?.definition;
  }

  #before(table: Table): TableState | undefined {
    const owner = this.#catalog.databases.find(({ name }) => name === table.database);
    return owner?.tableStates.get(table.name);
  }

  /**
   * The error of a statement that reads a table, or what explains it: of a column that is gone, say,
   * the statement's own error tells less.
   */
  async explain(session: SqlSession, table: Table, error: unknown): Promise<unknown> {
    if (!(error instanceof DumpError) || error.code !== 'QUERY_FAILED') return error;
    try {
      await this.check(session, table);
      return error;
    } catch (changed) {
      return changed;
    }
  }
}
