/** Tables that hold the characters of one character set, by their bytes, under every collation. */

import { seededRandom } from '../sample/random.ts';
import type { DatabaseServer } from '../services/index.ts';

/** A character set of a server, with all its collations. */
export interface CharacterSet {
  readonly name: string;
  /** Bytes of its longest character. */
  readonly mostBytes: number;
  readonly collations: readonly string[];
}

/** Columns of one table: InnoDB holds the whole row in half a page. */
const columnsPerTable = 100;

/** Every so many-th character is tried under every collation. */
const sampleStep = 997;

/** Random characters of each encoding that has too many to try all. */
const randomCharacters = 2000;

/** All character sets that the server offers, by name. */
export async function characterSets(
  server: Pick<DatabaseServer, 'query'>,
): Promise<readonly CharacterSet[]> {
  const sets = await server.query(
    'SELECT CHARACTER_SET_NAME AS name, MAXLEN AS bytes FROM information_schema.CHARACTER_SETS',
  );
  // MariaDB 10.10 and newer name a collation that many sets share in full in a column of its own.
  const applicable = await server.query(
    'SELECT * FROM information_schema.COLLATION_CHARACTER_SET_APPLICABILITY',
  );
  return sets
    .map(({ name, bytes }) => ({
      name: String(name),
      mostBytes: Number(bytes),
      collations: applicable
        .filter((row) => row['CHARACTER_SET_NAME'] === name)
        .map((row) => String(row['FULL_COLLATION_NAME'] ?? row['COLLATION_NAME']))
        .sort(),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Makes the table `candidates` of byte sequences that may be a character of some set. */
export async function createCandidates(server: DatabaseServer): Promise<string> {
  const database = await server.createDatabase('candidates');
  const all = candidates();
  await server.query(`CREATE TABLE \`${database}\`.candidates (bytes VARBINARY(4) PRIMARY KEY)`);
  for (let at = 0; at < all.length; at += 50_000) {
    const rows = all.slice(at, at + 50_000).map((bytes) => `(0x${bytes})`);
    await server.query(`INSERT IGNORE INTO \`${database}\`.candidates VALUES ${rows.join(',')}`);
  }
  return database;
}

/**
 * Makes the table `characters`: each candidate that the server takes for a character of the set,
 * alone and between quotes and backslashes; and tables `collations_…` with a column for every
 * collation of the set.
 *
 * @returns the names of the tables
 */
export async function createCharacterTables(
  server: DatabaseServer,
  database: string,
  { name, mostBytes, collations }: CharacterSet,
  candidatesDatabase: string,
): Promise<readonly string[]> {
  const character = `CONVERT(bytes USING ${name})`;
  const signs = `CONVERT(_utf8mb4 0x275C22 USING ${name})`;
  const statements = [
    `USE \`${database}\``,
    "SET SESSION sql_mode = ''",
    `CREATE TABLE characters (id INT PRIMARY KEY AUTO_INCREMENT,
      alone VARCHAR(1) CHARACTER SET ${name}, quoted VARCHAR(8) CHARACTER SET ${name})`,
    // Bytes that are no character of the set are changed by CONVERT, and so fall out.
    `INSERT INTO characters (alone, quoted)
      SELECT ${character}, CONCAT(${character}, ${signs}, ${character})
      FROM \`${candidatesDatabase}\`.candidates
      WHERE LENGTH(bytes) <= ${mostBytes} AND CAST(${character} AS BINARY) = bytes
        AND CHAR_LENGTH(${character}) = 1
      ORDER BY LENGTH(bytes), bytes`,
  ];
  const tables = ['characters'];
  for (let at = 0; at < collations.length; at += columnsPerTable) {
    const columns = collations.slice(at, at + columnsPerTable);
    const definitions = columns.map(
      (collation) => `\`${collation}\` VARCHAR(8) CHARACTER SET ${name} COLLATE \`${collation}\``,
    );
    const table = `collations_${at}`;
    tables.push(table);
    statements.push(
      `CREATE TABLE ${table} (id INT PRIMARY KEY, ${definitions.join(', ')})`,
      `INSERT INTO ${table} SELECT id, ${columns.map(() => 'quoted').join(', ')} FROM characters
        WHERE id <= 256 OR id % ${sampleStep} = 0`,
    );
  }
  await server.query(statements.join(';\n'));
  return tables;
}

/** In hexadecimal: all of one byte and two, and what the encodings of three and four are made of. */
function candidates(): readonly string[] {
  const one = range(0x00, 0xff);
  const trail = range(0xa1, 0xfe);
  const utf8Trail = range(0x80, 0xbf);
  return [
    ...one,
    ...product(one, one),
    // ujis and eucjpms
    ...product(['8f'], product(trail, trail)),
    ...product(range(0xe0, 0xef), product(utf8Trail, utf8Trail)),
    ...randomFourBytes(),
  ];
}

function randomFourBytes(): string[] {
  const random = seededRandom(4);
  const hex = (bytes: readonly number[]) => Buffer.from(bytes).toString('hex');
  const forms: readonly (() => string)[] = [
    // utf8mb4, utf16 and utf16le, utf32: of any code point above the first 65,536
    () => Buffer.from(String.fromCodePoint(random.between(0x10000, 0x10ffff))).toString('hex'),
    () => swapped(random.between(0x10000, 0x10ffff)).toString('hex'),
    () => swapped(random.between(0x10000, 0x10ffff)).swap16().toString('hex'),
    () => random.between(0x10000, 0x10ffff).toString(16).padStart(8, '0'),
    () => `0000${random.between(0, 0xffff).toString(16).padStart(4, '0')}`,
    // gb18030
    () => hex([between(0x81, 0xfe), between(0x30, 0x39), between(0x81, 0xfe), between(0x30, 0x39)]),
  ];
  const between = random.between;
  return forms.flatMap((form) => Array.from({ length: randomCharacters }, form));
}

/** UTF-16 in big-endian order. */
function swapped(codePoint: number): Buffer {
  return Buffer.from(String.fromCodePoint(codePoint), 'utf16le').swap16();
}

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) =>
    (first + index).toString(16).padStart(2, '0'),
  );
}

function product(left: readonly string[], right: readonly string[]): string[] {
  return left.flatMap((first) => right.map((second) => first + second));
}
