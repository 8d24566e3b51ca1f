/** Names and short texts as SQL: safe inside a statement and inside a comment. */

/** https://dev.mysql.com/doc/refman/8.4/en/identifiers.html */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** Something that has a name in a database. */
export interface QualifiedName {
  readonly database: string;
  readonly name: string;
}

/** `database`.`table`, for statements that this package sends itself. */
export function qualifiedName(object: QualifiedName): string {
  return `${quoteIdentifier(object.database)}.${quoteIdentifier(object.name)}`;
}

/** https://dev.mysql.com/doc/refman/8.4/en/string-literals.html */
const stringEscapes = new Map([
  ['\0', '\\0'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\x1a', '\\Z'],
  ["'", "\\'"],
  ['\\', '\\\\'],
]);

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are meant
const escapedInStrings = /[\0\n\r\x1a'\\]/g;

/** A string literal for statements that run without NO_BACKSLASH_ESCAPES. */
export function quoteString(text: string): string {
  return `'${text.replace(escapedInStrings, (character) => stringEscapes.get(character) ?? character)}'`;
}

/**
 * Condition on a schema column of information_schema. Those compare without case and accents, but
 * names of databases are mostly told apart by both; the second half is exact, the first one lets
 * the server look at one database alone.
 */
export function inDatabase(column: string, database: string): string {
  const name = quoteString(database);
  return `${column} = ${name} AND CAST(${column} AS BINARY) = ${name}`;
}

/** The same for one table: condition on TABLE_SCHEMA and TABLE_NAME of information_schema. */
export function ofTable({
  database,
  name,
}: {
  readonly database: string;
  readonly name: string;
}): string {
  return `${inDatabase('TABLE_SCHEMA', database)} AND ${inDatabase('TABLE_NAME', name)}`;
}

/**
 * Text inside a `--` comment line. A line break would end the comment and start a statement, so
 * everything that could be one (also for editors: NEL, LS, PS) is shown as an escape.
 */
export function commentText(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is for
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
