/** Reads views with their definitions, and finds out which of them no longer work. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { isInterrupted } from '../connect/server-errors.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { inDatabase, qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { BrokenView, TableEntry, View } from './model.ts';
import { attempt, type Problems } from './problems.ts';
import { text } from './text.ts';

export interface Views {
  readonly views: readonly View[];
  readonly brokenViews: readonly BrokenView[];
}

/**
 * @param problems - told `BROKEN_VIEW` for a view that refers to something that is gone, unless the
 *   option `brokenViews` is `'comment'`; `MISSING_PRIVILEGE` where the account may not see a
 *   definition
 */
export async function readViews(
  problems: Problems,
  connection: DatabaseConnection,
  database: string,
  entries: readonly TableEntry[],
  options: Pick<DumpOptions, 'brokenViews'>,
): Promise<Views> {
  if (entries.length === 0) return { views: [], brokenViews: [] };
  // SHOW CREATE VIEW leaves out the name of the current database: the view can be restored into
  // one of another name.
  const current = quoteIdentifier(database);
  await connection.query(`USE ${current}`, `use database ${current}`);
  const references = await readReferences(connection, database);
  const views: View[] = [];
  const brokenViews: BrokenView[] = [];
  for (const { name } of entries) {
    const columnNames = await attempt(problems, undefined, () =>
      readColumnNames(connection, { database, name }),
    );
    if (columnNames === undefined) continue;
    if (columnNames instanceof DumpError && options.brokenViews !== 'comment') {
      problems.report(columnNames);
      continue;
    }
    const definition = await attempt(problems, undefined, () =>
      readDefinition(connection, { database, name }),
    );
    if (definition === undefined) continue;
    if (columnNames instanceof DumpError) {
      brokenViews.push({
        database,
        name,
        definition: definition.definition,
        reason: reasonOf(columnNames),
      });
      continue;
    }
    views.push({
      kind: 'view',
      database,
      name,
      columnNames,
      references: references.get(name) ?? [],
      ...definition,
    });
  }
  return { views, brokenViews };
}

type ViewName = Pick<View, 'database' | 'name'>;

/** What can go wrong with a statement, but not with a view. */
const notTheView = new Set(['CONNECTION_LOST', 'ABORTED', 'MISSING_PRIVILEGE', 'INTERNAL']);

/**
 * Also finds out whether the view still works: its columns can't be told otherwise.
 *
 * @returns an error of code `BROKEN_VIEW` where it does not
 */
async function readColumnNames(
  connection: DatabaseConnection,
  view: ViewName,
): Promise<readonly string[] | DumpError> {
  const qualified = qualifiedName(view);
  try {
    const rows = await connection.query(
      `SHOW COLUMNS FROM ${qualified}`,
      `show the columns of view ${qualified}`,
    );
    return rows.map(([column]) => text(column));
  } catch (error) {
    if (!(error instanceof DumpError) || notTheView.has(error.code)) throw error;
    if (isInterrupted(error.cause)) throw error;
    return new DumpError(
      'BROKEN_VIEW',
      `View ${qualified} does not work: ${reasonOf(error)}. Repair or drop it, leave it out with ` +
        "ignoreTables, or have its definition written as a comment with brokenViews: 'comment'.",
      { cause: error.cause },
    );
  }
}

function reasonOf(error: DumpError): string {
  const { cause } = error;
  return cause instanceof Error ? cause.message.replace(/\.$/, '') : error.message;
}

async function readDefinition(
  connection: DatabaseConnection,
  view: ViewName,
): Promise<Pick<View, 'definition' | 'characterSet' | 'collation'>> {
  const qualified = qualifiedName(view);
  const [row] = await connection.query(
    `SHOW CREATE VIEW ${qualified}`,
    `show the definition of view ${qualified}`,
  );
  const [, definition, characterSet, collation] = row ?? [];
  if (definition == null || characterSet == null || collation == null) {
    throw new DumpError('INTERNAL', `The server gave no definition of view ${qualified}.`);
  }
  return { definition, characterSet: text(characterSet), collation: text(collation) };
}

/**
 * What each view refers to. Only MySQL 8.0.13 and newer has a table of that (VIEW_TABLE_USAGE), but
 * every server writes `database`.`table` throughout VIEW_DEFINITION, which is UTF-8.
 */
async function readReferences(
  connection: DatabaseConnection,
  database: string,
): Promise<ReadonlyMap<string, View['references']>> {
  const rows = await connection.query(
    'SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS ' +
      `WHERE ${inDatabase('TABLE_SCHEMA', database)}`,
    `list the views of ${quoteIdentifier(database)}`,
  );
  return new Map(rows.map(([name, definition]) => [text(name), referencesIn(text(definition))]));
}

/** Pairs of quoted identifiers, outside of string literals and of other identifiers. */
function referencesIn(definition: string): View['references'] {
  const tokens = definition.matchAll(
    /'(?:[^'\\]|\\.|'')*'|`(?<database>(?:[^`]|``)+)`\.`(?<name>(?:[^`]|``)+)`|`(?:[^`]|``)+`/gs,
  );
  return [...tokens].flatMap(({ groups }) => {
    const { database, name } = groups ?? {};
    if (database === undefined || name === undefined) return [];
    return [{ database: database.replaceAll('``', '`'), name: name.replaceAll('``', '`') }];
  });
}
