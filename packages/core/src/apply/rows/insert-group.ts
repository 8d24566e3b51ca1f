/** Rows of one table that go to the target in one transaction. */

import type { Statement } from '../../split/statement.ts';

/** INSERT statements that follow each other in the dump. */
export interface InsertGroup {
  /** Names the table, see `TableKinds`. */
  readonly key: string;
  readonly database: string;
  readonly name: string;
  readonly statements: readonly Statement[];
  readonly bytes: number;
  readonly rows: number;
  /** Whether they must be written after those before them, or may be written at the same time. */
  readonly ordered: boolean;
  /** Whether the table takes part in transactions. */
  readonly transactional: boolean;
  /** How much of the session's log holds for them, see `SessionLog`. */
  readonly session: number;
  /** Run in the same transaction, after the rows: writes down that they are there. */
  readonly record: Buffer | undefined;
}
