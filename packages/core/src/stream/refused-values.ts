/** Looks for values that the rules of unique columns can only refuse, before the first byte of a dump. */

import type { Catalog, Table } from '../catalog/model.ts';
import type { Problems } from '../catalog/problems.ts';
import { columnOf } from '../catalog/same-names.ts';
import type { ResultRow } from '../connect/database-connection.ts';
import type { RowSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import type { ColumnMask } from '../mask/column-mask.ts';
import { makeMasks } from '../mask/make-masks.ts';
import type { MaskValue } from '../mask/rule.ts';
import { suspectCondition } from '../mask/suspects.ts';
import type { ChosenRows, RowList } from '../plan/chosen-rows.ts';
import { maskedWriter } from '../plan/masked-writer.ts';
import { type SuspectRows, suspectSelect } from '../plan/suspect-select.ts';
import type { ColumnWriter } from '../plan/value-kinds.ts';
import { qualifiedName } from '../sql/identifier.ts';
import { use } from '../subset/use-database.ts';
import type { DumpMasks } from './dump-masks.ts';

/** So many rows are tried before all of them are: mostly there are none, or the first are enough. */
const triedFirst = 100;

/** The server makes a copy of the rows of a limit before it looks at them: of more they are not searched. */
const mostOfLimit = 100_000;

/** About that of a UUID and of a key of integers, with what stands around them. */
const indexEntryBytes = 64;

export interface ValueSearch {
  readonly catalog: Pick<Catalog, 'databases'>;
  readonly masks: Pick<DumpMasks, 'key' | 'tables'>;
  /** Which rows of a table are dumped. */
  rowsOf(table: Table): ChosenRows;
}

/**
 * The server picks out the rows that may hold such a value, and the masks themselves are tried on them:
 * so what is told here is what reading the row would end with.
 *
 * @param connection - one that sees the snapshot, and whose errors tell nothing of values
 * @param problems - told `INVALID_MASK`, once for each column
 */
export async function findRefusedValues(
  connection: RowSession,
  { catalog, masks, rowsOf }: ValueSearch,
  problems: Problems,
): Promise<void> {
  const make = makeMasks(masks.key);
  for (const table of catalog.databases.flatMap(({ tables }) => tables)) {
    const columns = searchedColumns(table, masks, make);
    if (columns.length === 0) continue;
    const rows = rowsOf(table);
    for (const together of readTogether(table, columns, rows)) {
      await search(connection, { table, columns: together, problems }, rows);
    }
  }
}

/**
 * All columns of a table in one statement, which reads the rows once; but a unique column alone is read by
 * its index, without the rows: where those are large, the indexes of all columns are less to read.
 */
function readTogether(
  { estimatedBytes, estimatedRows }: Table,
  columns: readonly SearchedColumn[],
  rows: ChosenRows,
): readonly (readonly SearchedColumn[])[] {
  const isWhole = rows.kind === 'rows' && rows.condition === undefined && rows.limit === undefined;
  const areLarge = estimatedBytes > columns.length * indexEntryBytes * estimatedRows;
  return isWhole && areLarge ? columns.map((column) => [column]) : [columns];
}

/** One whose rule does not take every value. */
interface SearchedColumn {
  readonly writer: ColumnWriter;
  /** True for values that may be refused. */
  readonly suspicion: string;
  readonly mask: MaskValue;
  /** The error of the first value that is refused. */
  refused: DumpError | undefined;
}

function searchedColumns(
  table: Table,
  masks: ValueSearch['masks'],
  make: (mask: ColumnMask) => MaskValue,
): readonly SearchedColumn[] {
  return [...(masks.tables.get(table)?.values() ?? [])].flatMap((mask) => {
    const column = columnOf(table, mask.column.name);
    const suspicion = suspectCondition(mask);
    if (column === undefined || suspicion === undefined) return [];
    const writer = maskedWriter(table, column, mask, false);
    return { writer, suspicion, mask: make(mask), refused: undefined };
  });
}

interface TableSearch {
  readonly table: Table;
  readonly columns: readonly SearchedColumn[];
  readonly problems: Problems;
}

async function search(
  connection: RowSession,
  { table, columns, problems }: TableSearch,
  rows: ChosenRows,
): Promise<void> {
  const asked = new AskedTable(connection, table, columns);
  try {
    if (rows.kind === 'listed') await searchList(asked, rows.list);
    else if ((rows.limit ?? 0) <= mostOfLimit) await searchRows(asked, rows);
  } catch (error) {
    // It proves nothing: what is wrong with the rows themselves is told when they are read.
    if (!(error instanceof DumpError && error.code === 'QUERY_FAILED')) throw error;
  }
  for (const { refused } of columns) if (refused !== undefined) problems.report(refused);
}

async function searchRows(asked: AskedTable, rows: SuspectRows): Promise<void> {
  if (rows.condition !== undefined) await asked.use();
  const isAll = await asked.tryFirst(rows);
  if (!isAll && asked.open.length > 0) await asked.tryAll(rows);
}

async function searchList(asked: AskedTable, list: RowList): Promise<void> {
  await asked.use();
  for (let keys = list.next(); keys !== undefined; keys = list.next()) {
    await asked.tryAll({ condition: keys, key: list.key });
    if (asked.open.length === 0) break;
  }
}

/** Asks for the rows of a table that may hold such a value, and masks them. */
class AskedTable {
  readonly #connection: RowSession;
  readonly #table: Table;
  readonly #columns: readonly SearchedColumn[];

  constructor(connection: RowSession, table: Table, columns: readonly SearchedColumn[]) {
    this.#connection = connection;
    this.#table = table;
    this.#columns = columns;
  }

  /** Columns of which nothing has been refused so far. */
  get open(): readonly SearchedColumn[] {
    return this.#columns.filter(({ refused }) => refused === undefined);
  }

  /** Tables in a condition of the caller's are those of the table's own database. */
  async use(): Promise<void> {
    await use(this.#connection, this.#table);
  }

  /** @returns whether there were no more */
  async tryFirst(rows: SuspectRows): Promise<boolean> {
    const { open } = this;
    const select = `${this.#select(open, rows)} LIMIT ${triedFirst}`;
    const found = await this.#connection.query(select, this.#action);
    for (const row of found) tryRow(open, row);
    return found.length < triedFirst;
  }

  async tryAll(rows: SuspectRows): Promise<void> {
    const { open } = this;
    await this.#connection.queryEach(this.#select(open, rows), this.#action, (row) =>
      tryRow(open, row),
    );
  }

  #select(columns: readonly SearchedColumn[], rows: SuspectRows): string {
    const writers = columns.map(({ writer }) => writer);
    const suspicions = columns.map(({ suspicion }) => suspicion);
    return suspectSelect(this.#table, writers, suspicions, rows);
  }

  get #action(): string {
    return `look for values of table ${qualifiedName(this.#table)} that their masks can not take`;
  }
}

/** Keeps the first error of each column. */
function tryRow(columns: readonly SearchedColumn[], row: ResultRow): void {
  for (const [index, column] of columns.entries()) {
    const bytes = row[index];
    if (bytes === null || bytes === undefined || column.refused !== undefined) continue;
    try {
      const value = column.writer.masked?.form === 'text' ? bytes.toString() : bytes;
      column.mask(value, { column: () => null });
    } catch (error) {
      if (!(error instanceof DumpError)) throw error;
      column.refused = error;
    }
  }
}
