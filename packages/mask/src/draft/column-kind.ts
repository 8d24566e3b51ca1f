/** What kinds of values a column takes, as its type says. */

import type { DescribedColumn } from '@dumpstream/core';

export type ColumnKind =
  | 'integer'
  | 'number'
  | 'text'
  | 'binary'
  | 'members'
  | 'date'
  | 'year'
  | 'time'
  | 'json'
  | 'uuid'
  | 'inet'
  | 'flag'
  | 'place'
  | 'other';

const kinds: readonly (readonly [ColumnKind, RegExp])[] = [
  ['integer', /^(?:tiny|small|medium|big)?int$/],
  ['number', /^(?:decimal|numeric|float|double|real)$/],
  ['text', /^(?:(?:var)?char|(?:tiny|medium|long)?text)$/],
  ['binary', /^(?:(?:var)?binary|(?:tiny|medium|long)?blob)$/],
  ['members', /^(?:enum|set)$/],
  ['date', /^(?:date|datetime|timestamp)$/],
  ['year', /^year$/],
  ['time', /^time$/],
  ['json', /^json$/],
  ['uuid', /^uuid$/],
  ['inet', /^inet[46]$/],
  ['flag', /^bit$/],
  [
    'place',
    /^(?:geometry|point|linestring|polygon|multi(?:point|linestring|polygon)|geometrycollection|geomcollection)$/,
  ],
];

export function columnKind({
  dataType,
  columnType,
  holdsJson,
}: Pick<DescribedColumn, 'dataType' | 'columnType' | 'holdsJson'>): ColumnKind {
  if (/^tinyint\(1\)/.test(columnType)) return 'flag';
  if (holdsJson) return 'json';
  return kinds.find(([, types]) => types.test(dataType))?.[0] ?? 'other';
}
