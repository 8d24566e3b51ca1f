/** Judges a column by its name, comment, type, table and sampled values. */

import type { DescribedColumn, DescribedTable } from '@dumpstream/core';
import { type Category, categoryNames } from './category.ts';
import { columnKind } from './column-kind.ts';
import { documentRule } from './document-rule.ts';
import { canHold } from './fitting-types.ts';
import { type Judgement, kept } from './judgement.ts';
import { meaningInTable } from './meaning-in-table.ts';
import type { NameMeaning } from './name-meaning.ts';
import { type TableTopic, tableTopic } from './table-topic.ts';
import type { ColumnTally } from './tally.ts';
import { unknownColumn } from './unknown-column.ts';
import { confirmation, type Evidence, valueEvidence } from './value-evidence.ts';

interface Seen {
  readonly table: DescribedTable;
  readonly column: DescribedColumn;
  readonly topic: TableTopic;
  readonly tally: ColumnTally | undefined;
  readonly evidence: Evidence | undefined;
}

/** What tables of things may well have without telling of anybody. */
const alsoOfThings = new Set<Category>(['freeText', 'city', 'region', 'url', 'photo']);

/** @param tally - without it no values were seen */
export function judgeColumn(
  table: DescribedTable,
  column: DescribedColumn,
  tally: ColumnTally | undefined,
): Judgement {
  const kind = columnKind(column);
  const isNumber = kind === 'integer' || kind === 'number';
  const hasTexts = kind === 'text' || kind === 'json' || isNumber;
  const evidence = tally === undefined || !hasTexts ? undefined : valueEvidence(tally, isNumber);
  const seen = { table, column, tally, evidence, topic: tableTopic(table.name, table.comment) };
  if (kind === 'json' || (kind === 'text' && isMostlyJson(tally))) return document(seen);
  const { meaning, source } = meaningInTable(table, column);
  if (kind === 'inet' && meaning?.meaning !== 'ip') {
    return {
      category: 'ip',
      confidence: 'high',
      reasons: ['its type holds IP addresses'],
      look: false,
    };
  }
  if (kind === 'place') return unknownColumn(table, column, tally, seen.topic);
  if (kind === 'flag' && meaning?.meaning !== 'gender') return kept('a switch, or bits');
  if (meaning === undefined) return withoutName(seen);
  if (meaning.meaning === 'plain') return ofPlainName(seen, meaning, source);
  // Courses have full names as well.
  const isOfThing = seen.topic === 'catalogue' && meaning.phrase === 'full name';
  if (meaning.meaning === 'name' || isOfThing) return ofBareName(seen, meaning.modified);
  return ofCategory(seen, meaning.meaning, meaning, source);
}

function isMostlyJson(tally: ColumnTally | undefined): boolean {
  return tally !== undefined && tally.count > 0 && tally.share('json') >= 0.8;
}

function document({ column, tally }: Seen): Judgement {
  const said = column.holdsJson ? 'a JSON document' : 'its sampled values are JSON documents';
  const members = tally?.members.found.length ?? 0;
  const found = members === 0 ? [] : [`members named like personal data: ${members}`];
  return {
    category: 'json',
    confidence: members > 0 ? 'medium' : 'low',
    reasons: [said, ...found, 'all other values in it are redacted, names of members stay'],
    look: true,
    document: documentRule(tally),
  };
}

function ofCategory(
  seen: Seen,
  category: Category,
  { phrase, doubtful }: NameMeaning,
  source: string,
): Judgement {
  const { column, topic, tally, evidence } = seen;
  const what = categoryNames[category];
  const said = `"${phrase}" in its ${source}: ${what}`;
  if (!canHold(column, category)) {
    return strongly(seen) ?? kept(`${said}, but its type holds none`, 'medium');
  }
  const isOfSettings = phrase.endsWith('value');
  if (
    topic === 'catalogue' &&
    alsoOfThings.has(category) &&
    !isOfSettings &&
    evidence?.strong !== true
  ) {
    return kept(`${said}, and the table is about things`, 'medium', tally === undefined);
  }
  // Bytes may be of any form.
  const confirmed = confirmation(columnKind(column) === 'binary' ? undefined : tally, category);
  // An address in a column called otherwise is told by its values: `contact` may be anything.
  const other =
    evidence?.strong === true && evidence.category !== category && isVague(category)
      ? evidence
      : undefined;
  if (other !== undefined) return byValues(other, [said]);
  const sure = !doubtful && source === 'name' && !confirmed.doubt;
  return {
    category,
    confidence: sure || confirmed.confirmed ? 'high' : 'medium',
    reasons: [said, ...(confirmed.reason === undefined ? [] : [confirmed.reason])],
    look: confirmed.doubt || doubtful,
  };
}

/** What people also call columns that hold something else. */
function isVague(category: Category): boolean {
  return category === 'login' || category === 'freeText' || category === 'url';
}

function ofPlainName(seen: Seen, { phrase }: NameMeaning, source: string): Judgement {
  const isKey = seen.column.references.length > 0;
  // Whoever needs so much room has more to say than a code.
  const isLong = /^(?:medium|long)?text$/.test(seen.column.dataType);
  if (isLong && !isKey && seen.topic !== 'catalogue') {
    return strongly(seen) ?? unknownColumn(seen.table, seen.column, seen.tally, seen.topic);
  }
  return (
    (isKey ? undefined : strongly(seen)) ?? kept(`"${phrase}" in its ${source}: nothing personal`)
  );
}

/** Values that are personal data whatever the column is called. */
function strongly({ evidence }: Seen): Judgement | undefined {
  return evidence?.strong === true ? byValues(evidence, []) : undefined;
}

function byValues({ category, reason }: Evidence, more: readonly string[]): Judgement {
  return { category, confidence: 'medium', reasons: [reason, ...more], look: true };
}

/**
 * `name`, `nm`, 名前: of whatever the table is about.
 *
 * @param modified - something that is not known stands before it, and it may be the name of that
 */
function ofBareName(seen: Seen, modified: boolean): Judgement {
  const { column, topic, tally, evidence } = seen;
  if (!canHold(column, 'personName')) return kept('a name, but its type holds none', 'medium');
  if (evidence?.strong === true) return byValues(evidence, []);
  if ((topic === 'person' || topic === 'company') && !modified) {
    const category = topic === 'person' ? 'personName' : 'company';
    const { reason } = confirmation(tally, category);
    return {
      category,
      confidence: 'high',
      reasons: [
        `a name in a table of ${topic === 'person' ? 'persons' : 'companies'}`,
        ...(reason === undefined ? [] : [reason]),
      ],
      look: false,
    };
  }
  const personal = evidence?.category === 'personName' ? evidence : undefined;
  if ((topic === 'thing' || topic === 'catalogue') && !modified) {
    return personal !== undefined && (tally?.share('englishName') ?? 0) >= 0.6
      ? byValues(personal, [])
      : kept('a name in a table of things');
  }
  if (personal !== undefined) return byValues(personal, ['it is a name']);
  // Nobody has a list of all names: a value that consists of a few words may be one.
  if (tally !== undefined && tally.count >= 10 && tally.share('fewWords', 'kana') < 0.2) {
    return kept('a name, but no sampled values look like those of persons', 'low', true);
  }
  return {
    category: 'personName',
    confidence: 'low',
    reasons: ['a name, and nothing says of what'],
    look: true,
  };
}

function withoutName(seen: Seen): Judgement {
  const { evidence, column, table, tally, topic } = seen;
  if (evidence !== undefined && canHold(column, evidence.category)) return byValues(evidence, []);
  return unknownColumn(table, column, tally, topic);
}
