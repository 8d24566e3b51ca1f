/** The flags of subsets, and what they mean to core. */

import type { DeclaredRelation, SubsetOptions } from '@dumpstream/core';
import { InvalidArgumentError, Option } from 'commander';

/** What stands for one table, or for all of them. */
export interface ForTables<Value> {
  readonly all?: Value;
  readonly byTable: Readonly<Record<string, Value>>;
}

/** What the command line says about subsets; a flag that was not given is absent. */
export interface SubsetFlags {
  readonly where?: ForTables<string>;
  readonly subset?: ForTables<string>;
  readonly sample?: ForTables<number>;
  readonly limit?: ForTables<number>;
  /** `true` for all tables. */
  readonly referring?: true | readonly string[];
  readonly relation?: readonly DeclaredRelation[];
}

/** The flags of {@link SubsetFlags}. */
export function subsetOptions(): Option[] {
  return [
    new Option(
      '-w, --where <condition>',
      'only rows that fulfil this SQL condition; "table: condition" for one table (repeatable)',
    ).argParser(conditionOrByTable),
    new Option(
      '--subset <table: condition>',
      'begin with these rows, and take all that they refer to by foreign keys (repeatable)',
    ).argParser(byTable),
    new Option(
      '--sample <part>',
      'begin with a part of the rows, as 5%, or table=5% (repeatable)',
    ).argParser((text, previous?: ForTables<number>) => forTables(text, previous, part)),
    new Option(
      '--limit <rows>',
      'begin with so many rows of each table, or table=100 (repeatable)',
    ).argParser((text, previous?: ForTables<number>) => forTables(text, previous, rows)),
    new Option(
      '--referring [tables...]',
      'of a subset: also rows that refer to those it begins with, of all tables or of these',
    ),
    new Option(
      '--relation <from -> to>',
      'of a subset: a.b.c -> d.e.f, where the schema has no foreign key (repeatable)',
    ).argParser(relation),
  ];
}

/** `undefined` where no flag makes a subset: then `where` is all that there is. */
export function subsetOf(flags: SubsetFlags): SubsetOptions | undefined {
  const { subset, sample, limit, referring, relation: relations } = flags;
  if ([subset, sample, limit, referring, relations].every((value) => value === undefined)) {
    return undefined;
  }
  return {
    ...(subset && { roots: subset.byTable }),
    ...(sample && { sample: sample.all ?? sample.byTable }),
    ...(limit && { limit: limit.all ?? limit.byTable }),
    ...(referring && { referring }),
    ...(relations && { relations }),
  };
}

/** The option `where` of core. */
export function whereOf({
  where,
}: SubsetFlags): string | Readonly<Record<string, string>> | undefined {
  return where?.all ?? where?.byTable;
}

/** No condition begins so: `table: …`, `database.table: …`, and names in backticks. */
const tablePattern =
  /^\s*((?:`(?:[^`]|``)+`|[^\s`'"():=<>!,;]+?)(?:\.`(?:[^`]|``)+`)?)\s*:(?!=)\s*(.+)$/s;

function conditionOrByTable(text: string, previous?: ForTables<string>): ForTables<string> {
  if (tablePattern.test(text)) {
    if (previous?.all !== undefined) throw oneOrByTable();
    return byTable(text, previous);
  }
  if (previous !== undefined) throw oneOrByTable();
  return { all: text, byTable: {} };
}

function byTable(text: string, previous?: ForTables<string>): ForTables<string> {
  const [, table, condition] = tablePattern.exec(text) ?? [];
  if (table === undefined || condition === undefined) {
    throw new InvalidArgumentError('Expected "table: condition", as "shop.customers: id < 100".');
  }
  return added(previous, unquoted(table), condition);
}

function forTables(
  text: string,
  previous: ForTables<number> | undefined,
  parse: (text: string) => number,
): ForTables<number> {
  const at = text.lastIndexOf('=');
  if (at >= 0) {
    if (previous?.all !== undefined) throw oneOrByTable();
    return added(previous, unquoted(text.slice(0, at).trim()), parse(text.slice(at + 1).trim()));
  }
  if (previous !== undefined) throw oneOrByTable();
  return { all: parse(text.trim()), byTable: {} };
}

function added<Value>(
  previous: ForTables<Value> | undefined,
  table: string,
  value: Value,
): ForTables<Value> {
  if (previous !== undefined && Object.hasOwn(previous.byTable, table)) {
    throw new InvalidArgumentError(`The table ${table} is named twice.`);
  }
  return { byTable: { ...previous?.byTable, [table]: value } };
}

/** Core takes names as they are. */
function unquoted(table: string): string {
  return table.replace(/`((?:[^`]|``)+)`/g, (_, name: string) => name.replaceAll('``', '`'));
}

function part(text: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text) ?? [];
  const value = Number(digits) / (percent === '%' ? 100 : 1);
  if (!(value > 0 && value <= 1)) {
    throw new InvalidArgumentError('Expected a part of the rows, for example 5% or 0.05.');
  }
  return value;
}

function rows(text: string): number {
  if (!/^[1-9]\d{0,15}$/.test(text)) {
    throw new InvalidArgumentError('Expected a number of rows, from 1.');
  }
  return Number(text);
}

function relation(
  text: string,
  previous: readonly DeclaredRelation[] = [],
): readonly DeclaredRelation[] {
  const [from, to, ...others] = text.split('->').map(columnsOf);
  if (from === undefined || to === undefined || others.length > 0) {
    throw new InvalidArgumentError(
      'Expected "a.b.c -> d.e.f": columns as database.table.column, several with commas.',
    );
  }
  return [...previous, { from, to }];
}

function columnsOf(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim());
}

function oneOrByTable(): InvalidArgumentError {
  return new InvalidArgumentError('Give one for all tables, or one for each table that you name.');
}
