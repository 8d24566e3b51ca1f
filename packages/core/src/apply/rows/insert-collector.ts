/** Collects INSERT statements into groups that are written in one transaction each. */

import type { Statement } from '../../split/statement.ts';
import type { TableKind } from '../tables/table-kinds.ts';
import type { InsertGroup } from './insert-group.ts';

/** Where statements with rows go, and how. */
export interface RowsTarget extends Pick<InsertGroup, 'key' | 'database' | 'name' | 'session'> {
  readonly kind: TableKind;
  /** Whether their order matters by what they say themselves. */
  readonly ordered: boolean;
}

export interface CollectorOptions {
  /** Bytes of statements after which a group is handed over. */
  readonly groupBytes: number;
  readonly recordOf: (statements: readonly Statement[]) => Buffer | undefined;
  readonly write: (group: InsertGroup) => Promise<void>;
}

export class InsertCollector {
  readonly #options: CollectorOptions;
  #target: RowsTarget | undefined;
  #statements: Statement[] = [];
  #bytes = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  /** Number of the first statement that has not been handed over. */
  get first(): number | undefined {
    return this.#statements[0]?.number;
  }

  /** Resolves when the next one may come. */
  async add(statement: Statement, target: RowsTarget): Promise<void> {
    if (!isSameGroup(this.#target, target)) await this.flush();
    this.#target = target;
    this.#statements.push(statement);
    this.#bytes += statement.bytes.length;
    if (this.#bytes >= this.#options.groupBytes) await this.flush();
  }

  /** Hands over what has been collected. */
  async flush(): Promise<void> {
    const target = this.#target;
    if (target === undefined || this.#statements.length === 0) return;
    const statements = this.#statements;
    const bytes = this.#bytes;
    this.#target = undefined;
    this.#statements = [];
    this.#bytes = 0;
    const { key, database, name, session, kind, ordered } = target;
    await this.#options.write({
      key,
      database,
      name,
      session,
      statements,
      bytes,
      rows: statements.reduce((sum, { rows }) => sum + rows, 0),
      ordered: ordered || !kind.keyed,
      transactional: kind.transactional,
      // Of other tables it is written down when all of their rows are there.
      record: kind.transactional ? this.#options.recordOf(statements) : undefined,
    });
  }
}

function isSameGroup(a: RowsTarget | undefined, b: RowsTarget): boolean {
  return a?.key === b.key && a.session === b.session && a.ordered === b.ordered;
}
