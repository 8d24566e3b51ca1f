/** A statement of a dump that names its database, for another database. */

import { DumpError } from '../errors.ts';
import type { ReadingModes, Statement } from '../split/statement.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import { databaseReferences, namesDatabase } from './database-references.ts';
import { type Edit, withEdits } from './edits.ts';
import { inPreparedText } from './prepared-text.ts';
import type { DatabasePlace } from './reading.ts';
import { shownStatement } from './shown-statement.ts';
import { readStatement } from './understand.ts';
import type { ObjectKind, Understood } from './understood.ts';

/** What of a statement is needed to read it and is changed by it; its place is for errors alone. */
type Readable = Pick<Statement, 'bytes' | 'headBytes' | 'rows'> &
  Partial<Pick<Statement, 'number' | 'offset'>>;

/** Those whose body is run later, and may then reach for what it names. */
const withBody = new Set<ObjectKind | undefined>([
  ...(['view', 'trigger', 'procedure', 'function', 'event', 'package'] as const),
]);

/**
 * - USE, CREATE DATABASE, ALTER DATABASE and DROP DATABASE of the one get the name of the other.
 * - Objects that are named with it lose it: they are in the current database then, which must be the
 *   other one. So do tables that the definition of a table or view names: REFERENCES, UNION, FROM, the
 *   sequences of defaults, columns with three names.
 *
 * What stands in the bodies of triggers, routines and events is what somebody wrote, and stays so.
 *
 * @param from - the database that the dump names
 * @param to - the one that it goes into; names beyond ASCII only where the text is UTF-8
 * @throws DumpError `REFUSED_STATEMENT` where a body, or what is left of a view, names the one database:
 *   restored into the other, it would go on reading and writing there
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
          (text, its) =>
            inDatabase({ ...statement, bytes: text, headBytes: 0, rows: 0 }, from, to, its).bytes,
        )
      : withEdits(statement.bytes, edits);
  if (kind !== 'drop' && withBody.has(object) && namesDatabase(bytes, from, modes)) {
    throw bodyNamesDatabase(statement, understood, from, to);
  }
  if (bytes === statement.bytes) return statement;
  // Edits of an INSERT are all in its head.
  const headBytes =
    statement.rows === 0 ? 0 : statement.headBytes + bytes.length - statement.bytes.length;
  return { ...statement, bytes, headBytes };
}

function bodyNamesDatabase(
  { number, offset, bytes }: Readable,
  { object, name = '' }: Understood,
  from: string,
  to: string,
): DumpError {
  const what = `${object} ${quoteIdentifier(name)}`;
  const [own, other] = [quoteIdentifier(from), quoteIdentifier(to)];
  const text = shownStatement(bytes);
  const place =
    number === undefined ? '' : ` Statement ${number} (at byte ${offset} of the text): ${text}`;
  return new DumpError(
    'REFUSED_STATEMENT',
    `The dump is of database ${own}, and the body of ${what} names that database: restored into ` +
      `${other}, it would still read or write ${own}. Restore the dump under its own name (option ` +
      `databases), or dump it again without this ${object}, or with a body that names no database.${place}`,
    number === undefined || offset === undefined
      ? {}
      : { statement: { number, offset, text, object: what } },
  );
}

function renamed({ start, end, dot }: Omit<DatabasePlace, 'name'>, to: string): readonly Edit[] {
  if (dot === undefined) return [{ start, end, text: quoteIdentifier(to) }];
  // Each by itself: between them a comment may begin or end.
  return [
    { start, end },
    { start: dot, end: dot + 1 },
  ];
}
