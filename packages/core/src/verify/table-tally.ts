/** Counts rows and bytes of each table of a dump, as its statements go by. */

import type { ReadingModes, Statement } from '../split/statement.ts';
import { understand } from '../understand/understand.ts';
import type { VerifiedTable } from '../verify-report.ts';

type Counted = { -readonly [Field in keyof VerifiedTable]: VerifiedTable[Field] };

export class TableTally {
  readonly #tables = new Map<string, Counted>();
  readonly #sequences = new Set<string>();
  #database: string | undefined;
  #hasStatements = false;
  /** What the last rows went into, and how their statement began. */
  #last: { readonly head: Buffer; readonly table: Counted | undefined } | undefined;

  /** Whether there was a statement that servers know, and not text of any other kind alone. */
  get hasStatements(): boolean {
    return this.#hasStatements;
  }

  get tables(): readonly VerifiedTable[] {
    return [...this.#tables.values()];
  }

  /** @param isLaterPart - of a statement that was cut: what stands before its rows is a repetition */
  add(statement: Statement, modes: ReadingModes, isLaterPart: boolean): void {
    if (statement.rows > 0) {
      const table = this.#tableOf(statement, modes);
      if (table === undefined) return;
      this.#hasStatements = true;
      table.rows += statement.rows;
      table.bytes += statement.bytes.length - (isLaterPart ? statement.headBytes : 0);
      return;
    }
    this.#last = undefined;
    const { kind, object, database, name } = understand(statement, modes);
    this.#hasStatements ||= kind !== 'other' && kind !== 'clientCommand';
    if (name === undefined) return;
    if (kind === 'use') this.#database = name;
    if (kind !== 'create') return;
    const key = this.#keyOf(database, name);
    if (object === 'sequence') this.#sequences.add(key);
    if (object === 'table') this.#entry(database, name);
    // A table that stands for a view until it can be made (mysqldump before 5.7).
    if (object === 'view' && this.#tables.get(key)?.rows === 0) this.#tables.delete(key);
  }

  #tableOf(statement: Statement, modes: ReadingModes): Counted | undefined {
    const head = statement.bytes.subarray(0, statement.headBytes);
    if (this.#last?.head.equals(head) === true) return this.#last.table;
    const { database, name } = understand(statement, modes);
    const table =
      name === undefined || this.#sequences.has(this.#keyOf(database, name))
        ? undefined
        : this.#entry(database, name);
    this.#last = { head: Buffer.from(head), table };
    return table;
  }

  #entry(database: string | undefined, name: string): Counted {
    const key = this.#keyOf(database, name);
    let table = this.#tables.get(key);
    if (table === undefined) {
      table = { database: database ?? this.#database, table: name, rows: 0, bytes: 0 };
      this.#tables.set(key, table);
    }
    return table;
  }

  #keyOf(database: string | undefined, name: string): string {
    return JSON.stringify([database ?? this.#database, name]);
  }
}
