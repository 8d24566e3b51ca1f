/** Column defaults and ENUM members as they are stored, where SHOW CREATE TABLE can't show them. */

import type { Column, Table } from '../../catalog/model.ts';
import type { SqlSession } from '../../connect/sql-session.ts';
import { DumpError } from '../../errors.ts';
import { qualifiedName, quoteIdentifier, quoteString } from '../../sql/identifier.ts';
import type { DoubtfulMemberSummary } from '../../summary.ts';
import type { ColumnText, Replacement } from './table-definition.ts';

/** Character sets with characters beyond U+FFFF, which become `?` in SHOW CREATE TABLE. */
const wideCharacterSets = new Set(['utf8mb4', 'utf16', 'utf16le', 'utf32', 'gb18030']);
const utf8CharacterSets = new Set(['utf8mb4', 'utf8mb3', 'utf8']);
/**
 * Those in which each character has one code. Others have several for some: which one it was is
 * lost in SHOW CREATE TABLE (ujis 8FA2B7 and 7E are both shown as `~`).
 */
const unambiguousCharacterSets = new Set([
  ...utf8CharacterSets,
  ...['ascii', 'latin1', 'ucs2', 'utf16', 'utf16le', 'utf32'],
]);

/** A row of NULLs, in which the table's own types and defaults can be asked for. */
const oneRow = '(SELECT 1) AS one_row LEFT JOIN';

/**
 * Servers keep SHOW CREATE TABLE in a character set of three bytes at most. A default of '😀' is
 * shown as '?' (MySQL 5.7 and MariaDB), bytes of a binary one as what they are not, and a code of
 * cp932 as another one for the same character.
 *
 * @param shownColumns - as SHOW CREATE TABLE shows them
 * @param onDoubt - called for a member of which the server does not tell what it is
 * @throws DumpError `UNSUPPORTED` for a default of which the server does not tell what it is
 */
export async function exactDefaults(
  connection: SqlSession,
  table: Table,
  shownColumns: readonly ColumnText[],
  onDoubt: (doubtful: DoubtfulMemberSummary) => void,
): Promise<readonly Replacement[]> {
  const byName = new Map(
    table.columns.map((column) => [Buffer.from(column.name).toString('latin1'), column]),
  );
  const replacements: Replacement[] = [];
  for (const shown of shownColumns) {
    const column = byName.get(shown.name);
    if (column === undefined) continue;
    replacements.push(
      ...(await exactDefault(connection, table, column, shown)),
      ...(await exactNumber(connection, table, column, shown)),
      ...(await exactMembers(connection, table, column, shown, onDoubt)),
    );
  }
  return replacements;
}

async function exactDefault(
  connection: SqlSession,
  table: Table,
  column: Column,
  { defaultText }: ColumnText,
): Promise<readonly Replacement[]> {
  if (defaultText === undefined || !mayBeInexact(column, defaultText.text)) return [];
  const bytes = await defaultBytes(connection, table, column);
  const stored = bytes.toString('latin1');
  if (isExpression(column) && /[\\']/.test(stored)) return [];
  // Of ASCII, only a backslash is another code in some sets.
  if (/^[ -[\]-~]*$/.test(stored) && stored === unquoteString(defaultText.text)) return [];
  const { start, text } = defaultText;
  return [{ start, end: start + text.length, text: literal(bytes, column) }];
}

/** The default of a FLOAT is shown with six digits, as its values are. */
async function exactNumber(
  connection: SqlSession,
  table: Table,
  column: Column,
  { defaultText, defaultNumber }: ColumnText,
): Promise<readonly Replacement[]> {
  const shown = defaultText ?? defaultNumber;
  if (column.dataType !== 'float' || column.columnType.includes(',') || shown === undefined) {
    return [];
  }
  const exact = await readDefault(connection, table, column, (value) => `${value} * 1e0`);
  const number = shown.text.replaceAll("'", '');
  if (exact === '' || Number(exact) === Number(number)) return [];
  const { start, text } = shown;
  return [{ start, end: start + text.length, text: text.replace(number, exact) }];
}

/** @throws DumpError `UNSUPPORTED` where the server does not tell it */
async function defaultBytes(connection: SqlSession, table: Table, column: Column): Promise<Buffer> {
  const hex = await readDefault(connection, table, column, (value) => `HEX(${value})`);
  // A default that is doubtful is not empty: it has a character that is.
  if (hex !== '') return Buffer.from(hex, 'hex');
  throw new DumpError(
    'UNSUPPORTED',
    `The default of column ${quoteIdentifier(column.name)} of table ${qualifiedName(table)} is ` +
      'not told exactly by the server. Leave the table out with ignoreTables, or give the column a default of letters.',
  );
}

/** @param of - what to ask of the default; '' where the server does not tell it */
async function readDefault(
  connection: SqlSession,
  table: Table,
  column: Column,
  of: (value: string) => string,
): Promise<string> {
  const from = qualifiedName(table);
  const name = quoteIdentifier(column.name);
  // In a row of NULLs, which the server has to make a table of (LIMIT): in the row itself a default
  // that is NOT NULL would be NULL.
  const nulls = `SELECT t.${name} FROM ${oneRow} ${from} AS t ON FALSE LIMIT 1`;
  const [row] = await connection.query(
    `SELECT ${of(`DEFAULT(d.${name})`)} FROM (${nulls}) AS d`,
    `read the default of a column of table ${from}`,
  );
  return row?.[0]?.toString('latin1') ?? '';
}

/** @param text - a string literal */
function mayBeInexact({ characterSet, dataType }: Column, text: string): boolean {
  if (characterSet === undefined) {
    return /[\x80-\xff]/.test(text) || (text.includes('?') && isBinary(dataType));
  }
  if (wideCharacterSets.has(characterSet) && text.includes('?')) return true;
  if (unambiguousCharacterSets.has(characterSet)) return false;
  // Most sets have other codes for backslash and tilde alone, of all ASCII; "?" may stand for a
  // character that Unicode lacks.
  const doubtful = characterSet === 'armscii8' ? /[^\w ]/ : /[^\x20-\x7d]|[\\?]/;
  return doubtful.test(text.slice(1, -1));
}

/**
 * The default of a TEXT is an expression (MariaDB). The server keeps the text of it, and loses the
 * escapes of a literal with an introducer: `_latin2'\\q'` becomes `_latin2'\q'`, which is `q`.
 */
function isExpression({ dataType }: Column): boolean {
  return dataType.endsWith('text') || dataType.endsWith('blob');
}

function isBinary(dataType: string): boolean {
  return dataType === 'binary' || dataType === 'varbinary';
}

function literal(bytes: Buffer, { characterSet }: Pick<Column, 'characterSet'>): string {
  if (characterSet !== undefined && utf8CharacterSets.has(characterSet)) {
    return Buffer.from(quoteString(bytes.toString('utf8'))).toString('latin1');
  }
  const introducer = characterSet === undefined ? '' : `_${characterSet} `;
  return `${introducer}0x${bytes.toString('hex')}`;
}

async function exactMembers(
  connection: SqlSession,
  table: Table,
  column: Column,
  { members }: ColumnText,
  onDoubt: (doubtful: DoubtfulMemberSummary) => void,
): Promise<readonly Replacement[]> {
  const { characterSet } = column;
  if (characterSet === undefined) return [];
  const doubtful = members.filter(({ text }) => mayBeInexact(column, text));
  if (doubtful.length === 0) return [];
  const told = await membersOfType(connection, table, column, members);
  const replacements: Replacement[] = [];
  for (const member of doubtful) {
    const index = members.indexOf(member);
    const bytes = told?.[index] ?? (await memberOfRow(connection, table, column, index));
    if (bytes !== undefined) {
      const { start, text } = member;
      // In a list of members, hexadecimal stands for bytes of the column's character set.
      const exact = utf8CharacterSets.has(characterSet)
        ? literal(bytes, column)
        : `0x${bytes.toString('hex')}`;
      replacements.push({ start, end: start + text.length, text: exact });
    } else {
      onDoubt({
        database: table.database,
        table: table.name,
        column: column.name,
        member: index + 1,
      });
    }
  }
  return replacements;
}

/**
 * All members, where the server keeps the type of the first part of a recursive query: numbers then
 * become members (MariaDB, MySQL 9). `undefined` where it does not, or knows no recursive query.
 */
async function membersOfType(
  connection: SqlSession,
  table: Table,
  column: Column,
  members: ColumnText['members'],
): Promise<readonly Buffer[] | undefined> {
  const value = column.dataType === 'set' ? '1 << n' : 'n + 1';
  let rows: Awaited<ReturnType<SqlSession['query']>>;
  try {
    rows = await connection.query(
      'WITH RECURSIVE members AS (SELECT 0 AS n, ' +
        `t.${quoteIdentifier(column.name)} AS member ` +
        `FROM ${oneRow} ${qualifiedName(table)} AS t ON FALSE ` +
        `UNION ALL SELECT n + 1, ${value} FROM members WHERE n < ${members.length}) ` +
        'SELECT HEX(member), HEX(CONVERT(member USING utf8)) FROM members WHERE n > 0 ORDER BY n',
      `read the members of a column of table ${qualifiedName(table)}`,
    );
  } catch (error) {
    if (error instanceof DumpError && error.code === 'QUERY_FAILED') return undefined;
    throw error;
  }
  const decode = (hex: Buffer | null | undefined): Buffer =>
    Buffer.from(hex?.toString('latin1') ?? '', 'hex');
  const shownAs = rows.map(([, shown]) => decode(shown).toString('latin1'));
  const same =
    rows.length === members.length &&
    members.every(({ text }, index) => unquoteString(text) === shownAs[index]);
  return same ? rows.map(([exact]) => decode(exact)) : undefined;
}

/** Members of ENUM and SET are shown with doubled quotes and doubled backslashes. */
function unquoteString(text: string): string {
  return text.slice(1, -1).replace(/''|\\(.)/gs, (_, escaped) => escaped ?? "'");
}

async function memberOfRow(
  connection: SqlSession,
  table: Table,
  column: Column,
  index: number,
): Promise<Buffer | undefined> {
  const name = quoteIdentifier(column.name);
  const number = column.dataType === 'set' ? 2n ** BigInt(index) : BigInt(index + 1);
  const [row] = await connection.query(
    `SELECT HEX(${name}) FROM ${qualifiedName(table)} WHERE ${name} = ${number} LIMIT 1`,
    `read the members of a column of table ${qualifiedName(table)}`,
  );
  const hex = row?.[0]?.toString('latin1');
  return hex === undefined ? undefined : Buffer.from(hex, 'hex');
}
