/** A statement of a dump that names its database, for another database. */

import type { ReadingModes, Statement } from '../split/statement.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import { databaseReferences } from './database-references.ts';
import { type Edit, withEdits } from './edits.ts';
import { inPreparedText } from './prepared-text.ts';
import type { DatabasePlace } from './reading.ts';
import { readStatement } from './understand.ts';

/** What of a statement is needed to read it, and is changed by it. */
type Readable = Pick<Statement, 'bytes' | 'headBytes' | 'rows'>;

/**
 * - USE, CREATE DATABASE, ALTER DATABASE and DROP DATABASE of the one get the name of the other.
 * - Objects that are named with it lose it: they are in the current database then, which must be the
 *   other one. So do tables that the definition of a table or view names: REFERENCES, UNION, FROM, the
 *   sequences of defaults, columns with three names.
 *
 * What stands in the bodies of triggers, routines and events stays: ask `namesDatabase()` about
 * it, and about what is left of a view.
 *
 * @param from - the database that the dump names
 * @param to - the one that it goes into; names beyond ASCII only where the text is UTF-8
 */
export function inDatabase<Given extends Readable>(
  statement: Given,
  from: string,
  to: string,
  modes: ReadingModes,
): Given {
  const { understood, databases } = readStatement(statement, modes);
  const edits = databases
    .filter(({ name }) => name === from)
    .flatMap((place) => renamed(place, to));
  const { kind, object } = understood;
  if ((kind === 'create' || kind === 'alter') && (object === 'table' || object === 'view')) {
    const known = new Set(edits.map(({ start }) => start));
    for (const place of databaseReferences(statement.bytes, from, modes)) {
      if (place.certain && !known.has(place.start)) edits.push(...renamed(place, to));
    }
    edits.sort((a, b) => a.start - b.start);
  }
  const bytes =
    kind === 'setSession' || kind === 'prepared'
      ? inPreparedText(
          statement.bytes,
          modes,
          (text, its) => inDatabase({ bytes: text, headBytes: 0, rows: 0 }, from, to, its).bytes,
        )
      : withEdits(statement.bytes, edits);
  if (bytes === statement.bytes) return statement;
  // Edits of an INSERT are all in its head.
  const headBytes =
    statement.rows === 0 ? 0 : statement.headBytes + bytes.length - statement.bytes.length;
  return { ...statement, bytes, headBytes };
}

function renamed({ start, end, dot }: Omit<DatabasePlace, 'name'>, to: string): readonly Edit[] {
  if (dot === undefined) return [{ start, end, text: quoteIdentifier(to) }];
  // Each by itself: between them a comment may begin or end.
  return [
    { start, end },
    { start: dot, end: dot + 1 },
  ];
}
