/** Finds the rule of each column: the one of the pattern that says most about it. */

import type { Catalog, Column, Table } from '../catalog/model.ts';
import { tableIds } from '../catalog/same-names.ts';
import type { DumpError } from '../errors.ts';
import type { MaskPolicy, MaskRule } from '../mask-policy.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import { canonicalJson } from './canonical-policy.ts';
import { type ParsedRule, parseRule } from './column-mask.ts';
import { invalidEntries, invalidMask } from './invalid-mask.ts';
import {
  comparePatterns,
  type NamedColumn,
  parsePattern,
  patternMatcher,
  plainNames,
} from './patterns.ts';

export interface ResolvedRules {
  /** Of each table with rows, by the names of columns that the policy knows. */
  readonly rules: ReadonlyMap<Table, ReadonlyMap<string, ParsedRule>>;
  /** Patterns that mean no column of the catalog. */
  readonly unmet: readonly string[];
  readonly problems: readonly DumpError[];
}

interface PolicyEntry {
  readonly text: string;
  readonly rule: MaskRule;
  readonly matches: (column: NamedColumn) => boolean;
  /** Where it is among those that say more, and those that say less. */
  readonly rank: number;
  /** Of one without stars: what it names. */
  readonly names: NamedColumn | undefined;
  /** Whether it tells a column by its name, without stars. */
  readonly namesColumn: boolean;
}

/** @param foldsNames - see {@link patternMatcher} */
export function resolveRules(
  { databases }: Pick<Catalog, 'databases'>,
  policy: MaskPolicy,
  foldsNames: boolean,
): ResolvedRules {
  const entries = entriesOf(policy, foldsNames);
  const matchingOf = matcherOf(entries, foldsNames);
  const met = new Set<string>();
  const problems: DumpError[] = [];
  const rules = new Map<Table, ReadonlyMap<string, ParsedRule>>();
  for (const table of databases.flatMap(({ tables }) => tables)) {
    const ofTable = new Map<string, ParsedRule>();
    if (table.holdsRows) rules.set(table, ofTable);
    for (const column of table.columns) {
      const matching = matchingOf(namedColumn(table, column));
      for (const { text } of matching) met.add(text);
      const [first, ...others] = matching;
      if (first === undefined || !table.holdsRows) continue;
      const rival = others.find((other) => isRival(first, other));
      if (rival !== undefined) problems.push(ambiguous(table, column, first, rival));
      const rule = parseRule(first.rule, first.text);
      if (isDumped(column)) ofTable.set(column.name, rule);
      else if (first.namesColumn && rule.rule !== 'keep')
        problems.push(notWritten(table, column, rule));
    }
  }
  const unmet = entries.filter(({ text }) => !met.has(text)).map(({ text }) => text);
  return { rules, unmet, problems };
}

/** Those that say most come first. */
function entriesOf(policy: MaskPolicy, foldsNames: boolean): readonly PolicyEntry[] {
  return Object.entries(policy.columns)
    .map(([text, rule]) => ({ rule, pattern: parsePattern(text) }))
    .sort((a, b) => comparePatterns(a.pattern, b.pattern))
    .map(({ rule, pattern }, rank) => ({
      ...{ text: pattern.text, rule, rank, names: plainNames(pattern) },
      matches: patternMatcher(pattern, foldsNames),
      namesColumn: pattern.column.pieces.length === 1,
    }));
}

/**
 * Policies of strict shops name each of their columns: those are looked up, and only patterns with
 * stars are tried one after the other.
 *
 * @returns the entries that mean a column, those that say most first
 */
function matcherOf(
  entries: readonly PolicyEntry[],
  foldsNames: boolean,
): (column: NamedColumn) => readonly PolicyEntry[] {
  const tableId = tableIds(foldsNames);
  const idOf = ({ database, table, column }: NamedColumn): string =>
    JSON.stringify([tableId(database, table), column.toLowerCase()]);
  const plain = Map.groupBy(
    entries.filter(({ names }) => names !== undefined),
    ({ names }) => (names === undefined ? '' : idOf(names)),
  );
  const starred = entries.filter(({ names }) => names === undefined);
  return (column) =>
    [...(plain.get(idOf(column)) ?? []), ...starred.filter(({ matches }) => matches(column))].sort(
      (a, b) => a.rank - b.rank,
    );
}

function namedColumn(table: Table, column: Column): NamedColumn {
  return { database: table.database, table: table.name, column: column.name };
}

/** Whether two patterns say as much, and different things. */
function isRival(a: PolicyEntry, b: PolicyEntry): boolean {
  if (comparePatterns(parsePattern(a.text), parsePattern(b.text)) !== 0) return false;
  return typeof a.rule === 'function' || typeof b.rule === 'function'
    ? a.rule !== b.rule
    : canonicalRule(a.rule) !== canonicalRule(b.rule);
}

/** The same for `'email'` and `{ rule: 'email' }`. */
export function canonicalRule(rule: MaskRule): string {
  return canonicalJson(typeof rule === 'string' ? { rule } : rule);
}

/** Whether values of the column stand in the dump, and are data. */
function isDumped(column: Column): boolean {
  return !column.generated && column.rowTime === undefined;
}

/**
 * Columns with values that a strict policy would have to name.
 *
 * @returns names, as `database.table.column` in backticks
 */
export function unnamedColumns({ rules }: ResolvedRules): readonly string[] {
  return [...rules].flatMap(([table, named]) =>
    table.columns
      .filter((column) => isDumped(column) && !named.has(column.name))
      .map((column) => shownColumn(table, column.name)),
  );
}

export function shownColumn(table: Pick<Table, 'database' | 'name'>, column: string): string {
  return `${qualifiedName(table)}.${quoteIdentifier(column)}`;
}

function ambiguous(table: Table, column: Column, a: PolicyEntry, b: PolicyEntry): DumpError {
  return invalidEntries(
    `The policy of masks has two rules of equal right for ${shownColumn(table, column.name)}: those of ` +
      `"${a.text}" and "${b.text}". Add one that names the column.`,
    [
      ['columns', a.text],
      ['columns', b.text],
    ],
  );
}

function notWritten(table: Table, column: Column, rule: ParsedRule): DumpError {
  const why = column.generated ? 'is computed by the server' : 'is a time of the row';
  return invalidMask(
    `The policy of masks has a rule for ${shownColumn(table, column.name)}, which ${why} and not in the ` +
      'dump. Take the rule out, and mask the columns that it comes from.',
    rule,
  );
}
