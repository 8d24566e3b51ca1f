/** Says in what the rows of a table differ, with nothing of them but the key. */

import { quoteIdentifier } from '../../sql/identifier.ts';
import type { DumpDifference } from '../../verify-report.ts';
import type { RowsDifference } from './compare-rows.ts';

/** Characters of a literal that are shown. */
const shownCharacters = 200;

const sentences: Readonly<Record<RowsDifference['kind'], string>> = {
  values: 'has other values in the row',
  missing: 'lacks the row',
  extra: 'has a row that is not in the dump:',
  replaced: 'has another row in the place of',
  unknown: '',
};

export function rowsDifference(
  database: string,
  table: string,
  keyColumns: readonly string[] | undefined,
  { kind, key, dumpRows, liveRows }: RowsDifference,
): DumpDifference {
  const shown =
    key === undefined || keyColumns === undefined
      ? undefined
      : keyColumns.map((name, index) => `${shownName(name)} = ${cut(key[index] ?? '')}`).join(', ');
  const counts =
    dumpRows === liveRows
      ? `both have ${dumpRows} rows`
      : `${dumpRows} rows in the dump, ${liveRows} in the database`;
  const what =
    shown === undefined
      ? `Rows of table ${database}.${table} differ: ${counts}.`
      : `Rows of table ${database}.${table} differ (${counts}). First, the database ` +
        `${sentences[kind]} ${shown}.`;
  return {
    kind: 'rows',
    object: 'table',
    database,
    name: table,
    ...(shown === undefined ? {} : { key: shown }),
    message: what,
  };
}

function shownName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : quoteIdentifier(name);
}

function cut(literal: string): string {
  const characters = [...literal];
  if (characters.length <= shownCharacters) return literal;
  return `${characters.slice(0, shownCharacters).join('')}…`;
}
