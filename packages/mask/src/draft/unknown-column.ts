/** Columns whose names say nothing, and whose values look like nothing: masked where they might be personal. */

import type { DescribedColumn, DescribedTable } from '@dumpstream/core';
import { columnKind } from './column-kind.ts';
import { type Judgement, kept } from './judgement.ts';
import type { TableTopic } from './table-topic.ts';
import type { ColumnTally } from './tally.ts';

/** Values, of which few different ones are a list of codes. */
const fewestForCodes = 20;
const mostCodes = 12;
const longestCode = 40;

/** Years after which a date in a table of persons is hardly one of birth. */
const youngest = 15;

export function unknownColumn(
  table: DescribedTable,
  column: DescribedColumn,
  tally: ColumnTally | undefined,
  topic: TableTopic,
): Judgement {
  const isKey = table.primaryKey.includes(column.name) || column.references.length > 0;
  switch (columnKind(column)) {
    case 'integer':
    case 'number':
      return kept(
        isKey ? 'a key' : 'a number, and its name says nothing personal',
        isKey ? 'high' : 'medium',
      );
    case 'uuid':
      return kept('an identifier', 'medium');
    case 'members':
      return kept('one of few values that the schema lists', 'medium');
    case 'time':
    case 'year':
      return kept('a time, and its name says nothing personal', 'medium');
    case 'date':
      return unknownDate(column, tally, topic);
    case 'place':
      if (topic === 'catalogue') return kept('a place in a table of things', 'medium', true);
      return {
        category: 'location',
        confidence: 'low',
        reasons: ['a place on a map may be that of a person'],
        look: true,
      };
    case 'binary':
      return unknownBytes(column, isKey);
    case 'text':
      return unknownText(column, tally, isKey);
    default:
      return kept('of a type that no rule is for', 'low', true);
  }
}

function unknownDate(
  { dataType }: DescribedColumn,
  tally: ColumnTally | undefined,
  topic: TableTopic,
): Judgement {
  const old = new Date().getUTCFullYear() - youngest;
  const mostlyBirths = tally !== undefined && tally.count >= 10 && tally.share('birthDate') >= 0.9;
  if (dataType === 'date' && topic === 'person' && mostlyBirths && tally.earliestYear < old - 15) {
    return {
      category: 'birthDate',
      confidence: 'low',
      reasons: ['old dates in a table of persons'],
      look: true,
    };
  }
  return kept('a time, and its name says nothing personal', 'medium');
}

function unknownBytes({ longest = 0, inUniqueKey }: DescribedColumn, isKey: boolean): Judgement {
  if (isKey || (inUniqueKey && longest <= 16)) return kept('a key of bytes', 'medium', !isKey);
  return {
    category: 'bytes',
    confidence: 'low',
    reasons: ['bytes that nobody knows'],
    look: true,
  };
}

function unknownText(
  { inUniqueKey }: DescribedColumn,
  tally: ColumnTally | undefined,
  isKey: boolean,
): Judgement {
  if (tally !== undefined && tally.count > 0) {
    if (tally.share('uuid') >= 0.9) return kept('its sampled values are UUIDs', 'medium', !isKey);
    const few = tally.distinct <= Math.min(mostCodes, tally.count / 5);
    if (tally.count >= fewestForCodes && few && tally.longest <= longestCode) {
      return kept('few sampled values that repeat, as codes do', 'low', true);
    }
    if (tally.share('code') >= 0.9 && tally.longest <= 12 && (isKey || inUniqueKey)) {
      return kept('its sampled values are short codes, and a key', 'low', true);
    }
  }
  return {
    category: 'freeText',
    confidence: 'low',
    reasons: ['a text that nothing is known of'],
    look: true,
  };
}
