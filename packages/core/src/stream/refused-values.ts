/** Looks for values that the rules of unique columns can only refuse, before the first byte of a dump. */

import type { Catalog, Table } from '../catalog/model.ts';
import type { Problems } from '../catalog/problems.ts';
import { columnOf } from '../catalog/same-names.ts';
import type { ResultRow } from '../connect/database-connection.ts';
import type { RowSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import { compileMask } from '../mask/compile-mask.ts';
import { Keyed } from '../mask/keyed.ts';
import type { MaskValue } from '../mask/rule.ts';
import { suspectCondition } from '../mask/suspects.ts';
import type { ChosenRows, RowList } from '../plan/chosen-rows.ts';
import { maskedWriter } from '../plan/masked-writer.ts';
import { suspectSelect } from '../plan/suspect-select.ts';
import type { ColumnWriter } from '../plan/value-kinds.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import { use } from '../subset/use-database.ts';
import type { DumpMasks } from './dump-masks.ts';

/** So many are tried before all of them are: mostly there are none, or the first is enough. */
const triedFirst = 100;

export interface ValueSearch {
  readonly catalog: Pick<Catalog, 'databases'>;
  readonly masks: Pick<DumpMasks, 'key' | 'tables'>;
  /** Which rows of a table are dumped. */
  rowsOf(table: Table): ChosenRows;
}

/**
 * The server picks out what may be such a value, and the mask itself is tried on it: so what is told here
 * is what reading the row would end with. Rows of a limit are not searched, as another statement may get
 * other ones.
 *
 * @param connection - one that sees the snapshot, and whose errors tell nothing of values
 * @param problems - told `INVALID_MASK`
 */
export async function findRefusedValues(
  connection: RowSession,
  { catalog, masks, rowsOf }: ValueSearch,
  problems: Problems,
): Promise<void> {
  const keyed = Keyed.fromDerived(masks.key);
  for (const table of catalog.databases.flatMap(({ tables }) => tables)) {
    for (const mask of masks.tables.get(table)?.values() ?? []) {
      const column = columnOf(table, mask.column.name);
      const condition = suspectCondition(mask);
      if (column === undefined || condition === undefined) continue;
      const rows = rowsOf(table);
      if (rows.kind === 'rows' && rows.limit !== undefined) continue;
      const writer = maskedWriter(table, column, mask, false);
      const search = { table, writer, condition, masked: compileMask(mask, keyed) };
      const refused = await found(connection, search, rows);
      if (refused !== undefined) problems.report(refused);
    }
  }
}

/** For values of one column. */
interface Search {
  readonly table: Table;
  readonly writer: ColumnWriter;
  /** True for values that may be refused. */
  readonly condition: string;
  readonly masked: MaskValue;
}

/** @returns the error of the first value that is refused */
async function found(
  connection: RowSession,
  search: Search,
  rows: ChosenRows,
): Promise<DumpError | undefined> {
  try {
    return rows.kind === 'rows'
      ? await foundInRows(connection, search, rows.condition)
      : await foundInList(connection, search, rows.list);
  } catch (error) {
    // It proves nothing: what is wrong with the rows themselves is told when they are read.
    if (error instanceof DumpError && error.code === 'QUERY_FAILED') return undefined;
    throw error;
  }
}

async function foundInRows(
  connection: RowSession,
  search: Search,
  where: string | undefined,
): Promise<DumpError | undefined> {
  const { table, writer, condition } = search;
  if (where !== undefined) await use(connection, table);
  const conditions = [where, condition].filter((each) => each !== undefined);
  const select = suspectSelect(table, writer, conditions, undefined);
  const trial = new Trial(search);
  const first = await connection.query(`${select} LIMIT ${triedFirst}`, actionOf(search));
  for (const row of first) trial.take(row);
  if (trial.refused === undefined && first.length === triedFirst) {
    await connection.queryEach(select, actionOf(search), (row) => trial.take(row));
  }
  return trial.refused;
}

async function foundInList(
  connection: RowSession,
  search: Search,
  list: RowList,
): Promise<DumpError | undefined> {
  const { table, writer, condition } = search;
  const trial = new Trial(search);
  await use(connection, table);
  for (let keys = list.next(); keys !== undefined; keys = list.next()) {
    const select = suspectSelect(table, writer, [keys, condition], list.key);
    for (const row of await connection.query(select, actionOf(search))) trial.take(row);
    if (trial.refused !== undefined) break;
  }
  return trial.refused;
}

function actionOf({ table, writer: { column } }: Search): string {
  return (
    `look for values of column ${quoteIdentifier(column.name)} of table ${qualifiedName(table)} ` +
    'that its mask can not take'
  );
}

/** Masks values, and keeps the first error. */
class Trial {
  refused: DumpError | undefined;
  readonly #search: Search;

  constructor(search: Search) {
    this.#search = search;
  }

  take([bytes]: ResultRow): void {
    if (bytes === null || bytes === undefined || this.refused !== undefined) return;
    const { writer, masked } = this.#search;
    const value = writer.masked?.form === 'text' ? bytes.toString() : bytes;
    try {
      masked(value, { column: () => null });
    } catch (error) {
      if (!(error instanceof DumpError)) throw error;
      this.refused = error;
    }
  }
}
