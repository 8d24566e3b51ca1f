/** What the test databases hold, as SQL that MariaDB and MySQL carry out alike. */

import { sentences } from './sentences.ts';

/** Raise it whenever the recipe makes other data: databases of another version are made anew. */
export const RECIPE_VERSION = 1;

/** How much of everything there is. */
export type Scale = 'full' | 'quick';

/** A database to be dumped. */
export interface TestDatabase {
  readonly name: string;
  /** Every table, or `undefined` where the database has too many to be named. */
  readonly tables: readonly string[] | undefined;
  /** Each is sent to the server on a connection of its own; it may hold several statements. */
  readonly scripts: readonly string[];
}

/** Where the numbers and texts are that the rows are made of. It is not dumped. */
const SOURCE = 'bench_source';

/** Rows of one INSERT: so many numbers are in the source. */
const BATCH = 1_000_000;

const SENTENCES = 1000;

/** The source of all rows. Must be made first. */
export function sourceScripts(): string[] {
  const digits = Array.from({ length: 10 }, (_, digit) => `(${digit})`).join();
  const powers = [1, 10, 100, 1000, 10_000, 100_000];
  const sum = powers.map((power, index) => `d${index}.d * ${power}`).join(' + ');
  const from = powers.map((_, index) => `digits d${index}`).join(' JOIN ');
  const texts = sentences(SENTENCES).map((text, index) => `(${index}, ${quote(text)})`);
  return [
    `CREATE DATABASE ${SOURCE} CHARACTER SET utf8mb4;
     USE ${SOURCE};
     CREATE TABLE digits (d INT NOT NULL PRIMARY KEY);
     INSERT INTO digits VALUES ${digits};
     CREATE TABLE numbers (n INT NOT NULL PRIMARY KEY);
     INSERT INTO numbers SELECT ${sum} FROM ${from};
     CREATE TABLE sentences (n INT NOT NULL PRIMARY KEY, text TEXT NOT NULL);
     INSERT INTO sentences VALUES ${texts.join(',\n')};`,
  ];
}

/** The databases in the order in which they are made. */
export function testDatabases(scale: Scale): TestDatabase[] {
  const share = scale === 'full' ? 1 : 0.1;
  const databases = [mixedDatabase(share), smallTablesDatabase(2000 * share)];
  if (scale === 'quick') return databases;
  return [
    ...databases,
    narrowDatabase('bench_one_million', 1_000_000),
    narrowDatabase('bench_ten_million', 10_000_000),
  ];
}

/** One table of rows of about 8 KB: 1 GB and 10 GB of SQL. */
export function memoryDatabases(): TestDatabase[] {
  return [
    largeDatabase('bench_one_gigabyte', 125_000),
    largeDatabase('bench_ten_gigabytes', 1_250_000),
  ];
}

/** About 0.6 GB of SQL: 3 million narrow rows, 0.8 million wide ones, 150 MB of blobs. */
function mixedDatabase(share: number): TestDatabase {
  return database(
    'bench_mixed',
    ['narrow_rows', 'wide_rows', 'blobs'],
    [
      ...narrowScripts('narrow_rows', 3_000_000 * share),
      ...wideScripts(800_000 * share),
      ...blobScripts(2400 * share),
    ],
  );
}

function narrowDatabase(name: string, rows: number): TestDatabase {
  return database(name, ['narrow_rows'], narrowScripts('narrow_rows', rows));
}

/** Numbers, a date and a short code: about 65 bytes of SQL a row. */
function narrowScripts(table: string, rows: number): string[] {
  return [
    `CREATE TABLE ${table} (
       id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
       customer_id INT UNSIGNED NOT NULL,
       amount DECIMAL(9,2) NOT NULL,
       status TINYINT UNSIGNED NOT NULL,
       ordered_at DATETIME NOT NULL,
       code VARCHAR(12) NULL
     ) ENGINE=InnoDB`,
    ...batches(
      rows,
      (n) => `INSERT INTO ${table} SELECT
       ${n} + 1, CRC32(${n}) % 200000, (CRC32(${n} * 7) % 1000000) / 100, CRC32(${n} + 3) % 5,
       '2020-01-01 00:00:00' + INTERVAL ((${n}) * 37 % 150000000) SECOND,
       IF((${n}) % 10 = 0, NULL, CONCAT('C', LPAD(HEX(CRC32(${n} + 11)), 8, '0')))
       FROM ${SOURCE}.numbers AS source`,
    ),
  ];
}

/** Text, JSON, floating point and times: about 350 bytes of SQL a row. */
function wideScripts(rows: number): string[] {
  return [
    `CREATE TABLE wide_rows (
       id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
       uuid CHAR(36) CHARACTER SET ascii NOT NULL,
       email VARCHAR(100) NOT NULL,
       state ENUM('new','paid','sent','returned') NOT NULL,
       body TEXT NOT NULL,
       attributes JSON NOT NULL,
       price DECIMAL(12,4) NULL,
       weight DOUBLE NOT NULL,
       rating FLOAT NULL,
       created_at DATETIME(3) NOT NULL,
       updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
     ) ENGINE=InnoDB`,
    ...batches(
      rows,
      (n) => `INSERT INTO wide_rows SELECT STRAIGHT_JOIN
       ${n} + 1,
       INSERT(INSERT(INSERT(INSERT(MD5(${n}), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-'),
       CONCAT('customer', ${n}, '@example.com'),
       1 + CRC32(${n} + 1) % 4,
       sentences.text,
       JSON_OBJECT('sku', CONCAT('A-', CRC32(${n})), 'size', (${n}) % 40,
         'tags', JSON_ARRAY('new', 'it''s "small"')),
       IF((${n}) % 7 = 0, NULL, (CRC32(${n} * 3) % 100000000) / 10000),
       (CRC32(${n} + 5) % 1000000) / 7,
       IF((${n}) % 5 = 0, NULL, (CRC32(${n} + 9) % 50) / 10),
       '2021-01-01 00:00:00.000' + INTERVAL (${n}) * 1234567 MICROSECOND,
       '2022-02-02 00:00:00' + INTERVAL (${n}) * 41 % 80000000 SECOND
       FROM ${SOURCE}.numbers AS source
       JOIN ${SOURCE}.sentences ON sentences.n = source.n * 7 % ${SENTENCES}`,
    ),
  ];
}

/** Blobs of 1 to 127 KiB, 64 on average. One half of the bytes is random, the other repeats. */
function blobScripts(blobs: number): string[] {
  const pieces = 4096;
  const random = Array.from({ length: 8 }, (_, part) => `UNHEX(SHA2(CONCAT(n, ':${part}'), 512))`);
  return [
    `CREATE TABLE ${SOURCE}.pieces (n INT NOT NULL PRIMARY KEY, bytes BLOB NOT NULL);
     INSERT INTO ${SOURCE}.pieces
       SELECT n, CONCAT(${random.join()}, REPEAT(UNHEX(MD5(n)), 32))
       FROM ${SOURCE}.numbers WHERE n < ${pieces};
     CREATE TABLE blobs (
       id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
       name VARCHAR(50) NOT NULL,
       content MEDIUMBLOB NOT NULL
     ) ENGINE=InnoDB;
     SET SESSION group_concat_max_len = 1048576;
     INSERT INTO blobs SELECT
       source.n + 1, CONCAT('file', source.n, '.bin'),
       (SELECT GROUP_CONCAT(bytes ORDER BY pieces.n SEPARATOR '') FROM ${SOURCE}.pieces
        WHERE pieces.n >= source.n * 37 % ${pieces - 128}
        AND pieces.n <= source.n * 37 % ${pieces - 128} + CRC32(source.n) % 127)
       FROM ${SOURCE}.numbers AS source WHERE source.n < ${blobs}`,
  ];
}

/** Tables of ten rows each. */
function smallTablesDatabase(count: number): TestDatabase {
  const tables = Array.from({ length: count }, (_, index) => {
    const name = `small_${String(index).padStart(4, '0')}`;
    const rows = Array.from(
      { length: 10 },
      (_, row) => `(${row + 1}, 'name ${index * 10 + row}', ${row}.5, '2024-01-01 00:00:0${row}')`,
    );
    return `CREATE TABLE ${name} (
       id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
       name VARCHAR(50) NOT NULL,
       value DECIMAL(10,2) NULL,
       changed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
       KEY name (name)
     ) ENGINE=InnoDB;
     INSERT INTO ${name} VALUES ${rows.join()}`;
  });
  const scripts = [];
  for (let start = 0; start < count; start += 100) {
    scripts.push(tables.slice(start, start + 100).join(';\n'));
  }
  return database('bench_small_tables', undefined, scripts);
}

function largeDatabase(name: string, rows: number): TestDatabase {
  return database(
    name,
    ['large_rows'],
    [
      `CREATE TABLE large_rows (
       id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
       content VARCHAR(8000) CHARACTER SET ascii NOT NULL
     ) ENGINE=InnoDB`,
      ...batches(
        rows,
        (n) => `INSERT INTO large_rows SELECT
       ${n} + 1, REPEAT(CONCAT(SHA2(${n}, 512), ' it''s line ', ${n}, '\\n'), 54)
       FROM ${SOURCE}.numbers AS source`,
        100_000,
      ),
    ],
  );
}

function database(
  name: string,
  tables: readonly string[] | undefined,
  scripts: readonly string[],
): TestDatabase {
  const create = `CREATE DATABASE ${name} CHARACTER SET utf8mb4`;
  return { name, tables, scripts: [create, ...scripts.map((script) => `USE ${name};\n${script}`)] };
}

/**
 * @param insert - makes an INSERT … SELECT that ends with its FROM clause, where `source` has the
 * column `n`; it is given the expression for the number of the row, from 0 on
 */
function batches(rows: number, insert: (number: string) => string, size = BATCH): string[] {
  const scripts = [];
  for (let start = 0; start < rows; start += size) {
    const end = Math.min(size, rows - start);
    scripts.push(`${insert(`(source.n + ${start})`)} WHERE source.n < ${end}`);
  }
  return scripts;
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
}
