/** Generated partitions of a table. */

import fc from 'fast-check';
import { identifier, text as quoteText } from '../sample/quote.ts';
import { type Column, comment } from './column.ts';
import { hostileName, type NameSeed } from './hostile-text.ts';
import type { Key } from './key.ts';
import type { ServerTraits } from './server-traits.ts';

export interface PartitionDraft {
  readonly kind: 'hash' | 'key' | 'range' | 'list';
  readonly column: number;
  readonly bounds: readonly number[];
  readonly name: NameSeed;
  readonly comment: string;
}

export const partitionDraft: fc.Arbitrary<PartitionDraft> = fc.record({
  kind: fc.constantFrom('hash', 'key', 'range', 'list'),
  column: fc.nat(),
  bounds: fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 4 }),
  // A file's name holds those of table and partition, five characters for a strange one.
  name: hostileName('p', 5).filter((name) => name(1).length < 12),
  comment: comment(50),
});

const keyGroups: ReadonlySet<Column['type']['group']> = new Set([
  ...(['integer', 'decimal', 'temporal', 'year', 'text', 'bytes'] as const),
]);

/** ` PARTITION BY …`, or nothing where the table can't have it. */
export function partitioning(
  {
    partitions,
    engine,
  }: { readonly partitions: PartitionDraft | undefined; readonly engine: string },
  columns: readonly Column[],
  keys: readonly Key[],
  traits: ServerTraits,
): string {
  if (partitions === undefined) return '';
  const isMyisam = ['MyISAM', 'Aria', 'MEMORY'].includes(engine);
  const possible =
    engine === 'InnoDB' ||
    (isMyisam && (traits.version[0] ?? 0) !== 8 && (traits.version[0] ?? 0) !== 9);
  const primary = keys.find(({ kind }) => kind === 'primary');
  if (!possible || primary?.prefixed === true) return '';
  // A row must be found in one partition by its primary key.
  const candidates = (primary?.columns ?? columns).filter(
    ({ type, generated }) => !type.large && keyGroups.has(type.group) && generated === undefined,
  );
  const integers = candidates.filter(({ type }) => type.group === 'integer');
  const byPrefix = keys.filter(({ prefixed }) => prefixed).flatMap((key) => key.columns);
  const usable =
    partitions.kind === 'key' ? candidates.filter((one) => !byPrefix.includes(one)) : integers;
  const column = usable[partitions.column % usable.length];
  if (column === undefined) return '';
  const by = identifier(column.name);
  const count = partitions.bounds.length;
  if (partitions.kind === 'hash') return ` PARTITION BY HASH (${by}) PARTITIONS ${count}`;
  if (partitions.kind === 'key') return ` PARTITION BY KEY (${by}) PARTITIONS ${count}`;
  const note = partitions.comment === '' ? '' : ` COMMENT = ${quoteText(partitions.comment)}`;
  const sorted = [...partitions.bounds].sort((a, b) => a - b);
  const definitions = sorted.map((bound, index) => {
    const values =
      partitions.kind === 'range'
        ? `LESS THAN (${bound})`
        : `IN (${bound}${index === 0 ? ', NULL' : ''})`;
    return `PARTITION ${identifier(partitions.name(index))} VALUES ${values}${note}`;
  });
  const last = identifier(partitions.name(count));
  if (partitions.kind === 'range') definitions.push(`PARTITION ${last} VALUES LESS THAN MAXVALUE`);
  return ` PARTITION BY ${partitions.kind.toUpperCase()} (${by}) (${definitions.join(', ')})`;
}
