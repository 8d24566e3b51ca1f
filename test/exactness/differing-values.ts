/** Finds values of a restored table that are not those of the original, to the bit. */

import { identifier, text } from '../sample/quote.ts';
import type { DatabaseServer } from '../services/index.ts';

/** At most so many are told of each column. */
const toldValues = 5;

/** So many columns are compared by one statement. */
const comparedAtOnce = 200;

/**
 * Compares two tables of the same name, whose first column `id` is their primary key: definition,
 * number of rows, and every value by its bytes or its exact number.
 *
 * @returns one sentence for each difference; empty means equal
 */
export async function differingValues(
  server: Pick<DatabaseServer, 'query'>,
  source: string,
  target: string,
  table: string,
): Promise<readonly string[]> {
  const before = `${identifier(source)}.${identifier(table)}`;
  const after = `${identifier(target)}.${identifier(table)}`;
  const differences: string[] = [];
  const [left, right] = await Promise.all([shape(server, before), shape(server, after)]);
  if (left.definition !== right.definition) {
    differences.push(`${table} was ${left.definition}\nand is ${right.definition}`);
  }
  if (left.rows !== right.rows) {
    differences.push(`${table} had ${left.rows} rows and has ${right.rows}`);
  }
  const columns = await server.query(
    `SELECT COLUMN_NAME AS 'column', DATA_TYPE AS 'type' FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = ${text(source)} AND TABLE_NAME = ${text(table)} ORDER BY ORDINAL_POSITION`,
  );
  const pairs = columns.map(({ column, type }) => pairOf(String(column), String(type)));
  const joined = `FROM ${before} s LEFT JOIN ${after} t ON t.id = s.id`;
  for (let at = 0; at < pairs.length; at += comparedAtOnce) {
    const some = pairs.slice(at, at + comparedAtOnce);
    const [found] = await server.query(
      `SET time_zone = '+00:00'; SELECT 1 ${joined} WHERE ${some.map(({ differ }) => differ).join(' OR ')} LIMIT 1`,
    );
    // Which values they are is asked for only where there are any.
    for (const { column, was, is, differ } of found === undefined ? [] : some) {
      const rows = await server.query(
        `SET time_zone = '+00:00'; SELECT s.id AS id, LEFT(${was}, 200) AS was, LEFT(${is}, 200) AS now
          ${joined} WHERE ${differ} LIMIT ${toldValues}`,
      );
      for (const row of rows) {
        differences.push(
          `${table}.${column}, row ${row['id']}: was ${row['was']}, is ${row['now']}`,
        );
      }
    }
  }
  return differences;
}

/** One column of both tables, and the condition that is true of rows in which it differs. */
function pairOf(column: string, type: string) {
  const name = identifier(column);
  const [was, is] = [exact(`s.${name}`, type), exact(`t.${name}`, type)];
  // Long values are compared as they are.
  if (/blob$/.test(type)) return { column, was, is, differ: `NOT (s.${name} <=> t.${name})` };
  if (/text$/.test(type)) {
    const differ = `NOT (CAST(s.${name} AS BINARY) <=> CAST(t.${name} AS BINARY))`;
    return { column, was, is, differ };
  }
  const byNumber = approximate(type) ? ` OR NOT (s.${name} <=> t.${name})` : '';
  return { column, was, is, differ: `(NOT (${was} <=> ${is})${byNumber})` };
}

async function shape(
  server: Pick<DatabaseServer, 'query'>,
  table: string,
): Promise<{ readonly definition: unknown; readonly rows: unknown }> {
  const [[created], [counted]] = await Promise.all([
    server.query(`SHOW CREATE TABLE ${table}`),
    server.query(`SELECT COUNT(*) AS row_count FROM ${table}`),
  ]);
  return { definition: created?.['Create Table'], rows: counted?.['row_count'] };
}

const numbers = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'year']);

function approximate(type: string): boolean {
  return type === 'float' || type === 'double';
}

/** An expression that differs wherever the stored value does. */
function exact(value: string, type: string): string {
  if (numbers.has(type)) return `CONCAT(${value})`;
  // The shortest text of the exact number, and the sign of zero, which MariaDB does not show.
  if (approximate(type)) return `CONCAT(${value} * 1e0, IF(ATAN2(${value}, -1) < 0, '-', '+'))`;
  // The text '' may be a member or stand for none.
  if (type === 'enum' || type === 'set') return `CONCAT(${value} + 0, ':', HEX(${value}))`;
  if (type === 'json') {
    const paths = ['$[0]', '$[1]', '$[2]', '$.date', '$.list[0]'];
    const types = paths.map((path) => `IFNULL(JSON_TYPE(JSON_EXTRACT(${value}, '${path}')), '')`);
    return `CONCAT(JSON_TYPE(${value}), ${types.join(", ',', ")}, HEX(CAST(${value} AS CHAR)))`;
  }
  return `HEX(${value})`;
}
