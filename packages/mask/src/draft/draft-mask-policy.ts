/** `draftMaskPolicy()`: a policy of masks for a database, to begin with. */

import {
  type DescribeColumnsOptions,
  type DescribedColumn,
  type DescribedTable,
  describeColumns,
  type MaskRule,
} from '@dumpstream/core';
import { columnPattern, type MaskFinding } from './finding.ts';
import { type FittedRule, fitRules } from './fit-rules.ts';
import { judgeColumn } from './judge-column.ts';
import { type Judgement, kept } from './judgement.ts';
import { type ColumnGroup, linkedGroups } from './linked-groups.ts';
import { nameMeaning } from './name-meaning.ts';
import { policyText } from './policy-text.ts';
import { type Locale, ladder } from './rule-choices.ts';
import { ColumnTally } from './tally.ts';

/** Options of {@link draftMaskPolicy}. Those that `describeColumns()` has as well mean the same. */
export interface DraftMaskPolicyOptions extends Omit<DescribeColumnsOptions, 'onSample'> {
  /** Language of masked names and addresses. By default that of each value. */
  readonly locale?: Locale;
}

export interface MaskPolicyDraft {
  /** JSON with comments, which `parseMaskPolicy()` reads. */
  readonly text: string;
  /** What the text says, column by column in its order. */
  readonly findings: readonly MaskFinding[];
}

const defaultRows = 200;

/**
 * Writes a draft of a strict policy that names each column of the tables. Likely personal data is found
 * by the names of columns and tables and by comments, in English and Japanese, by types, and by a few
 * rows of each table. What nobody can judge is masked. Each rule fits its column, keys and joins; where
 * only a CHECK might refuse masked values, the rule says `trustChecks`, and its comment that somebody is
 * to look.
 *
 * A draft finds a lot and not everything: a person has to read it. No sampled value is part of the draft,
 * of an error or a message.
 *
 * @example
 * ```ts
 * const { text, findings } = await draftMaskPolicy({ connection: 'mysql://app@db.example.com/shop' });
 * ```
 *
 * @throws DumpError (rejects with it) as `describeColumns()`
 */
export async function draftMaskPolicy(options: DraftMaskPolicyOptions): Promise<MaskPolicyDraft> {
  const { locale, ...reading } = options;
  const judgements = new Map<DescribedColumn, Judgement>();
  const unfit = new Map<DescribedColumn, readonly string[]>();
  const missing = new Map<DescribedTable, string>();
  const judge = (table: DescribedTable, tallies: ReadonlyMap<string, ColumnTally>): void => {
    for (const column of table.columns) {
      const tally = tallies.get(column.name);
      judgements.set(column, judgeColumn(table, column, tally));
      unfit.set(column, unfitRules(column, tally));
    }
  };
  const described = await describeColumns({
    ...reading,
    // One table after the other, so that the values of one at most are in memory.
    onSample(table, sample) {
      if (sample.missing !== undefined) missing.set(table, sample.missing);
      if (sample.rows.length > 0) judge(table, tallied(table, sample.rows));
    },
  });
  for (const table of described.tables) {
    if (table.columns.some((column) => !judgements.has(column))) judge(table, new Map());
  }
  const ladders = linkedGroups(described.tables).map((group) => {
    const { table, column } = group.root;
    const judgement = judgements.get(column) ?? kept('not judged');
    const context = {
      locale,
      entity: group.members.length === 1 ? entityOf(table, column, judgements) : undefined,
      unfit: new Set(
        isUnique(group) ? group.members.flatMap((member) => unfit.get(member.column) ?? []) : [],
      ),
    };
    return { group, rules: ladder(judgement, asOne(group), context) };
  });
  const fitted = new Map<DescribedColumn, FittedRule>();
  for (const one of fitRules(described, ladders)) {
    for (const { column } of one.group.members) fitted.set(column, one);
  }
  const findings = new Map(
    described.tables.map((table) => {
      const of = table.columns.map((column) =>
        findingOf(table, column, judgements, fitted.get(column), missing.get(table)),
      );
      return [table, of] as const;
    }),
  );
  return {
    text: policyText(findings, reading.sampleRows ?? defaultRows),
    findings: [...findings.values()].flat(),
  };
}

function tallied(
  table: DescribedTable,
  rows: readonly ReadonlyMap<string, string | Buffer | null>[],
): ReadonlyMap<string, ColumnTally> {
  const tallies = new Map(table.columns.map(({ name }) => [name, new ColumnTally()]));
  for (const row of rows) {
    for (const [name, value] of row) tallies.get(name)?.add(value);
  }
  return tallies;
}

/** Rules that take some values of a text in unique columns, and not this one. */
function unfitRules(
  { characterSet }: DescribedColumn,
  tally: ColumnTally | undefined,
): readonly string[] {
  if (characterSet === undefined || tally === undefined || tally.count === 0) return [];
  return [...(tally.beyondAscii ? ['redact'] : []), ...(tally.share('ip') < 1 ? ['ip'] : [])];
}

function isUnique({ members }: ColumnGroup): boolean {
  return members.some(({ column }) => column.inUniqueKey);
}

/** A group as one column: what fits all of it. */
function asOne({ root, members }: ColumnGroup): DescribedColumn {
  const columns = members.map(({ column }) => column);
  return {
    ...root.column,
    nullable: columns.every(({ nullable }) => nullable),
    checked: columns.some(({ checked }) => checked),
  };
}

/** Kanji and kana of one name, or parts of one address, are to go together: by the key of their row. */
function entityOf(
  table: DescribedTable,
  column: DescribedColumn,
  judgements: ReadonlyMap<DescribedColumn, Judgement>,
): string | undefined {
  const [key, ...more] = table.primaryKey;
  if (key === undefined || more.length > 0 || key === column.name) return undefined;
  const part = (of: DescribedColumn): string | undefined =>
    parts.get(judgements.get(of)?.category ?? 'bytes');
  const own = part(column);
  if (own === undefined) return undefined;
  const others = table.columns.filter((other) => other !== column && part(other) === own);
  const readings = table.columns.some(isReading);
  return others.length > 0 && (own === 'address' || readings) ? key : undefined;
}

const parts = new Map<Judgement['category'], 'name' | 'address'>([
  ...(['personName', 'givenName', 'familyName'] as const).map((name) => [name, 'name'] as const),
  ...(['address', 'street', 'city', 'region', 'postcode'] as const).map(
    (part) => [part, 'address'] as const,
  ),
]);

function isReading({ name, comment }: DescribedColumn): boolean {
  return nameMeaning(name)?.kana === true || nameMeaning(comment)?.kana === true;
}

function findingOf(
  table: DescribedTable,
  column: DescribedColumn,
  judgements: ReadonlyMap<DescribedColumn, Judgement>,
  fitted: FittedRule | undefined,
  missing: string | undefined,
): MaskFinding {
  const own = judgements.get(column) ?? kept('not judged', 'low', true);
  const root = fitted?.group.root ?? { table, column };
  const decided = judgements.get(root.column) ?? own;
  const rule = fitted?.rule ?? 'keep';
  const joined =
    root.column === column ? [] : [`joined with ${root.table.name}.${root.column.name}`];
  const refused =
    decided.category === undefined || fitted?.refusal === undefined
      ? undefined
      : refusalText(rule, fitted.refusal);
  // Only texts of ASCII can be exchanged one for one.
  const exchanged = rule === 'redact' && root.column.inUniqueKey && column.longest !== undefined;
  const overruled = own.category !== undefined && decided.category === undefined;
  return {
    column: columnPattern(table.database, table.name, column.name),
    rule,
    category: decided.category,
    confidence: decided.confidence,
    reasons: [
      ...joined,
      ...(root.column === column || overruled ? own.reasons : decided.reasons),
      ...(overruled ? ['but what it is joined with is kept'] : []),
      ...(refused === undefined ? [] : [refused]),
      ...(exchanged ? ['in a unique key: a dump is refused where a value is beyond ASCII'] : []),
      ...(missing === undefined ? [] : [`no values were seen, as ${missing}`]),
    ],
    look: decided.look || overruled || (refused !== undefined && asksForALook(rule)),
  };
}

function refusalText(rule: MaskRule, refusal: string): string {
  if (rule === 'keep') return `NOT MASKED, as no rule fits: ${refusal}`;
  const trusts = typeof rule === 'object' && rule.trustChecks === true;
  return trusts
    ? `make sure that restores work: ${refusal}`
    : `the usual rule does not fit: ${refusal}`;
}

/** What leaves nothing, may fail, or is not masked at all. */
function asksForALook(rule: MaskRule): boolean {
  if (typeof rule !== 'object') return rule === 'keep' || rule === 'null';
  return rule.trustChecks === true;
}
