/**
 * A MySQL JSON value as a call of JSON_OBJECT and JSON_ARRAY, for the values that its text alone
 * would change: DECIMALs, DOUBLEs that the parser rounds, and dates, times and bytes, which the
 * text shows as strings.
 */

import type { JsonNumbers } from '../../catalog/model.ts';
import { DumpError } from '../../errors.ts';
import { quoteString } from '../../sql/identifier.ts';
import { kindOfNumber } from './json-text.ts';

/** Steps from the whole value to a part of it: member names and element numbers. */
type Path = readonly (string | number)[];

const token = /\s*("(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+)/gsy;

/**
 * @param text - the JSON value as the server shows it
 * @param stringPaths - what {@link jsonStringPaths} of plan/value-kinds asks the server for: the
 *   paths of those texts that look like dates, times or bytes but are strings. `undefined` where
 *   all texts are strings
 * @param what - the column, for the error
 * @throws DumpError `UNSUPPORTED` for bytes of a type that no expression brings back
 */
export function jsonConstructor(
  text: string,
  stringPaths: string | undefined,
  numbers: JsonNumbers,
  what: string,
): string {
  const strings = stringPaths === undefined ? undefined : parseSearchResults(stringPaths);
  const tokens = [...text.matchAll(token)].map(([, part = '']) => part);
  let position = 0;
  const expression = value([]);
  // Arguments of a constructor are values; alone, a text would be parsed.
  return /^[[{]/.test(tokens[0] ?? '')
    ? expression
    : `JSON_EXTRACT(JSON_ARRAY(${expression}),'$[0]')`;

  function value(path: Path): string {
    const part = tokens[position++] ?? '';
    switch (part[0]) {
      case '{':
        return `JSON_OBJECT(${members(path)})`;
      case '[':
        return `JSON_ARRAY(${elements(path)})`;
      case '"':
        return stringOrOpaque(JSON.parse(part), path);
      case 't':
      case 'f':
      case 'n':
        return part.toUpperCase();
      default:
        return numberLiteral(part, numbers);
    }
  }

  function members(path: Path): string {
    const list: string[] = [];
    while (tokens[position] !== '}') {
      if (tokens[position] === ',') position++;
      const name: string = JSON.parse(tokens[position] ?? '');
      position += 2;
      list.push(quoteString(name), value([...path, name]));
    }
    position++;
    return list.join(',');
  }

  function elements(path: Path): string {
    const list: string[] = [];
    while (tokens[position] !== ']') {
      if (tokens[position] === ',') position++;
      list.push(value([...path, list.length]));
    }
    position++;
    return list.join(',');
  }

  function stringOrOpaque(content: string, path: Path): string {
    if (strings === undefined || !looksOpaque(content) || strings.has(JSON.stringify(path))) {
      return quoteString(content);
    }
    return opaqueLiteral(content, what);
  }
}

function numberLiteral(text: string, numbers: JsonNumbers): string {
  // In SQL a number with an exponent is a DOUBLE, one with a point a DECIMAL.
  return kindOfNumber(text, numbers) === 'double' && !/[eE]/.test(text) ? `${text}e0` : text;
}

const date = /^-?\d{4,}-\d\d-\d\d$/;
const time = /^-?\d+:\d\d:\d\d\.\d{6}$/;
const datetime = /^\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/;
const bytes = /^base64:type(\d+):([A-Za-z0-9+/=\s]*)$/;

function looksOpaque(content: string): boolean {
  return [date, time, datetime, bytes].some((pattern) => pattern.test(content));
}

/** How a type of bytes is made. MySQL 8 knows only one of them as a literal, 5.7 three. */
const makersOfBytes = new Map<string | undefined, (hexadecimal: string) => string>([
  ['15', (hexadecimal) => `_binary 0x${hexadecimal}`],
  ['16', (hexadecimal) => `0x${hexadecimal}`],
  ['253', (hexadecimal) => `CONVERT(0x${hexadecimal} USING binary)`],
]);

function opaqueLiteral(content: string, what: string): string {
  if (date.test(content)) return `CAST('${content}' AS DATE)`;
  if (time.test(content)) return `CAST('${content}' AS TIME(6))`;
  if (datetime.test(content)) return `CAST('${content}' AS DATETIME(6))`;
  const [, type, base64 = ''] = bytes.exec(content) ?? [];
  const make = makersOfBytes.get(type);
  const hexadecimal = Buffer.from(base64, 'base64').toString('hex');
  if (make !== undefined && hexadecimal !== '') return make(hexadecimal);
  if (type === '15') return "_binary ''";
  throw new DumpError(
    'UNSUPPORTED',
    `A JSON value in ${what} holds bytes of the column type ${type}, which no SQL expression ` +
      'brings back. Leave the table out with ignoreTables, or its rows with where, or store the ' +
      'bytes as a base64 string.',
  );
}

/** Paths as JSON_SEARCH gives them: an array of `null`, one path, or an array of paths. */
function parseSearchResults(results: string): ReadonlySet<string> {
  const found: unknown = JSON.parse(results);
  return new Set(
    [found]
      .flat(3)
      .filter((path) => path !== null)
      .map((path) => pathKey(String(path))),
  );
}

/** `$.a[0]."b c"`: https://dev.mysql.com/doc/refman/8.4/en/json-path-syntax.html */
function pathKey(path: string): string {
  const steps = path.matchAll(/\.("(?:[^"\\]|\\.)*")|\.([^.["]+)|\[(\d+)\]/gs);
  return JSON.stringify(
    [...steps].map(([, quoted, name, element]) =>
      quoted === undefined ? (name ?? Number(element)) : JSON.parse(quoted),
    ),
  );
}
