/** A table's definition, and the beginning of its INSERT statements. */

import type { Table } from '../../catalog/model.ts';
import type { SqlSession } from '../../connect/sql-session.ts';
import { DumpError } from '../../errors.ts';
import type { DumpOptions } from '../../options.ts';
import type { ColumnWriter } from '../../plan/value-kinds.ts';
import { commentText, qualifiedName, quoteIdentifier } from '../../sql/identifier.ts';
import type { DoubtfulMemberSummary } from '../../summary.ts';
import type { OutputBuffer } from '../output-buffer.ts';
import { writeDefinition } from './definition.ts';
import { exactDefaults } from './exact-defaults.ts';
import { preparedStatement } from './prepared-statement.ts';
import {
  autoIncrementOption,
  columnTexts,
  misplacedParts,
  needsExplicitTimestamps,
  type Replacement,
  withReplacements,
} from './table-definition.ts';

/**
 * @param shown - the text of SHOW CREATE TABLE, one character for each byte, where it is known
 *   already: whoever gives it also checks, once the table has been read, that it is still the same
 */
export async function renderTableStructure(
  connection: SqlSession,
  table: Table,
  shown: string | undefined,
  options: Pick<DumpOptions, 'addDropTable' | 'noData'>,
  output: OutputBuffer,
  onDoubt: (doubtful: DoubtfulMemberSummary) => void,
): Promise<void> {
  const qualified = qualifiedName(table);
  const text = shown ?? (await showTable(connection, qualified));
  const name = quoteIdentifier(table.name);
  output.text(`\n--\n-- Table structure for table ${commentText(name)}\n--\n\n`);
  if (options.addDropTable !== false) output.text(`DROP TABLE IF EXISTS ${name};\n`);
  const columns = columnTexts(text);
  const replacements = [
    ...misplacedParts(text, table),
    ...(await exactDefaults(connection, table, columns, onDoubt)),
    ...(await archiveCounter(connection, table, text, options)),
  ];
  const exact = withReplacements(text, replacements);
  if (needsExplicitTimestamps(columns)) output.text(explicitTimestamps);
  writeDefinition(
    {
      statement: Buffer.from(exact, 'latin1'),
      characterSet: 'utf8mb4',
      modes: {},
      preparable: true,
      compound: false,
      what: `table ${qualified}`,
    },
    output,
  );
}

async function showTable(connection: SqlSession, qualified: string): Promise<string> {
  const [row] = await connection.query(
    `SHOW CREATE TABLE ${qualified}`,
    `show the definition of table ${qualified}`,
  );
  const definition = row?.[1];
  if (definition != null) return definition.toString('latin1');
  throw new DumpError('INTERNAL', `The server gave no definition of table ${qualified}.`);
}

/** Needs a privilege where it is off, and none where it is on already. */
const explicitTimestamps = preparedStatement(
  "IF(@@explicit_defaults_for_timestamp, 'DO 0', 'SET SESSION explicit_defaults_for_timestamp=1')",
);

async function archiveCounter(
  connection: SqlSession,
  table: Table,
  definition: string,
  { noData }: Pick<DumpOptions, 'noData'>,
): Promise<readonly Replacement[]> {
  if (table.engine !== 'ARCHIVE' || noData || !/^ {2}(?:PRIMARY|UNIQUE) KEY /m.test(definition)) {
    return [];
  }
  const rows = await connection.query(
    `SELECT 1 FROM ${qualifiedName(table)} LIMIT 1`,
    `look for rows in table ${qualifiedName(table)}`,
  );
  return rows.length === 0 ? [] : autoIncrementOption(definition);
}

/**
 * `INSERT INTO … VALUES` and a line feed. Column names stand only where the statement needs them:
 * a generated or invisible column, or the caller's wish.
 */
export function insertStart(
  table: Table,
  writers: readonly ColumnWriter[],
  options: Pick<DumpOptions, 'completeInsert' | 'insertIgnore' | 'replace'>,
): string {
  const verb = options.replace ? 'REPLACE' : options.insertIgnore ? 'INSERT IGNORE' : 'INSERT';
  const named =
    options.completeInsert === true ||
    writers.length < table.columns.length ||
    table.columns.some((column) => column.invisible);
  const names = writers.map((writer) => quoteIdentifier(writer.column.name)).join(',');
  return `${verb} INTO ${quoteIdentifier(table.name)}${named ? ` (${names})` : ''} VALUES\n`;
}

/** Lets rows of a system-versioned table come back with the times at which they were valid. */
export function historySwitch(table: Pick<Table, 'versioned'>): { before: string; after: string } {
  if (!table.versioned) return { before: '', after: '' };
  return {
    before: 'SET SESSION system_versioning_insert_history=1;\n',
    after: 'SET SESSION system_versioning_insert_history=DEFAULT;\n',
  };
}
