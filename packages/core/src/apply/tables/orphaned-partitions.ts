/** Partitions that a crash has left behind, without the table that they were to be of. */

import { asDriverError } from '../../connect/server-errors.ts';
import { type QualifiedName, qualifiedName } from '../../sql/identifier.ts';

/** Names that are the same in the server's files. */
const plainName = /^\w+$/;

/**
 * A server that dies in CREATE TABLE takes the table back, but not its partitions in InnoDB (MariaDB)
 * or their files (MySQL 5.7): it then can't be made, and DROP TABLE does not know it. The name of the
 * file reaches them one by one.
 *
 * @param error - what CREATE TABLE failed with
 * @returns the name of the partition as a table, in quotes; `undefined` where it is not that
 */
export function orphanedPartition(
  error: unknown,
  { database, name }: QualifiedName,
): string | undefined {
  const { errno, message } = asDriverError(error);
  // ER_TABLE_EXISTS_ERROR, ER_TABLESPACE_EXISTS; the words in the comment are in the server's language.
  const found = /\/\* \S+ `([^`]+)`(?:, \S+ `([^`]+)`)? \*\//.exec(message);
  if ((errno !== 1050 && errno !== 1813) || found === null) return undefined;
  const [, partition = '', subpartition = ''] = found;
  const names = [name, partition, ...(subpartition === '' ? [] : [subpartition])];
  if (!names.every((one) => plainName.test(one))) return undefined;
  const below = subpartition === '' ? '' : `#SP#${subpartition}`;
  return qualifiedName({ database, name: `#mysql50#${name}#P#${partition}${below}` });
}
