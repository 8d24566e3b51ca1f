/** Finds the databases that are to be dumped, with what `CREATE DATABASE` says of each. */

import type { DatabaseConnection, ResultRow } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import { quoteString } from '../sql/identifier.ts';
import type { Grants } from './grants.ts';
import type { Schema } from './model.ts';
import { missingPrivilege } from './needed-grants.ts';
import type { Problems } from './problems.ts';
import { compareNames, text } from './text.ts';

/** Databases of the server itself: each server makes them anew. */
const systemDatabases = new Set([
  'information_schema',
  'performance_schema',
  'mysql',
  'ndbinfo',
  'sys',
]);

/**
 * Databases by name, in the order of the names.
 *
 * @throws DumpError `UNKNOWN_DATABASE`
 */
export async function readSchemas(
  connection: DatabaseConnection,
  names: readonly string[],
): Promise<readonly Schema[]> {
  const schemas: Schema[] = [];
  for (const name of names) schemas.push(await readSchema(connection, name));
  return schemas;
}

/**
 * All databases but those of the server itself, sorted by name.
 *
 * @param problems - told `MISSING_PRIVILEGE` where the account may not see all of them
 */
export async function readAllSchemas(
  problems: Problems,
  connection: DatabaseConnection,
  grants: Grants,
): Promise<readonly Schema[]> {
  if (!['SHOW DATABASES', 'SELECT'].some((privilege) => grants.everywhere(privilege))) {
    problems.report(
      missingPrivilege(
        `The account ${grants.account} can't see all databases, and some could be missing from the ` +
          `dump. Run: GRANT SHOW DATABASES ON *.* TO ${grants.account}. Or name the databases with ` +
          'the option databases.',
        [{ privileges: ['SHOW DATABASES'], on: '*.*' }],
      ),
    );
  }
  const schemas = await querySchemas(connection, '');
  return schemas
    .filter(({ name }) => !systemDatabases.has(name.toLowerCase()))
    .sort((a, b) => compareNames(a.name, b.name));
}

async function readSchema(connection: DatabaseConnection, name: string): Promise<Schema> {
  const schemas = await querySchemas(connection, `WHERE S.SCHEMA_NAME = ${quoteString(name)}`);
  const [row] = await connection.query('SELECT @@lower_case_table_names', 'show its variables');
  const foldsCase = text(row?.[0]) !== '0';
  // information_schema compares without case and accents; the server itself only where it is told to.
  const schema =
    schemas.find((candidate) => candidate.name === name) ??
    schemas.find((candidate) => foldsCase && candidate.name.toLowerCase() === name.toLowerCase());
  if (schema !== undefined) return schema;
  throw new DumpError(
    'UNKNOWN_DATABASE',
    `There is no database "${name}" on the server at ${connection.address}, or the account may ` +
      'not see it. Check its name in the connection (or the option databases), and grant the ' +
      'account SELECT on it.',
  );
}

async function querySchemas(connection: DatabaseConnection, where: string): Promise<Schema[]> {
  const known = await knownColumns(connection);
  const column = (name: string): string => (known.has(name) ? name : 'NULL');
  const rows = await connection.query(
    'SELECT S.SCHEMA_NAME, S.DEFAULT_CHARACTER_SET_NAME, S.DEFAULT_COLLATION_NAME, ' +
      `${column('S.DEFAULT_ENCRYPTION')}, ${column('S.SCHEMA_COMMENT')}, ${column('E.OPTIONS')} ` +
      'FROM information_schema.SCHEMATA S ' +
      (known.has('E.OPTIONS')
        ? 'LEFT JOIN information_schema.SCHEMATA_EXTENSIONS E ON E.SCHEMA_NAME = S.SCHEMA_NAME '
        : '') +
      where,
    'list the databases',
  );
  return rows.map(schemaOf);
}

/** MySQL 8.0.16 has DEFAULT_ENCRYPTION, 8.0.22 SCHEMATA_EXTENSIONS; MariaDB 10.5 SCHEMA_COMMENT. */
async function knownColumns(connection: DatabaseConnection): Promise<ReadonlySet<string>> {
  const rows = await connection.query(
    'SELECT UPPER(TABLE_NAME), UPPER(COLUMN_NAME) FROM information_schema.COLUMNS ' +
      "WHERE TABLE_SCHEMA = 'information_schema' " +
      "AND TABLE_NAME IN ('SCHEMATA', 'SCHEMATA_EXTENSIONS')",
    'list the columns of information_schema.SCHEMATA',
  );
  return new Set(
    rows.map(([table, name]) => `${text(table) === 'SCHEMATA' ? 'S' : 'E'}.${text(name)}`),
  );
}

function schemaOf(row: ResultRow): Schema {
  const [name, characterSet, collation, encryption, comment, options] = row;
  return {
    name: text(name),
    characterSet: text(characterSet),
    collation: text(collation),
    encrypted: encryption == null ? undefined : text(encryption).toUpperCase() === 'YES',
    comment: text(comment),
    readOnly: /\bREAD ONLY=1\b/.test(text(options)),
  };
}
