/** Texts of one table whose bytes are not valid in their character set: counted, or refused. */

import type { Table, UnassignedCodes } from '../../catalog/model.ts';
import { DumpError } from '../../errors.ts';
import type { ColumnWriter } from '../../plan/value-kinds.ts';
import { qualifiedName, quoteIdentifier } from '../../sql/identifier.ts';
import type { InvalidTextSummary } from '../../summary.ts';
import { type CheckText, textCheck } from './text-validity.ts';

export class InvalidTexts {
  readonly #table: Table;
  readonly #writers: readonly ColumnWriter[];
  readonly #checks: readonly CheckText[];
  readonly #counts = new Map<string, number>();

  constructor(table: Table, writers: readonly ColumnWriter[], unassigned: UnassignedCodes) {
    this.#table = table;
    this.#writers = writers;
    this.#checks = writers.map(({ column: { characterSet = 'binary' } }) =>
      textCheck(characterSet, unassigned.get(characterSet)),
    );
  }

  /**
   * Looks at a text that may be invalid.
   *
   * @param position - of the column among the writers
   * @throws DumpError `INVALID_TEXT` where a server would not take it as it is
   */
  check(position: number, source: Buffer, start: number, end: number): void {
    const validity = this.#checks[position]?.(source, start, end);
    if (validity === 'valid') return;
    const column = this.#writers[position]?.column;
    if (column === undefined) return;
    if (validity === 'refused') throw this.#refused(column.name, column.characterSet ?? 'binary');
    this.#counts.set(column.name, (this.#counts.get(column.name) ?? 0) + 1);
  }

  summary(): readonly InvalidTextSummary[] {
    return [...this.#counts].map(([column, values]) => ({ column, values }));
  }

  #refused(name: string, characterSet: string): DumpError {
    const column = quoteIdentifier(name);
    const table = qualifiedName(this.#table);
    const bytes = `CAST(${column} AS BINARY)`;
    return new DumpError(
      'INVALID_TEXT',
      `Column ${column} of table ${table} holds a text whose bytes are not valid ${characterSet}, ` +
        'and which no server would take back as it is. Find such rows with ' +
        `SELECT * FROM ${table} WHERE NOT ${bytes} <=> ` +
        `CAST(CONVERT(${bytes} USING ${characterSet}) AS BINARY), and repair them, leave them out ` +
        'with where, or make the column a binary one.',
    );
  }
}
