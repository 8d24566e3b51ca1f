/** Tells the sequences of MariaDB apart from tables, in whose list they stand. */

import type { Sequence, TableEntry } from './model.ts';

export function isSequence({ type }: Pick<TableEntry, 'type'>): boolean {
  return type === 'SEQUENCE';
}

export function sequencesOf(database: string, entries: readonly TableEntry[]): readonly Sequence[] {
  return entries.filter(isSequence).map(({ name }) => ({ kind: 'sequence', database, name }));
}
