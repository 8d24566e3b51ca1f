/** What must be known of a table before rows go into it. */

import type { SqlSession } from '../../connect/sql-session.ts';
import { ofTable, type QualifiedName, qualifiedName } from '../../sql/identifier.ts';

export interface TableKind {
  /** Rows can be taken back; keys are neither disabled nor enabled. */
  readonly transactional: boolean;
  /**
   * Rows are kept in the order of a key, so that it does not matter which come first. Without one
   * they stay in the order in which they came.
   */
  readonly keyed: boolean;
  /** A sequence of MariaDB: an INSERT replaces its only row. */
  readonly sequence: boolean;
  /** Why nothing is written to it: what is written would be somewhere else. */
  readonly refusal?: string;
}

/** Engines whose rows are those of other servers or files, wherever these are. */
const remoteEngines = new Set(['FEDERATED', 'CONNECT', 'SPIDER', 'SPHINX', 'S3']);

const unknownKind: TableKind = { transactional: false, keyed: false, sequence: false };

export class TableKinds {
  readonly #session: SqlSession;
  readonly #caseInsensitive: boolean;
  readonly #known = new Map<string, TableKind>();

  /** @param caseInsensitive - names that differ in case alone are the same to the server */
  constructor(session: SqlSession, caseInsensitive: boolean) {
    this.#session = session;
    this.#caseInsensitive = caseInsensitive;
  }

  /** Names a table. */
  key(database: string, name: string): string {
    const key = JSON.stringify([database, name]);
    return this.#caseInsensitive ? key.toLowerCase() : key;
  }

  async of(database: string, name: string): Promise<TableKind> {
    const key = this.key(database, name);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const kind = await this.#ask({ database, name });
    this.#known.set(key, kind);
    return kind;
  }

  /** After a statement that may have changed it. */
  forget(database: string, name: string): void {
    this.#known.delete(this.key(database, name));
  }

  /** After a statement that may have changed any. */
  forgetAll(): void {
    this.#known.clear();
  }

  async #ask(table: QualifiedName): Promise<TableKind> {
    const [row] = await this.#session.query(
      `SELECT ENGINE, TABLE_TYPE FROM information_schema.TABLES WHERE ${ofTable(table)}`,
      `tell the engine of table ${qualifiedName(table)}`,
    );
    const engine = row?.[0]?.toString();
    if (row?.[1]?.toString().endsWith('VIEW') === true) {
      return {
        ...unknownKind,
        refusal: 'what is written to a view goes to any table, also elsewhere',
      };
    }
    if (engine !== undefined && remoteEngines.has(engine.toUpperCase())) {
      return {
        ...unknownKind,
        refusal: `what is written to a table of engine ${engine} goes to another server or file`,
      };
    }
    const sequence = row?.[1]?.toString() === 'SEQUENCE';
    if (engine !== 'InnoDB') return { ...unknownKind, sequence };
    const unique = await this.#session.query(
      // InnoDB keeps rows in the order of a key of whole columns. MariaDB's unique keys of long texts
      // are none that rows could be kept in.
      `SELECT INDEX_NAME,
              MAX(NULLABLE = 'YES' OR SUB_PART IS NOT NULL OR INDEX_TYPE <> 'BTREE')
         FROM information_schema.STATISTICS
        WHERE ${ofTable(table)} AND NON_UNIQUE = 0
        GROUP BY INDEX_NAME`,
      `tell the keys of table ${qualifiedName(table)}`,
    );
    return {
      transactional: true,
      sequence,
      keyed: unique.some(([, unfit]) => unfit?.toString() === '0'),
    };
  }
}
