/** The rows that a subset begins with, of one table. */

import type { Table } from '../catalog/model.ts';
import { quoteIdentifier } from '../sql/identifier.ts';

export interface Seed {
  /** SQL condition of the caller's; undefined for all rows. */
  readonly condition: string | undefined;
  /** Part of those rows, from 0 to 1; undefined for all. */
  readonly sample: number | undefined;
  /** Rows at the most. */
  readonly limit: number | undefined;
}

/** Whether all rows of the table are taken. */
export function isWhole(seed: Seed | undefined): boolean {
  if (seed === undefined) return false;
  const { condition, sample = 1, limit } = seed;
  return condition === undefined && sample === 1 && limit === undefined;
}

/** The condition of the caller's and the sample; undefined for all rows. */
export function seedCondition(
  table: Table,
  { condition, sample }: Pick<Seed, 'condition' | 'sample'>,
): string | undefined {
  const conditions: string[] = [];
  // On its own line, so that a trailing -- comment of the caller's does not swallow the parenthesis.
  if (condition !== undefined) conditions.push(`(${condition}\n)`);
  if (sample !== undefined && sample < 1) conditions.push(sampleCondition(table, sample));
  return conditions.length === 0 ? undefined : conditions.join(' AND ');
}

/** The same rows each time: by a checksum of what a row is told from others by. */
function sampleCondition({ rowKey, columns }: Table, share: number): string {
  const names = (rowKey?.columns ?? columns).map(({ name, characterSet }) => {
    const quoted = quoteIdentifier(name);
    // Texts of several collations can't be put together.
    return characterSet === undefined ? quoted : `CONVERT(${quoted} USING binary)`;
  });
  return `CRC32(CONCAT_WS(',', ${names.join(', ')})) < ${Math.round(share * 2 ** 32)}`;
}
