/** What the name of a column says beside the names of its table and of the other columns. */

import type { DescribedColumn, DescribedTable } from '@dumpstream/core';
import { columnKind } from './column-kind.ts';
import { type NameMeaning, nameMeaning } from './name-meaning.ts';
import { firstClause, tableTopic } from './table-topic.ts';
import { wordsOf } from './vocabulary.ts';

/** Where a meaning comes from, in words of a reason. */
export interface SourcedMeaning {
  readonly meaning: NameMeaning | undefined;
  readonly source: 'name' | 'comment';
}

/** The name comes first; the comment is asked where the name says little. */
export function meaningInTable(table: DescribedTable, column: DescribedColumn): SourcedMeaning {
  const ofName = byNeighbours(table, column) ?? nameMeaning(column.name);
  if (ofName !== undefined && ofName.meaning !== 'name' && !ofName.doubtful) {
    return { meaning: ofName, source: 'name' };
  }
  const ofComment = nameMeaning(firstClause(column.comment));
  return ofComment !== undefined && ofComment.meaning !== 'name'
    ? { meaning: ofComment, source: 'comment' }
    : { meaning: ofName, source: 'name' };
}

/** Words that are parts of an address where others of it are. */
const regions = new Set(['state', 'region', 'district']);
const addressParts = new Set<NameMeaning['meaning']>(['city', 'postcode', 'street', 'address']);

/** Whoever has the key of such a row is whoever it belongs to. */
const tablesOfSecrets = new Set([
  'session',
  'token',
  'cookie',
  'secret',
  'credential',
  'セッション',
]);
const keysOfSecrets = new Set(['id', 'key', 'value', 'hash', 'code']);

function byNeighbours(table: DescribedTable, column: DescribedColumn): NameMeaning | undefined {
  if (columnKind(column) !== 'text') return undefined;
  const words = wordsOf(column.name);
  const phrase = words.at(-1) ?? '';
  const isAlone = words.length === 1;
  const found = (meaning: NameMeaning['meaning']): NameMeaning => {
    return { meaning, phrase, doubtful: false, kana: false, modified: false };
  };
  const topic = (): string | undefined => tableTopic(table.name, table.comment);
  if (regions.has(phrase) && hasAddress(table)) return found('region');
  // Files have extensions, and things have places; but so do persons.
  if (isAlone && phrase === 'extension' && topic() === 'person') return found('phone');
  if (isAlone && phrase === 'location' && topic() === 'person') return found('address');
  const ofTable = wordsOf(table.name).findLast((word) => !/^\d+$/.test(word)) ?? '';
  const isKey = isAlone && keysOfSecrets.has(phrase) && tablesOfSecrets.has(ofTable);
  return isKey && column.references.length === 0 ? found('secret') : undefined;
}

function hasAddress({ columns }: DescribedTable): boolean {
  return columns.some(({ name }) => addressParts.has(nameMeaning(name)?.meaning ?? 'plain'));
}
