/** Patterns of a policy: `database.table.column` with stars and backticks. */

import { DumpError } from '../errors.ts';

/** A pattern, taken apart. */
export interface ColumnPattern {
  /** As it stands in the policy. */
  readonly text: string;
  readonly database: PatternPart;
  readonly table: PatternPart;
  readonly column: PatternPart;
  /** Of all parts. */
  readonly stars: number;
  /** Characters but the stars, of all parts. */
  readonly characters: number;
}

export interface PatternPart {
  /** Texts between which stars stand. */
  readonly pieces: readonly string[];
}

/** A column that a pattern may mean. */
export interface NamedColumn {
  readonly database: string;
  readonly table: string;
  readonly column: string;
}

/** One part: in backticks, in which a backtick is doubled, or without point, star or backtick. */
const partPattern = /`((?:[^`]|``)+)`|([^.`]+)/y;

/** @throws DumpError `INVALID_MASK` that names the pattern */
export function parsePattern(text: string): ColumnPattern {
  const parts: PatternPart[] = [];
  let at = 0;
  while (at <= text.length && parts.length < 4) {
    partPattern.lastIndex = at;
    const match = partPattern.exec(text);
    if (match === null) throw invalidPattern(text);
    const [whole, quoted, plain = ''] = match;
    parts.push({
      pieces: quoted === undefined ? plain.split('*') : [quoted.replaceAll('``', '`')],
    });
    at += whole.length;
    if (at === text.length) break;
    if (text[at] !== '.') throw invalidPattern(text);
    at++;
  }
  const [database, table, column] = parts;
  if (parts.length !== 3 || !database || !table || !column) throw invalidPattern(text);
  const pieces = parts.flatMap((part) => part.pieces);
  return {
    text,
    database,
    table,
    column,
    stars: pieces.length - parts.length,
    characters: pieces.reduce((sum, piece) => sum + piece.length, 0),
  };
}

function invalidPattern(text: string): DumpError {
  return new DumpError(
    'INVALID_MASK',
    `The policy of masks names "${text}", which is not database.table.column. A star stands for any ` +
      'characters of one part; a part with a point, a star or a backtick of its own stands in backticks.',
  );
}

/**
 * Tells whether a column is meant.
 *
 * @param foldsNames - whether the server takes names of databases and tables in any case
 *   (`lower_case_table_names`); those of columns it always does
 */
export function patternMatcher(
  pattern: ColumnPattern,
  foldsNames: boolean,
): (column: NamedColumn) => boolean {
  const database = expression(pattern.database, foldsNames);
  const table = expression(pattern.table, foldsNames);
  const column = expression(pattern.column, true);
  return (named) =>
    column.test(named.column) && table.test(named.table) && database.test(named.database);
}

function expression({ pieces }: PatternPart, folds: boolean): RegExp {
  const escaped = pieces.map((piece) => piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, folds ? 'isu' : 'su');
}

/** What a pattern without stars names; `undefined` for one with stars. */
export function plainNames(pattern: ColumnPattern): NamedColumn | undefined {
  if (pattern.stars > 0) return undefined;
  const text = ({ pieces }: PatternPart): string => pieces.join('');
  return {
    database: text(pattern.database),
    table: text(pattern.table),
    column: text(pattern.column),
  };
}

/** Whether the first says more about a column than the second: fewer stars, then more characters. */
export function comparePatterns(a: ColumnPattern, b: ColumnPattern): number {
  return a.stars - b.stars || b.characters - a.characters;
}
