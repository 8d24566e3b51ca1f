/** What must be known of the server to write certain values: its JSON numbers, its character sets. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { quoteString } from '../sql/identifier.ts';
import type { ServerInfo } from '../summary.ts';
import type { Column, Database, JsonNumbers, UnassignedCodes, ValueTraits } from './model.ts';
import { text } from './text.ts';

/** Asks only for what the columns of the dump need. */
export async function readValueTraits(
  connection: DatabaseConnection,
  server: ServerInfo,
  databases: readonly Database[],
): Promise<ValueTraits> {
  const columns = databases.flatMap(({ tables }) => tables.flatMap((table) => table.columns));
  const hasJson = server.flavor === 'mysql' && columns.some((column) => column.dataType === 'json');
  return {
    jsonNumbers: hasJson ? await readJsonNumbers(connection) : undefined,
    unassignedCodes: await readUnassignedCodes(connection, columns),
  };
}

/** Numbers that a parser without full precision gets wrong; MySQL 5.7 to 8.4 the first of them. */
const hardNumbers = ['123456789012345678901234567890e0', '8.41e21', '9.007199254740993e15'];

async function readJsonNumbers(connection: DatabaseConnection): Promise<JsonNumbers> {
  const exact = hardNumbers.map((number) => `JSON_EXTRACT('[${number}]', '$[0]') = ${number}`);
  const [row] = await connection.query(
    `SELECT ${exact.join(' AND ')}, CAST(JSON_ARRAY(1e0) AS CHAR)`,
    'tell how it reads numbers in JSON',
  );
  return {
    exactDoubles: text(row?.[0]) === '1',
    wholeDoublesHavePoint: text(row?.[1]) === '[1.0]',
  };
}

/** The upper half of a set with one byte; the lower one has no gaps. */
const upperCodes = Buffer.from(Array.from({ length: 128 }, (_, index) => 128 + index));

async function readUnassignedCodes(
  connection: DatabaseConnection,
  columns: readonly Column[],
): Promise<UnassignedCodes> {
  const used = new Set(columns.flatMap(({ characterSet }) => characterSet ?? []));
  // Told by their bytes, without asking the server.
  for (const name of ['binary', 'ascii', 'utf8', 'utf8mb3', 'utf8mb4']) used.delete(name);
  if (used.size === 0) return new Map();
  const names = [...used].map(quoteString).join(', ');
  const rows = await connection.query(
    'SELECT CHARACTER_SET_NAME FROM information_schema.CHARACTER_SETS ' +
      `WHERE MAXLEN = 1 AND CHARACTER_SET_NAME IN (${names})`,
    'list its character sets',
  );
  const sets = rows.map(([name]) => text(name));
  if (sets.length === 0) return new Map();
  const codes = `0x${upperCodes.toString('hex')}`;
  const [converted] = await connection.query(
    `SELECT ${sets.map((name) => `HEX(CONVERT(CAST(${codes} AS CHAR CHARACTER SET ${name}) USING utf32))`).join(', ')}`,
    'convert its character sets',
  );
  return new Map(sets.map((name, index) => [name, unassignedIn(text(converted?.[index]))]));
}

/** @param utf32 - 8 hexadecimal digits for each of the upper codes; a gap is a question mark */
function unassignedIn(utf32: string): Uint8Array {
  const unassigned = new Uint8Array(256);
  for (let index = 0; index < 128; index++) {
    if (utf32.slice(8 * index, 8 * index + 8) === '0000003F') unassigned[128 + index] = 1;
  }
  return unassigned;
}
