/** Triggers, routines, packages and events, each under the session settings it was made with. */

import type { Database, StoredProgram } from '../../catalog/model.ts';
import type { DatabaseConnection, ResultRow } from '../../connect/database-connection.ts';
import { DumpError } from '../../errors.ts';
import type { DumpOptions } from '../../options.ts';
import { commentText, qualifiedName, quoteIdentifier } from '../../sql/identifier.ts';
import { tokenModes } from '../../sql/sql-mode.ts';
import type { TokenModes } from '../../sql/tokens.ts';
import type { ServerInfo } from '../../summary.ts';
import type { OutputBuffer } from '../output-buffer.ts';
import { writeDefinition } from './definition.ts';
import { withoutDatabase, withoutDefiner, withQuotedText } from './program-heading.ts';
import { programStatement } from './program-statement.ts';
import { switchSession } from './session-switch.ts';

/** What SHOW CREATE TRIGGER, PROCEDURE, FUNCTION, PACKAGE and EVENT tell. */
interface ShownProgram {
  readonly sqlMode: Buffer | null | undefined;
  readonly timeZone?: Buffer | null | undefined;
  readonly statement: Buffer | null | undefined;
  readonly characterSet: Buffer | null | undefined;
  readonly collation: Buffer | null | undefined;
  readonly databaseCollation?: Buffer | null | undefined;
}

/**
 * @throws DumpError `MISSING_PRIVILEGE` where the account may not see the body; `UNSUPPORTED` where
 *   no client could restore it
 */
export async function renderStoredProgram(
  connection: DatabaseConnection,
  server: ServerInfo,
  program: StoredProgram,
  database: Pick<Database, 'collation'>,
  options: Pick<DumpOptions, 'skipDefiner'>,
  output: OutputBuffer,
): Promise<void> {
  const qualified = qualifiedName(program);
  const kind = program.kind.toUpperCase();
  const [row] = await connection.query(
    `SHOW CREATE ${kind} ${qualified}`,
    `show the definition of ${program.kind} ${qualified}`,
  );
  const shown = shownProgram(program.kind, row ?? []);
  const { sqlMode, timeZone, statement, characterSet, collation } = shown;
  if (statement == null || sqlMode == null) {
    throw new DumpError(
      'MISSING_PRIVILEGE',
      `The account may not see the body of ${program.kind} ${qualified}. ${grantFor(program)}, or ` +
        `leave it out with ${program.kind === 'event' ? 'events' : 'routines'}: false.`,
    );
  }
  const session = switchSession({
    sql_mode: sqlMode.toString(),
    ...(characterSet == null
      ? {}
      : {
          character_set_client: characterSet.toString(),
          character_set_results: characterSet.toString(),
        }),
    ...(collation == null ? {} : { collation_connection: collation.toString() }),
    ...(timeZone == null ? {} : { time_zone: timeZone.toString() }),
  });
  const collated = underCollation(shown.databaseCollation?.toString(), database.collation);
  const name = quoteIdentifier(program.name);
  const modes = {
    ...tokenModes(sqlMode.toString()),
    characterSet: characterSet?.toString() ?? 'utf8mb4',
  };
  output.text(`\n--\n-- ${titleOf(program.kind)} ${commentText(name)}\n--\n\n`);
  output.text(`${dropStatement(program)}${openTable(program, modes)}`);
  output.text(`${collated.before}${session.before}`);
  if (program.madeAt !== undefined) output.text(`SET TIMESTAMP=${program.madeAt};\n`);
  const unqualified =
    program.kind === 'trigger'
      ? withoutDatabase(statement, modes)
      : program.kind === 'library'
        ? withQuotedText(statement, modes)
        : statement;
  const heading = await programStatement(connection, server, program, unqualified, {
    sqlMode: sqlMode.toString(),
    characterSet: characterSet?.toString() ?? 'utf8mb4',
  });
  writeDefinition(
    {
      statement: options.skipDefiner ? withoutDefiner(heading, modes) : heading,
      characterSet: characterSet?.toString() ?? 'utf8mb4',
      modes,
      // MySQL prepares no programs: https://dev.mysql.com/doc/refman/8.4/en/sql-prepared-statements.html
      preparable: server.flavor === 'mariadb',
      compound: true,
      what: `${program.kind} ${qualified}`,
    },
    output,
  );
  if (program.madeAt !== undefined) output.text('SET TIMESTAMP=DEFAULT;\n');
  output.text(`${session.after}${collated.after}`);
}

/**
 * The server reads expressions, and comments of partitions, when it opens a table: with backslashes as
 * escapes, which is a syntax error under NO_BACKSLASH_ESCAPES. It then has it open already.
 */
function openTable({ table }: StoredProgram, { noBackslashEscapes }: TokenModes): string {
  if (table === undefined || noBackslashEscapes !== true) return '';
  return `SELECT 1 FROM ${quoteIdentifier(table)} LIMIT 0;\n`;
}

/** Packages are known in Oracle mode alone. */
function dropStatement({ kind, name }: StoredProgram): string {
  const drop = `DROP ${kind.toUpperCase()} IF EXISTS ${quoteIdentifier(name)};\n`;
  if (!kind.startsWith('package')) return drop;
  const mode = switchSession({ sql_mode: 'ORACLE' });
  return `${mode.before}${drop}${mode.after}`;
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

function shownProgram(kind: StoredProgram['kind'], row: ResultRow): ShownProgram {
  if (kind === 'event') {
    const [, sqlMode, timeZone, statement, characterSet, collation, databaseCollation] = row;
    return { sqlMode, timeZone, statement, characterSet, collation, databaseCollation };
  }
  const [, sqlMode, statement, characterSet, collation, databaseCollation] = row;
  if (kind === 'library') {
    // Always UTF-8, whatever the session's character set is.
    return { sqlMode, statement, characterSet: undefined, collation: undefined };
  }
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
