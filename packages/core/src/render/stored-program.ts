/** Triggers, procedures, functions and events, each under the session settings it was made with. */

import type { Database, StoredProgram } from '../catalog/model.ts';
import type { DatabaseConnection, ResultRow } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import { commentText, qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { OutputBuffer } from './output-buffer.ts';
import { switchSession } from './session-switch.ts';

/** Where SHOW CREATE TRIGGER, PROCEDURE, FUNCTION and EVENT have their columns. */
interface Definition {
  readonly sqlMode: Buffer | null | undefined;
  readonly timeZone?: Buffer | null | undefined;
  readonly statement: Buffer | null | undefined;
  readonly characterSet: Buffer | null | undefined;
  readonly collation: Buffer | null | undefined;
  readonly databaseCollation: Buffer | null | undefined;
}

/** @throws DumpError `MISSING_PRIVILEGE` where the account may not see the body */
export async function renderStoredProgram(
  connection: DatabaseConnection,
  program: StoredProgram,
  database: Pick<Database, 'collation'>,
  output: OutputBuffer,
): Promise<void> {
  const qualified = qualifiedName(program);
  const kind = program.kind.toUpperCase();
  const [row] = await connection.query(
    `SHOW CREATE ${kind} ${qualified}`,
    `show the definition of ${program.kind} ${qualified}`,
  );
  const definition = definitionOf(program.kind, row ?? []);
  const { sqlMode, timeZone, statement, characterSet, collation } = definition;
  if (statement == null || sqlMode == null || characterSet == null || collation == null) {
    throw new DumpError(
      'MISSING_PRIVILEGE',
      `The account may not see the body of ${program.kind} ${qualified}. ${grantFor(program)}, or ` +
        `leave it out with ${program.kind === 'event' ? 'events' : 'routines'}: false.`,
    );
  }
  const session = switchSession({
    sql_mode: sqlMode.toString(),
    character_set_client: characterSet.toString(),
    character_set_results: characterSet.toString(),
    collation_connection: collation.toString(),
    ...(timeZone == null ? {} : { time_zone: timeZone.toString() }),
  });
  const collated = underCollation(definition.databaseCollation?.toString(), database.collation);
  const delimiter = delimiterFor(statement);
  const name = quoteIdentifier(program.name);
  output.text(`\n--\n-- ${titleOf(program.kind)} ${commentText(name)}\n--\n\n`);
  output.text(`DROP ${kind} IF EXISTS ${name};\n${collated.before}${session.before}`);
  output.text(`DELIMITER ${delimiter}\n`);
  output.raw(statement);
  // On its own line: a body may end in a comment.
  output.text(`\n${delimiter}\nDELIMITER ;\n${session.after}${collated.after}`);
}

/**
 * Parameters and variables without a character set of their own have that of the database, as it
 * was when the program was made. Where the database has another one by now, it gets the old one
 * back for a moment; without a name, the current database is meant.
 */
function underCollation(
  then: string | undefined,
  now: string,
): { readonly before: string; readonly after: string } {
  if (then === undefined || then === now) return { before: '', after: '' };
  return {
    before: `ALTER DATABASE COLLATE ${then};\n`,
    after: `ALTER DATABASE COLLATE ${now};\n`,
  };
}

function definitionOf(kind: StoredProgram['kind'], row: ResultRow): Definition {
  if (kind === 'event') {
    const [, sqlMode, timeZone, statement, characterSet, collation, databaseCollation] = row;
    return { sqlMode, timeZone, statement, characterSet, collation, databaseCollation };
  }
  const [, sqlMode, statement, characterSet, collation, databaseCollation] = row;
  return { sqlMode, statement, characterSet, collation, databaseCollation };
}

function titleOf(kind: StoredProgram['kind']): string {
  return `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;
}

function grantFor({ kind, database }: StoredProgram): string {
  const on = `${quoteIdentifier(database)}.*`;
  if (kind === 'event') return `GRANT EVENT ON ${on}`;
  if (kind === 'trigger') return `GRANT TRIGGER ON ${on}`;
  return 'GRANT SHOW_ROUTINE ON *.* (MySQL 8.0.20 and newer), or GRANT SELECT ON mysql.proc (older, and MariaDB)';
}

/** The client ends a statement at the delimiter wherever it stands: one that the body lacks. */
function delimiterFor(statement: Buffer): string {
  let delimiter = ';;';
  for (let number = 1; statement.includes(delimiter); number++) delimiter = `;;${number};;`;
  return delimiter;
}
