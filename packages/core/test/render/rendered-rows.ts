/** A table without a server, and its row packets as the statements that a dump holds. */

import type { Table } from '../../src/catalog/model.ts';
import type { ColumnWriter, ValueKind } from '../../src/plan/value-kinds.ts';
import { OutputBuffer } from '../../src/render/output-buffer.ts';
import { InvalidTexts } from '../../src/render/rows/invalid-texts.ts';
import { StatementJoiner } from '../../src/render/rows/statement-joiner.ts';
import { PartBudget, type TableParts } from '../../src/render/rows/table-parts.ts';
import { TupleBlock } from '../../src/render/rows/tuple-block.ts';
import { TupleRenderer } from '../../src/render/rows/tuple-renderer.ts';

/** How each statement begins. */
export const statementStart = 'INSERT INTO `t` VALUES\n';

export const emptyTable: Table = {
  kind: 'table',
  database: 'd',
  name: 't',
  engine: 'InnoDB',
  columns: [],
  versioned: false,
  holdsRows: true,
  clusteredKey: undefined,
  rowKey: undefined,
  estimatedRows: 0,
  estimatedBytes: 0,
};

/** The writer of a column `c<index>`. */
export function writerOf(
  kind: ValueKind,
  index: number,
  {
    characterSet,
    introducer,
  }: { readonly characterSet?: string | undefined; readonly introducer?: string | undefined } = {},
): ColumnWriter {
  const column = {
    name: `c${index}`,
    dataType: 'any',
    columnType: 'any',
    characterSet,
    collation: undefined,
    nullable: true,
    generated: false,
    invisible: false,
  };
  return { column, kind, expression: column.name, introducer, companion: undefined };
}

/** Used by all, one after another: they are large, and most tests are small. */
const block = new TupleBlock();
const output = new OutputBuffer();

/** Renders packet after packet, as they come from a connection. */
export class RenderedRows {
  readonly #joiner: StatementJoiner;
  readonly #renderer: TupleRenderer;
  readonly #taken: Buffer[] = [];
  /** Where its SQL begins in all that was ever rendered here. */
  readonly origin: number;

  /** @param parts - told where statements begin: in all that was ever rendered here */
  constructor(
    writers: readonly ColumnWriter[],
    netBufferLength: number,
    parts: TableParts = new PartBudget().open(undefined),
  ) {
    output.take();
    block.clear();
    this.origin = output.total;
    this.#joiner = new StatementJoiner(output, { statementStart, netBufferLength, parts });
    this.#renderer = new TupleRenderer(writers, block, {
      extraColumns: 0,
      invalidTexts: new InvalidTexts(emptyTable, writers, new Map()),
      jsonNumbers: undefined,
    });
  }

  row(source: Buffer, start: number, end: number): void {
    this.#renderer.row(source, start, end);
  }

  /** A block ends here, and a chunk of the output. */
  cut(): void {
    this.#joiner.add(block.tuples());
    block.clear();
    this.#taken.push(output.take());
  }

  /** All of it. */
  end(): { readonly sql: Buffer; readonly rows: number } {
    this.cut();
    this.#joiner.end();
    this.#taken.push(output.take());
    return { sql: Buffer.concat(this.#taken), rows: this.#joiner.rows };
  }
}
